/** Runs workflow files as they stand on a real runner: `act` in host mode, with its own cache server, and a remote that can be pushed to. */
import { jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { startGitHub, type GitHub } from './github-server.ts';
import { startGitServer } from './git-server.ts';
import { TOKEN } from './hosted.ts';
import { copyExample } from './job.ts';
import { excerptIn, withoutTimes } from './markdown.ts';
import { createBareRepository, createRepository, openRepository, type FileContents, type TestRepository } from './repository.ts';
import { DIST } from './runner.ts';
import { temporaryDirectory } from './temporary.ts';
import { TOOL_PATH } from './tools.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const ACT = join(ROOT, '.ci/bin/act');

export const ENGINE = 'your-org/self-coding-engine@v0.1.0';
const UPLOAD = 'actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a';

/** One step of one job, as the runner saw it. */
export interface ActStep {
  readonly job: string;
  readonly id: string;
  readonly name: string;
  readonly stage: string;
  /** `null`: it was still running at the end. */
  readonly result: 'success' | 'failure' | 'skipped' | null;
  /** Lines that the runner did not obey. */
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** Workflow commands that the runner obeyed or passed on, such as `group recover`; without outputs. */
  readonly commands: readonly string[];
}

export interface ActRun {
  readonly exitCode: number | null;
  readonly steps: readonly ActStep[];
  /** Every line that a reader of the job's log sees. */
  readonly log: string;
  /** What act wrote, for a failing test. */
  readonly raw: string;
}

export interface ActOptions {
  readonly inputs?: Readonly<Record<string, string>>;
  /** `act --env`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Called with everything written so far whenever act writes; `interrupt` cancels the job as a person at the keyboard does. */
  readonly watch?: (raw: string, interrupt: () => void) => void;
}

export interface ActPlace {
  /** Everything of this test lies below. */
  readonly directory: string;
  /** What is checked out; its `origin` is the bare repository, on disk or behind a git server that asks for the token. */
  readonly repository: TestRepository;
  readonly bare: TestRepository;
  readonly github: GitHub;
  readonly act: (event: string, options?: ActOptions) => Promise<ActRun>;
  /** Files of an uploaded artifact, by name. */
  readonly artifact: (name: string) => ReadonlyMap<string, string>;
}

export interface ActSample {
  readonly example?: 'javascript' | 'typescript' | 'python';
  /** Files of `examples/workflows`. */
  readonly workflows?: readonly string[];
  readonly files?: FileContents;
  /** Name of the directory that everything lies in. act itself cannot start `run:` steps below one with a blank. Default: one with a letter that is not ASCII. */
  readonly named?: string;
  /** `origin` is a git server on loopback that knows the token only; otherwise a directory. */
  readonly served?: boolean;
}

/** Closes what each test opened, and shows what act wrote where a test failed. */
export function actPlaces(): (sample: ActSample) => Promise<ActPlace> {
  const open: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close();
  });
  return async (sample) => {
    const temporary = await temporaryDirectory();
    open.push(() => temporary.remove());
    const directory = join(temporary.path, sample.named ?? 'läufer');
    const repository = makeSample(directory, sample);
    const bare = join(directory, 'remote/octo/sample.git');
    createBareRepository(bare);
    repository.git('push', '-q', bare, 'main');
    repository.git('remote', 'add', 'origin', bare);
    if (sample.served === true) {
      const server = await startGitServer({ root: join(directory, 'remote'), token: TOKEN });
      open.push(() => server.close());
      repository.git('remote', 'set-url', 'origin', `${server.url}/octo/sample.git`);
    }
    const github = await startGitHub({ owner: 'octo', repo: 'sample', token: TOKEN, bare });
    open.push(async () => { await github.close(); expect(github.violations).toEqual([]); });
    placeActions(directory);
    return {
      directory, repository, github, bare: openRepository(bare),
      act: (event, options = {}) => startAct(event, { directory, repository, github }, options),
      artifact: (name) => filesIn(join(directory, 'artifacts', name)),
    };
  };
}

function makeSample(directory: string, { example, workflows = [], files = {} }: ActSample): TestRepository {
  const path = join(directory, 'sample');
  mkdirSync(path, { recursive: true });
  if (example !== undefined) copyExample(example, path);
  const shown = workflows.map((name) => [`.github/workflows/${name}`, readFileSync(join(ROOT, 'examples/workflows', name))] as const);
  return createRepository(path, { ...Object.fromEntries(shown), ...files });
}

/** What a runner would fetch: the engine as it is committed, and stand-ins for actions that talk to services of GitHub. */
function placeActions(directory: string): void {
  mkdirSync(join(directory, 'engine'));
  cpSync(join(ROOT, 'action.yml'), join(directory, 'engine/action.yml'));
  cpSync(DIST, join(directory, 'engine/dist'), { recursive: true });
  cpSync(join(ROOT, '__tests__/fixtures/actions/upload-artifact'), join(directory, 'upload-artifact'), { recursive: true });
}

type Where = Pick<ActPlace, 'directory' | 'repository' | 'github'>;

function argumentsOf(event: string, { directory, github }: Where, { inputs = {}, env = {} }: ActOptions): readonly string[] {
  // act has no event of its own for an origin that is not on github.com: the name of the repository is given.
  const environment = { GITHUB_REPOSITORY: 'octo/sample', GITHUB_API_URL: github.apiUrl, GITHUB_GRAPHQL_URL: github.graphqlUrl, ARTIFACTS: join(directory, 'artifacts'), ...env };
  return [
    event, '--json', '--pull=false', '-P', 'ubuntu-latest=-self-hosted', '-s', 'GITHUB_TOKEN', '--actor', 'ada',
    '--local-repository', `${ENGINE}=${join(directory, 'engine')}`, '--local-repository', `${UPLOAD}=${join(directory, 'upload-artifact')}`,
    '--action-cache-path', join(directory, 'act'), '--cache-server-addr', '127.0.0.1', '--cache-server-path', join(directory, 'cache'),
    ...Object.entries(inputs).flatMap(([name, value]) => ['--input', `${name}=${value}`]),
    ...Object.entries(environment).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
  ];
}

/** A job that hangs is ended before the test's own limit, so that its output is seen. */
const LIMIT_MS = 140_000;

// Up to two runs of act in a test; a limit against hanging, for a machine that is busy with other things.
jest.setTimeout(2 * LIMIT_MS + 20_000);

async function startAct(event: string, where: Where, options: ActOptions): Promise<ActRun> {
  const { directory, repository } = where;
  if (!existsSync(ACT)) throw new Error(`${ACT} is missing: run scripts/install-act.sh`);
  const home = join(directory, 'home');
  mkdirSync(home, { recursive: true });
  // act starts whatever `node` it finds first: it must be the one that the Action asks for.
  const path = [dirname(process.execPath), TOOL_PATH].join(delimiter);
  const env = { PATH: path, HOME: home, LANG: 'C.UTF-8', GITHUB_TOKEN: TOKEN, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  const child = spawn(ACT, [...argumentsOf(event, where, options)], { cwd: repository.path, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let raw = '';
  const read = (chunk: string): void => {
    raw += chunk;
    options.watch?.(raw, () => { child.kill('SIGINT'); });
  };
  child.stdout.setEncoding('utf8').on('data', read);
  child.stderr.setEncoding('utf8').on('data', read);
  const limit = setTimeout(() => { child.kill('SIGKILL'); }, LIMIT_MS);
  const exitCode = await new Promise<number | null>((done, fail) => { child.on('error', fail).on('close', done); });
  clearTimeout(limit);
  const run = { exitCode, ...readLog(raw), raw };
  keepLog(event, run);
  return run;
}

/** Where the output of the last runs is kept, for a test that fails. */
const LOGS = join(ROOT, '.ci/act');
const runsOf = new Map<string, number>();

function keepLog(event: string, run: ActRun): void {
  const test = expect.getState().currentTestName ?? 'a test';
  const name = test.toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, 60);
  mkdirSync(LOGS, { recursive: true });
  const number = (runsOf.get(name) ?? 0) + 1;
  runsOf.set(name, number);
  writeFileSync(join(LOGS, `${name}-${number}-${event}.log`), `${test}\n\n${asText(run)}\n`);
}

/** As act would have written it for people; summaries where they were given. */
function asText({ exitCode, raw }: ActRun): string {
  const lines = raw.split('\n').map((line) => {
    if (!line.startsWith('{')) return line;
    const { job, msg, content, command } = JSON.parse(line) as Line;
    return `[${job ?? 'act'}] ${command === 'summary' ? content ?? '' : (msg ?? '').trimEnd()}`;
  });
  return `${lines.join('\n').trimEnd()}\nact ended with ${exitCode ?? 'a signal'}`;
}

interface Line {
  readonly job?: string;
  readonly step?: string;
  readonly stage?: string;
  readonly stepID?: readonly string[];
  readonly stepResult?: 'success' | 'failure' | 'skipped';
  readonly msg?: string;
  readonly raw_output?: boolean;
  readonly command?: string;
  readonly name?: string;
  readonly arg?: string;
  readonly content?: string;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function readLog(raw: string): Pick<ActRun, 'steps' | 'log'> {
  const lines = raw.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Line);
  const steps = new Map<string, Mutable<Omit<ActStep, 'outputs' | 'commands'>> & { readonly outputs: Record<string, string>; readonly commands: string[] }>();
  for (const line of lines) {
    const { job, step, stage, stepID } = line;
    if (job === undefined || step === undefined || stage === undefined || stepID === undefined) continue;
    const key = JSON.stringify([job, stepID, stage]);
    const entry = steps.get(key) ?? { job, id: stepID.join('/'), name: step, stage, result: null, log: '', outputs: {}, summary: '', commands: [] };
    steps.set(key, entry);
    if (line.raw_output === true) entry.log += line.msg ?? '';
    else if (line.command === 'summary') entry.summary = line.content ?? '';
    else if (line.command === 'set-output') entry.outputs[line.name ?? ''] = line.arg ?? '';
    else if (line.command !== undefined) entry.commands.push(`${line.command} ${line.arg ?? ''}`.trim());
    if (line.stepResult !== undefined) entry.result = line.stepResult;
  }
  // What act says about a mask holds the secret in a field that no reader of a log sees.
  const log = lines.flatMap(({ msg, content, arg, command }) => [msg ?? '', content ?? '', command === 'add-mask' ? '' : arg ?? '']).join('\n');
  return { steps: [...steps.values()], log };
}

function filesIn(directory: string): ReadonlyMap<string, string> {
  if (!existsSync(directory)) return new Map();
  return new Map(readdirSync(directory).sort().map((name) => [name, readFileSync(join(directory, name), 'utf8')]));
}

/** The engine's step of a job, `Main` unless another stage is named. Fails with everything act wrote where it is missing. */
export function engineStep({ steps, raw }: ActRun, { stage = 'Main', job }: { readonly stage?: string; readonly job?: string } = {}): ActStep {
  const found = steps.find((step) => step.name === ENGINE && step.stage === stage && (job === undefined || step.job.includes(job)));
  if (found === undefined) throw new Error(`no step ${stage} ${ENGINE} in:\n${raw}`);
  return found;
}

/** Expects a run's end, and shows what act wrote where it is another one. */
export function expectExit(run: ActRun, exitCode: number): void {
  if (run.exitCode !== exitCode) throw new Error(`act ended with ${run.exitCode ?? 'a signal'}, not ${exitCode}:\n${asText(run)}`);
}

/** Expects that this step printed what a page shows of its log and summary: each line, but for durations and what the page leaves out. */
export function expectShown({ log, commands, summary }: ActStep, page: string, names: readonly string[] = ['log', 'summary']): void {
  const groups = commands.filter((command) => command.startsWith('group ')).map((command) => command.slice('group '.length));
  const printed = [log, ...groups, summary].join('\n').split('\n').map(withoutTimes);
  const shown = names.flatMap((name) => excerptIn(page, name));
  const isPrinted = (line: string): boolean => (line.endsWith(' …') ? printed.some((each) => each.startsWith(line.slice(0, -2))) : printed.includes(line));
  expect(shown.filter((line) => !isPrinted(line))).toEqual([]);
}
