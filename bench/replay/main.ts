/**
 * The whole built engine against labelled answers: each is served by a loopback model to `dist/cli.js run --prompt … --target …
 * --accept-command …` on a fixture repository whose full tests are test and accept command. A kept answer must be one commit with
 * exactly the target; anything else must leave the repository as it was, to the byte. Answers come wrapped as real models wrap them.
 *
 *     npm run bench:replay -- [--jobs N, default: all cores] [--only good|bad|undetectable|broken] [--limit N] [--data DIR] [--results FILE]
 *
 * Stops and goes on where it was: results are appended to a file that is named by the build under test.
 */
import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startModelServer, type ModelServer } from '../../__tests__/support/model-server.ts';
import { readCases, readTasks, targetOf, type ReplayCase } from './cases.ts';
import { git, makeReplayRepository, testOf } from './repository.ts';
import { wilson } from './wilson.ts';

const { values } = parseArgs({ options: { jobs: { type: 'string' }, only: { type: 'string' }, limit: { type: 'string' }, data: { type: 'string' }, results: { type: 'string' } } });
const root = resolve(import.meta.dirname, '../..');
const dist = process.env['SELF_CODING_DIST'] ?? join(root, 'dist');
const data = values.data ?? resolve(root, '../shared/data');

interface Result {
  readonly id: string;
  readonly expected: ReplayCase['expected'];
  readonly shape: string;
  readonly outcome: string;
  /** What is wrong with the repository afterwards; empty if nothing is. */
  readonly damage: string;
  readonly reason: string;
  readonly ms: number;
}

if (existsSync(join(data, 'replay-js-tasks.jsonl'))) await measure();
else {
  console.log(`No data: ${data} holds no replay-js-tasks.jsonl. The set is HumanEvalPack (bigcode/octopack, MIT) with labelled answers.`);
  console.log(JSON.stringify({ bench: 'replay', skipped: 'no data', data }));
}

async function measure(): Promise<void> {
  const digest = createHash('sha256').update(readFileSync(join(dist, 'main.js'))).digest('hex').slice(0, 12);
  const file = values.results ?? join(tmpdir(), `self-coding-replay-${digest}.jsonl`);
  const known = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Result) : [];
  const done = new Set(known.map(({ id }) => id));
  const wanted = readCases(data).filter(({ expected }) => values.only === undefined || expected === values.only).slice(0, values.limit === undefined ? undefined : Number(values.limit));
  const queue = wanted.filter(({ id }) => !done.has(id));
  console.log(`${wanted.length} answers, ${wanted.length - queue.length} known from ${file}`);
  const ran = queue.length;
  const results = known.flatMap((result) => wanted.filter(({ id }) => id === result.id).map(({ expected }) => ({ ...result, expected })));
  const started = performance.now();
  const jobs = Number(values.jobs ?? availableParallelism());
  await Promise.all(Array.from({ length: jobs }, () => work(queue, (result) => {
    results.push(result);
    appendFileSync(file, `${JSON.stringify(result)}\n`);
    if (isWrong(result)) console.log(`WRONG ${JSON.stringify(result)}`);
    if (results.length % 50 === 0) console.log(`${results.length} of ${wanted.length}, ${Math.round((performance.now() - started) / 1000)} s`);
  })));
  tell(results, { jobs, seconds: Math.round((performance.now() - started) / 1000), ran });
}

function isWrong({ expected, outcome, damage }: Result): boolean {
  return damage !== '' || (expected === 'good' ? outcome !== 'kept' : expected !== 'undetectable' && outcome === 'kept');
}

/** One worker: a repository and a model of its own. */
async function work(queue: ReplayCase[], report: (result: Result) => void): Promise<void> {
  const place = mkdtempSync(join(tmpdir(), 'self-coding-replay-'));
  const repository = join(place, 'repository');
  let current: ReplayCase | null = null;
  const server = await startModelServer({
    answer: () => ({ type: 'answer', ...current!.answer }),
    // With structured outputs an answer is JSON or nothing: the wrapped shapes come from endpoints without.
    structured: false,
  });
  try {
    makeReplayRepository(repository, readTasks(data));
    const base = git(repository, 'rev-parse', 'HEAD');
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      current = next;
      report(await runCase(next, { repository, base, server }));
      git(repository, 'reset', '-q', '--hard', base);
      git(repository, 'clean', '-qfdx', '-e', 'node_modules');
    }
  } finally {
    await server.close();
    rmSync(place, { recursive: true, force: true });
  }
}

interface Bench {
  readonly repository: string;
  readonly base: string;
  readonly server: ModelServer;
}

async function runCase(one: ReplayCase, { repository, base, server }: Bench): Promise<Result> {
  const command = `node --test ${testOf(one.task)}`;
  const started = performance.now();
  const log = await engine(repository, [
    'run', '--prompt', `${one.task.entry}: ${one.task.doc}`, '--target', targetOf(one.task), '--accept-command', command, '--test-command', command,
    '--base-url', server.url, '--model', 'loopback', '--model-options.repairs', '0', '--time-limits.accept', '5s', '--time-limits.test', '5s', '--state.store', 'none', '--publish', 'commit',
  ]);
  const ms = Math.round(performance.now() - started);
  const last = log.trimEnd().split('\n').at(-1) ?? '';
  const outcome = /^(Kept|Held|Reverted|Unchanged|Refused|Failed|Proved but not landed|Nothing to do|Not started)/.exec(last)?.[1]?.toLowerCase() ?? 'crashed';
  return { id: one.id, expected: one.expected, shape: one.shape, outcome, damage: damageOf(repository, base, outcome, targetOf(one.task)), reason: outcome === 'kept' ? '' : log.slice(-600), ms };
}

function damageOf(repository: string, base: string, outcome: string, target: string): string {
  const dirt = git(repository, 'status', '--porcelain', '--ignored').split('\n').filter((line) => line !== '!! node_modules/' && line !== '').join('\n');
  if (dirt !== '') return `left behind: ${dirt}`;
  const head = git(repository, 'rev-parse', 'HEAD');
  if (outcome !== 'kept') return head === base ? '' : `HEAD moved to ${head}`;
  const commits = git(repository, 'rev-list', '--count', `${base}..${head}`);
  const changed = git(repository, 'diff', '--name-only', base, head);
  return commits === '1' && changed === target ? '' : `${commits} commits change ${changed.replaceAll('\n', ', ')}`;
}

function engine(cwd: string, args: readonly string[]): Promise<string> {
  return new Promise((resolvePromise, reject) => {
    const child = spawn(process.execPath, [join(dist, 'cli.js'), ...args], { cwd, env: { ...process.env, SELF_CODING_API_KEY: 'no-key-is-needed' }, stdio: ['ignore', 'pipe', 'pipe'] });
    let log = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data_: Buffer) => { log += data_.toString(); });
    child.once('error', reject);
    child.once('close', () => { resolvePromise(log); });
  });
}

function tell(results: readonly Result[], how: { readonly jobs: number; readonly seconds: number; readonly ran: number }): void {
  const rate = (expected: ReplayCase['expected']): string => {
    const those = results.filter((result) => result.expected === expected);
    const kept = those.filter(({ outcome }) => outcome === 'kept').length;
    const [low, high] = wilson(kept, those.length);
    console.log(`${expected}: kept ${kept} of ${those.length} (95 % interval ${(low * 100).toFixed(1)} to ${(high * 100).toFixed(1)} %)`);
    return `${kept}/${those.length}`;
  };
  const [good, bad, undetectable, broken] = (['good', 'bad', 'undetectable', 'broken'] as const).map(rate);
  const times = results.map(({ ms }) => ms).sort((a, b) => a - b);
  const damaged = results.filter(({ damage }) => damage !== '').length;
  console.log(JSON.stringify({ bench: 'replay', goodKept: good, badKept: bad, undetectableKept: undetectable, brokenKept: broken, damaged, medianMs: times[Math.floor(times.length / 2)] ?? null, ...how }));
  if (results.some(isWrong)) process.exitCode = 1;
}
