/**
 * A repository of 100,000 files (seven in ten are source: JavaScript, TypeScript and Python, in 2,000 directories) through the built
 * command line: `suggest` with nothing known, the same again, and a whole run that lands a requested helper. Time, and the memory of the
 * process at its highest. The repository is made with `git fast-import`.
 *
 *     npm run bench:large -- [files, default 100000]
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createLargeRepository } from './large-repository.ts';
import { countOf } from './timing.ts';

const files = countOf(process.argv[2], 100_000, 'files');
const cli = join(process.env['SELF_CODING_DIST'] ?? resolve(import.meta.dirname, '../dist'), 'cli.js');
const place = mkdtempSync(join(tmpdir(), 'self-coding-bench-'));
try {
  await measure(join(place, 'repository'));
} finally {
  rmSync(place, { recursive: true, force: true });
}

interface Measured {
  readonly seconds: number;
  readonly peakMegabytes: number;
}

async function measure(repository: string): Promise<void> {
  mkdirSync(repository);
  await createLargeRepository(repository, files);
  const status = seconds(() => { execFileSync('git', ['status', '--porcelain'], { cwd: repository }); });
  const search = ['suggest', '--prompt', 'pad a number with zeros'];
  const results = {
    cold: run(repository, search), warm: run(repository, search),
    whole: run(repository, ['run', '--prompt', 'Text in capitals as `shout`', '--target', 'src/text.js', '--accept-command', 'node accept.mjs', '--test-command', 'node test.mjs', '--lint-command', 'none', '--replay-file', 'answers.jsonl']),
    found: run(repository, ['run', '--kinds', 'extract', '--test-command', 'node test.mjs', '--lint-command', 'none', '--publish', 'patch']),
  };
  for (const [name, { seconds: took, peakMegabytes }] of Object.entries(results)) console.log(`${name}: ${took} s, ${peakMegabytes} MB`);
  console.log(JSON.stringify({ bench: 'large', files, gitStatusSeconds: status, ...results }));
}

function run(repository: string, args: readonly string[]): Measured {
  const env = { PATH: process.env['PATH'], HOME: place, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.com', GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.com' };
  const started = performance.now();
  // The kernel keeps the highest mark of the children that ended.
  const timed = ['-c', 'import resource,subprocess,sys; code=subprocess.call(sys.argv[1:]); print("peak", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(code)', process.execPath, cli, ...args];
  const { status, stdout, stderr } = spawnSync('python3', timed, { cwd: repository, env, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`${args.join(' ')} exited with ${String(status)}:\n${stdout.slice(-4000)}${stderr}`);
  return { seconds: rounded((performance.now() - started) / 1000), peakMegabytes: Math.round(Number(/^peak (\d+)$/m.exec(stdout)![1]) / 1024) };
}

function seconds(action: () => void): number {
  const started = performance.now();
  action();
  return rounded((performance.now() - started) / 1000);
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
