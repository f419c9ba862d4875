/**
 * What the engine adds to the commands of each sample repository: a whole run of the built command line for one helper (survey, setup,
 * baseline, a recorded answer, its checks, a probe, records, state), less the life of every command of the repository, as its parent sees it.
 * The commands are those that detection finds, with the real toolchains. An empty Node process is timed beside it: the speed of the machine at that moment. Cold: a fresh clone. Warm: the same again, index and history are there.
 *
 *     npm run bench:languages -- [rounds, default 3] [samples, default all]
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { countOf, figures, timeNode } from './timing.ts';

interface Sample {
  readonly target: string;
  readonly name: string;
  readonly code: string;
}

const SAMPLES: Readonly<Record<string, Sample>> = {
  javascript: { target: 'src/dates.js', name: 'yearOf', code: '/** The year, in UTC. */\nexport function yearOf(date) {\n  return date.getUTCFullYear();\n}' },
  python: { target: 'src/ledgerkit/entry.py', name: 'texts', code: 'def texts(entries: list[Entry]) -> list[str]:\n    """What was booked."""\n    return [entry.text for entry in entries]' },
  go: { target: 'parcel/parcel.go', name: 'Litres', code: '// Litres is the volume of a parcel in litres.\nfunc Litres(p Parcel) float64 {\n\treturn float64(p.Length*p.Width*p.Height) / 1e6\n}' },
  rust: { target: 'src/cue.rs', name: 'lines', code: '/// Lines of a cue.\npub fn lines(cue: &Cue) -> usize {\n    cue.text.lines().count()\n}' },
  java: { target: 'src/main/java/org/example/shelf/CallNumber.java', name: 'isWhole', code: '/** True for numbers without a fraction. */\npublic static boolean isWhole(CallNumber callNumber) {\n    return callNumber.number() == Math.rint(callNumber.number());\n}' },
};

const rounds = countOf(process.argv[2], 3, 'rounds');
const wanted = process.argv.length > 3 ? process.argv.slice(3) : Object.keys(SAMPLES);
const dist = process.env['SELF_CODING_DIST'] ?? resolve(import.meta.dirname, '../dist');
const place = mkdtempSync(join(tmpdir(), 'self-coding-bench-'));
const log = join(place, 'commands.log');

interface Run {
  readonly overheadMs: number;
  readonly commandsMs: number;
  readonly commands: number;
}

try {
  writeClock();
  const node: number[] = [];
  const results = wanted.map((name) => {
    node.push(timeNode(['-e', '0']).ms);
    return measure(name, SAMPLES[name] ?? unknown(name));
  });
  console.log(JSON.stringify({ bench: 'languages', rounds, node: figures(node), results }));
} finally {
  rmSync(place, { recursive: true, force: true });
}

function unknown(name: string): never {
  throw new Error(`There is no sample called ${name}; there are ${Object.keys(SAMPLES).join(', ')}.`);
}

/** The engine starts each command through a `bash` of the search path: this one notes how long the real one lived, in milliseconds. */
function writeClock(): void {
  const path = join(place, 'bin/bash');
  mkdirSync(join(place, 'bin'));
  writeFileSync(path, `#!/bin/bash
[ "$1" = --noprofile ] || exec /bin/bash "$@"
start=\${EPOCHREALTIME/./}
/bin/bash "$@"
status=$?
echo "$(( (\${EPOCHREALTIME/./} - start) / 1000 ))" >> '${log}'
exit $status
`);
  chmodSync(path, 0o755);
}

function measure(name: string, sample: Sample): unknown {
  const cold: Run[] = [];
  const warm: Run[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const repository = fresh(name, sample);
    cold.push(runOn(repository, sample));
    warm.push(runOn(repository, sample));
    rmSync(repository, { recursive: true, force: true });
  }
  const told = (runs: readonly Run[]): { readonly overhead: ReturnType<typeof figures>; readonly commandsMs: number; readonly commands: number } =>
    ({ overhead: figures(runs.map(({ overheadMs }) => overheadMs)), commandsMs: figures(runs.map(({ commandsMs }) => commandsMs)).medianMs, commands: runs.at(-1)!.commands });
  const result = { sample: name, cold: told(cold), warm: told(warm) };
  const line = ({ overhead, commandsMs, commands }: ReturnType<typeof told>): string => `${overhead.medianMs} ms beside ${commands} commands of ${commandsMs} ms`;
  console.log(`${name}: cold ${line(result.cold)}; warm ${line(result.warm)}`);
  return result;
}

/** A clone with a recorded answer; the accept command looks for the name, so that it costs next to nothing. */
function fresh(name: string, { target, name: helper, code }: Sample): string {
  const path = join(place, name);
  cpSync(resolve(import.meta.dirname, '../examples', name), path, { recursive: true, filter: (source) => !/\/(node_modules|target|\.venv|__pycache__|\.\w+_cache)$/.test(source) });
  const answer = JSON.stringify({ explanation: 'As asked for.', edits: [{ insert: code, name: helper, path: target }] });
  mkdirSync(join(path, '.github'), { recursive: true });
  writeFileSync(join(path, '.github/answers.jsonl'), `${JSON.stringify({ prompt: '*', answer })}\n`);
  writeFileSync(join(path, '.github/self-coding.yml'), 'replay-file: .github/answers.jsonl\n');
  const git = (...args: readonly string[]): unknown => execFileSync('git', args, { cwd: path, stdio: 'ignore' });
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('-c', 'user.name=Bench', '-c', 'user.email=bench@example.org', 'commit', '-q', '-m', name);
  return path;
}

function runOn(repository: string, { target, name }: Sample): Run {
  writeFileSync(log, '');
  const args = ['run', '--publish', 'patch', '--prompt', `Write it as \`${name}\``, '--target', target, '--accept-command', `grep -q ${name} ${target}`];
  const { ms, stdout } = timeNode([join(dist, 'cli.js'), ...args], { cwd: repository, env: { ...process.env, PATH: `${join(place, 'bin')}:${process.env['PATH'] ?? ''}` } });
  if (!/^(Kept|Held) 1 of 1/m.test(stdout)) throw new Error(`The run kept nothing:\n${stdout}`);
  const times = readFileSync(log, 'utf8').split('\n').filter(Boolean).map(Number);
  const commandsMs = times.reduce((sum, one) => sum + one, 0);
  return { overheadMs: ms - commandsMs, commandsMs, commands: times.length };
}
