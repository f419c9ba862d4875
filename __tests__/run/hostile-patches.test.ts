/** No patch that the guard refuses ever reaches a command: whole runs on a real repository, with a shell that looks at the tree before each command. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Kind, Proposals } from '../../src/core/kinds/kind.ts';
import type { Attempt } from '../../src/core/model/patch.ts';
import type { RunReport } from '../../src/core/model/run-report.ts';
import type { Settings } from '../../src/core/model/settings.ts';
import type { Task } from '../../src/core/model/task.ts';
import type { GenerationRequest, Generator, Shell } from '../../src/core/ports.ts';
import { run } from '../../src/run/run.ts';
import type { RunPorts } from '../../src/run/session.ts';
import { findPlace } from '../../src/wiring-place.ts';
import { openPorts } from '../../src/wiring.ts';
import { BASE, EXECUTABLE, LINKS, SUBMODULE, UNTRACKED, type Patch } from '../fixtures/guard/base.ts';
import { CONTENTS } from '../fixtures/guard/contents.ts';
import { PLACES } from '../fixtures/guard/places.ts';
import { candidateOf } from '../support/hostile-patches.ts';
import { createRepository } from '../support/repository.ts';
import { temporaryDirectories } from '../support/temporary.ts';
import { snapshotOf } from '../support/tree-snapshot.ts';

const directories = temporaryDirectories();

interface Scene {
  readonly path: string;
  readonly outside: string;
}

/** The corpus' repository with its links, submodule and untracked file; its tests take milliseconds. */
async function scene(): Promise<Scene> {
  const outside = await directories.make();
  const path = join(outside, 'repository');
  const repository = createRepository(path, { ...BASE, [EXECUTABLE]: 'echo\n', 'check.mjs': "import { weigh } from './src/weigh.js';\n\nif (weigh([{ grams: 2 }]) !== 2) process.exit(1);\n" }, [EXECUTABLE]);
  for (const [link, target] of Object.entries(LINKS)) symlinkSync(target, join(path, link));
  mkdirSync(join(path, SUBMODULE));
  repository.git('add', '-A');
  repository.git('update-index', '--add', '--cacheinfo', `160000,${repository.git('rev-parse', 'HEAD')},${SUBMODULE}`);
  repository.git('commit', '-q', '-m', 'links');
  mkdirSync(dirname(join(path, UNTRACKED)), { recursive: true });
  writeFileSync(join(path, UNTRACKED), 'draft\n');
  return { path, outside };
}

interface Ran {
  readonly report: RunReport;
  /** For each command of the repository, the paths in which the tree differed from the base. */
  readonly seen: readonly (readonly string[])[];
  readonly before: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, string>>;
}

/** One run, with everything real but the shell, which looks before it runs, and what the caller replaces. */
async function ran({ path, outside }: Scene, more: Partial<Settings>, replaced: Partial<RunPorts>): Promise<Ran> {
  const environment = { PATH: process.env['PATH'] ?? '', HOME: outside, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
  const quiet = { group: <T>(_: string, action: () => Promise<T>) => action(), info: () => undefined, warning: () => undefined, error: () => undefined, summary: () => Promise.resolve(), mask: () => undefined };
  const surroundings = {
    surface: 'cli', runner: null, environment, directory: path, problems: [], reporter: quiet, cancelled: new AbortController().signal,
    given: { 'test-command': 'node check.mjs', 'lint-command': 'none', 'setup-command': 'none', paths: '!docs/', publish: 'patch' },
  } as const;
  const place = await findPlace(surroundings);
  const { ports, dispose } = await openPorts(surroundings, place);
  const before = snapshotOf(path);
  const seen: string[][] = [];
  const shell: Shell = {
    run: (spec) => {
      const now = snapshotOf(path);
      seen.push([...new Set([...Object.keys(before), ...Object.keys(now)])].filter((name) => !name.startsWith('.git/') && before[name] !== now[name]));
      return ports.shell.run(spec);
    },
  };
  try {
    const report = await run({ ...place.read.settings, maxTasks: 1000, ...more }, { ...ports, shell, ...replaced });
    return { report, seen, before, after: snapshotOf(path) };
  } finally {
    await dispose();
  }
}

const backlogOf = (patches: readonly Patch[], acceptCommand: string | null): Settings['backlog'] => patches.map(({ name }, index) => ({ id: `patch-${index}`, prompt: `${name} (patch-${index})`, target: 'src/weigh.js', acceptCommand }));
const numberOf = (text: string): number => Number(/patch-(\d+)/.exec(text)![1]);

function ruleOf({ verdict }: Attempt): readonly string[] {
  return (verdict?.reasons ?? []).map(({ metric }) => metric ?? '');
}

const isRefused = ({ expected }: Patch): boolean => expected !== 'clean' && 'refused' in expected;

test('every refused patch of the corpus is told with rule, path, problem and remedy, and no command sees any of it', async () => {
  const refused = [...PLACES, ...CONTENTS].filter(isRefused);
  const control: Patch = { name: 'a change that is tried', edits: [{ path: 'src/weigh.js', after: BASE['src/weigh.js']!.replace('+=', '-=') }], expected: 'clean' };
  const patches = [...refused, control];
  async function* propose(task: Task): Proposals {
    await Promise.resolve();
    yield { type: 'candidate', candidate: candidateOf(patches[numberOf(task.id)]!, task.id) };
  }
  const kind: Kind = { name: 'helper', find: () => Promise.resolve([]), propose, prove: () => Promise.resolve(null) };
  const { report, seen, before, after } = await ran(await scene(), { backlog: backlogOf(patches, null) }, { kinds: [kind], generator: null });
  expect(report.failure).toBeNull();
  const byNumber = new Map(report.attempts.map((attempt) => [numberOf(attempt.task.id), attempt]));
  for (const [index, patch] of refused.entries()) {
    const attempt = byNumber.get(index)!;
    const rule = patch.expected !== 'clean' && 'refused' in patch.expected ? patch.expected.refused : '';
    expect([patch.name, attempt.outcome, ruleOf(attempt)]).toEqual([patch.name, 'refused', expect.arrayContaining([`guard: ${rule}`])]);
    const told = attempt.verdict!.reasons.find(({ metric }) => metric === `guard: ${rule}`)!;
    const paths = patch.edits.map(({ path }) => path);
    expect([...paths, '']).toContain(told.after);
    expect([told.text, told.wouldPass]).toEqual([expect.stringMatching(/\. /), expect.stringMatching(/\.$/)]);
    expect(attempt.patch!.after).toBeNull();
  }
  // The one that is tried shows that the shell would have noticed.
  expect(byNumber.get(refused.length)!.outcome).toBe('reverted');
  const changed = seen.filter((paths) => paths.length > 0);
  expect(changed.length).toBeGreaterThan(0);
  expect(changed.every((paths) => paths.join() === 'src/weigh.js')).toBe(true);
  expect(after).toEqual(before);
}, 300_000);

/** Hostile answers of a model: one good function, and something that comes along with it. */
const ALONG: readonly { readonly name: string; readonly edit: Readonly<Record<string, string>>; readonly outcome: 'refused' | 'not applied' }[] = [
  { name: 'outside of the root', edit: { path: '../outside.js', content: 'export {};\n' }, outcome: 'not applied' },
  { name: 'a password file', edit: { path: '/etc/passwd', search: 'root', replace: 'toor' }, outcome: 'not applied' },
  { name: 'through a link', edit: { path: 'src/outside/passwd', content: 'x\n' }, outcome: 'not applied' },
  { name: 'a link', edit: { path: 'src/passwd.js', search: 'root', replace: 'toor' }, outcome: 'not applied' },
  { name: 'git', edit: { path: '.git/hooks/pre-commit', content: 'x\n' }, outcome: 'not applied' },
  { name: 'git, read', edit: { path: '.git/config', search: '[core]', replace: '[evil]' }, outcome: 'not applied' },
  { name: 'an untracked file, read', edit: { path: UNTRACKED, search: 'draft', replace: 'x' }, outcome: 'not applied' },
  { name: 'a manifest', edit: { path: 'package.json', content: '{ "name": "evil" }\n' }, outcome: 'refused' },
  { name: 'a workflow', edit: { path: '.github/workflows/ci.yml', content: 'on: pull_request_target\n' }, outcome: 'refused' },
  { name: 'a planted conftest', edit: { path: 'tests/conftest.py', content: 'x = 1\n' }, outcome: 'refused' },
  { name: 'a planted configuration', edit: { path: 'jest.config.js', content: 'export default {};\n' }, outcome: 'refused' },
  { name: 'a weakened test', edit: { path: 'test/weigh.test.js', search: ', 5)', replace: ', 6)' }, outcome: 'refused' },
  { name: 'a replaced assertion', edit: { path: 'src/label.js', search: '/** Text', replace: 'console.assert = () => {};\n/** Text' }, outcome: 'refused' },
  { name: 'a suppression', edit: { path: 'src/label.js', search: '/** Text', replace: '/* eslint-disable */\n/** Text' }, outcome: 'refused' },
  { name: 'a hidden character', edit: { path: 'src/label.js', search: ' g`', replace: ' \u202Eg`' }, outcome: 'refused' },
  { name: 'a backslash', edit: { path: 'src\\x.js', content: 'export {};\n' }, outcome: 'refused' },
  { name: 'a stream', edit: { path: 'package.json::$DATA', content: '{}\n' }, outcome: 'refused' },
  { name: 'other case', edit: { path: 'src/LABEL.js', content: 'export {};\n' }, outcome: 'refused' },
];

test('what a model answers is refused, or not even applied, and no command sees any of it', async () => {
  const generate = ({ taskId, promptHash }: GenerationRequest): ReturnType<Generator['generate']> => {
    const { edit } = ALONG[numberOf(taskId)]!;
    const edits = [{ path: 'src/weigh.js', insert: `/** Twice the grams. */\nexport function doubled${numberOf(taskId)}(items) {\n  return 2 * weigh(items);\n}\n`, name: `doubled${numberOf(taskId)}` }, { path: `test/doubled${numberOf(taskId)}.test.js`, content: `import assert from 'node:assert/strict';\nimport { doubled${numberOf(taskId)} as doubled } from '../src/weigh.js';\n\nassert.equal(doubled([]), 0);\n` }, edit];
    return Promise.resolve({ type: 'answer', text: JSON.stringify({ edits }), tokens: promptHash.length, cost: 0 });
  };
  const backlog = ALONG.map((_, index) => ({ id: `patch-${index}`, prompt: `Twice the grams as \`doubled${index}\` of wzzq`, target: 'src/weigh.js', acceptCommand: null }));
  const place = await scene();
  const { report, seen, before, after } = await ran(place, { backlog, repairs: 0 }, { generator: { id: { name: 'replay', model: null }, generate } });
  expect(report.failure).toBeNull();
  for (const [index, { name, outcome, edit }] of ALONG.entries()) {
    const attempt = report.attempts.find(({ task }) => numberOf(task.id) === index)!;
    const text = attempt.reasons.join(' ');
    expect([name, outcome === 'refused' ? attempt.outcome : attempt.patch, text]).toEqual([name, outcome === 'refused' ? 'refused' : null, expect.stringContaining(edit['path']!.slice(0, 8))]);
    // Nothing of what lies there is told: neither to the model nor to anybody else.
    expect(JSON.stringify([attempt.reasons, attempt.interactions])).not.toMatch(/root:x:|repositoryformatversion/);
  }
  expect(seen.flat()).toEqual([]);
  expect(after).toEqual(before);
}, 300_000);
