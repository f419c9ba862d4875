/**
 * What the engine adds to a repository's own commands: a whole run of the built command line (survey, plan, baseline,
 * candidates, probes, records, state) on a generated repository, in which three modules share a copy that is found,
 * replaced, proved and kept. The test command's whole life is taken off as its parent sees it; everything else is overhead, process start included.
 * An empty Node process is timed beside it: the speed of the machine at that moment.
 * Cold: nothing is known; the time of parsing the same files is taken off. Warm: index and history are there.
 *
 *     npm run bench:overhead -- [rounds, default 5] [files, default 1000]
 */
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createSyntax } from '../src/adapters/syntax.ts';
import { LANGUAGES } from '../src/core/model/code.ts';
import { languageOf } from '../src/core/syntax/language.ts';
import { makeRepository } from './repository.ts';
import { countOf, figures, timeNode } from './timing.ts';

const rounds = countOf(process.argv[2], 5, 'rounds');
const count = countOf(process.argv[3], 1_000, 'files');
const dist = process.env['SELF_CODING_DIST'] ?? resolve(import.meta.dirname, '../dist');

interface Run {
  readonly overheadMs: number;
  /** Processor time of engine, git and commands, less what the commands lived. */
  readonly cpuMs: number;
  readonly commandsMs: number;
  readonly commands: number;
  readonly phases: string;
}

const place = mkdtempSync(join(tmpdir(), 'self-coding-bench-'));
try {
  await measure(makeRepository(join(place, 'original'), count));
} finally {
  rmSync(place, { recursive: true, force: true });
}

async function measure(original: string): Promise<void> {
  const parsing: number[] = [];
  const node: number[] = [];
  const cold: Run[] = [];
  const warm: Run[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const repository = join(place, `round-${round}`);
    cpSync(original, repository, { recursive: true });
    node.push(timeNode(['-e', '0']).ms);
    cold.push(runOn(repository));
    warm.push(runOn(repository));
    parsing.push(await parseAll(original));
    rmSync(repository, { recursive: true, force: true });
  }
  const parsingMs = figures(parsing).medianMs;
  const [coldMs, warmMs] = [cold, warm].map((runs) => figures(runs.map(({ overheadMs }) => overheadMs))) as [ReturnType<typeof figures>, ReturnType<typeof figures>];
  const [coldCpu, warmCpu] = [cold, warm].map((runs) => figures(runs.map(({ cpuMs }) => cpuMs)).medianMs) as [number, number];
  const last = { cold: cold.at(-1)!, warm: warm.at(-1)! };
  console.log(`${count} files, ${last.cold.commands} commands of ${Math.round(last.cold.commandsMs / last.cold.commands)} ms; parsing alone ${parsingMs} ms`);
  console.log(`cold: ${coldMs.medianMs} ms beside the commands, ${coldMs.medianMs - parsingMs} ms beyond parsing; phases with commands: ${last.cold.phases}`);
  console.log(`warm: ${warmMs.medianMs} ms beside the commands; phases with commands: ${last.warm.phases}`);
  console.log(JSON.stringify({ bench: 'overhead', rounds, files: count, commands: last.cold.commands, node: figures(node), parsingMs, cold: coldMs, coldBeyondParsingMs: coldMs.medianMs - parsingMs, coldCpuMs: coldCpu, warm: warmMs, warmCpuMs: warmCpu }));
}

function runOn(repository: string): Run {
  const log = join(place, 'commands.log');
  writeFileSync(log, '');
  const { ms, cpuMs, stdout } = timeNode([join(dist, 'cli.js'), 'run', '--publish', 'patch'], { cwd: repository, env: { ...process.env, BENCH_LOG: log } });
  if (!/^Kept 1 of/m.test(stdout)) throw new Error(`The run kept nothing:\n${stdout}`);
  const times = readFileSync(log, 'utf8').trim().split('\n').map(Number);
  const commandsMs = times.reduce((sum, one) => sum + one, 0);
  const records = join(repository, '.git/self-coding/records');
  const phases = /time: (.*)/.exec(readFileSync(join(records, 'summary.md'), 'utf8'))?.[1] ?? '';
  if (!readdirSync(records).some((name) => name.endsWith('.patch'))) throw new Error('The run wrote no patch.');
  return { overheadMs: ms - commandsMs, cpuMs: cpuMs - commandsMs, commandsMs, commands: times.length, phases };
}

/** Every file parsed and copied once, as building the index does it. */
async function parseAll(repository: string): Promise<number> {
  const syntax = createSyntax();
  const files = readdirSync(join(repository, 'src'), { recursive: true, encoding: 'utf8' }).flatMap((path) => {
    const language = languageOf(path);
    return language === null ? [] : [{ language, text: readFileSync(join(repository, 'src', path), 'utf8') }];
  });
  const start = performance.now();
  await syntax.load(LANGUAGES);
  for (const { language, text } of files) syntax.parse(language, text, () => undefined);
  return performance.now() - start;
}
