import { blobIdOf } from '../../../src/core/change/edits.ts';
import { backlogLine, budgetLine, cacheLines, commandLines, diagnosisLines, diagnosisText, forgeLines, machineLines, priceLine, pushLine, repositoryLines, settingsLines, stateLines, tokenLine, type Machine } from '../../../src/core/report/doctor.ts';
import type { CheckPlan } from '../../../src/core/model/check.ts';
import type { Budget } from '../../../src/core/model/settings.ts';

const GIB = 1024 ** 3;
const MACHINE: Machine = { surface: 'action', node: '24.1.0', hidesSecrets: true, git: 'git version 2.39.5', hasToken: true, cache: { url: true, token: true, mode: '', tar: true, zstd: true }, freeBytes: 10 * GIB };
const HEAD = { commit: blobIdOf('x'), tree: blobIdOf('y'), ref: 'refs/heads/main', shallow: false };
const statuses = (lines: readonly { readonly status: string }[]): readonly string[] => lines.map(({ status }) => status);
const NO_BUDGET = { tokens: null, cost: null, calls: null, timeMs: null };
const plan: CheckPlan = { role: 'test', name: 'test', command: 'pytest', tool: 'pytest', directory: '', timeoutMs: 1, reports: [], env: {}, why: 'pyproject.toml' };

test('what is not good has a remedy; what is good has none', () => {
  const all = [
    ...machineLines(MACHINE), ...machineLines({ ...MACHINE, hidesSecrets: false, git: null, freeBytes: 1 }), ...machineLines({ ...MACHINE, git: 'git version 2.20.1' }),
    ...settingsLines([{ setting: 'threshold', value: '-1', problem: 'is negative', remedy: 'Use 0 or more.' }], ['unread'], null), ...settingsLines([], [], 'f.yml'),
    ...repositoryLines(HEAD, [], { publish: 'push' }), ...repositoryLines({ ...HEAD, ref: null, shallow: true }, ['a'], { publish: 'push' }), ...repositoryLines(null, [], { publish: 'commit' }),
    ...cacheLines(MACHINE), ...cacheLines({ ...MACHINE, cache: { ...MACHINE.cache, mode: 'none', zstd: false } }), ...cacheLines({ ...MACHINE, cache: { ...MACHINE.cache, url: false } }),
    ...commandLines({ setup: [], lint: [], test: [plan], notes: [] }, new Map([['test', 'pytest']])), ...commandLines({ setup: [], lint: [], test: [], notes: [] }, new Map()),
    tokenLine('pull-request', { ...MACHINE, hasToken: false }), pushLine({ type: 'refused', reason: 'no' }, 'main'), pushLine({ type: 'pushed' }, 'main'), ...forgeLines(null),
    ...stateLines({ status: 'corrupt', bytes: null, source: null, note: 'broken' }, 0, null), priceLine('m', { run: { ...NO_BUDGET, cost: 1 }, day: NO_BUDGET }, false), priceLine('m', { run: NO_BUDGET, day: NO_BUDGET }, true),
    budgetLine({ spent: { calls: 3, tokens: 5, cost: 0, timeMs: 0 }, unknown: null }, { ...NO_BUDGET, calls: 3 }), backlogLine('slug', [{ setting: 'target', value: 'a', problem: 'is generated', remedy: 'Name the source.' }]),
  ];
  expect(all.filter(({ status, remedy }) => (status === 'bad' || status === 'warning') !== (remedy !== ''))).toEqual([]);
  expect(all.filter(({ found }) => !/[.!?…]$/.test(found))).toEqual([]);
});

test('the cache: its mode, its tools, its absence', () => {
  const withCache = (change: Partial<Machine['cache']>) => cacheLines({ ...MACHINE, cache: { ...MACHINE.cache, ...change } });
  expect(statuses(withCache({}))).toEqual(['good']);
  expect(withCache({ mode: 'read' })).toMatchObject([{ status: 'warning', found: 'this job may not write the cache (mode read).' }]);
  expect(withCache({ zstd: false })[0]!.remedy).toContain('Install zstd');
  expect(statuses(withCache({ token: false }))).toEqual(['bad']);
});

test('a price that is not known matters where a limit in dollars is set', () => {
  expect(priceLine('m', { run: NO_BUDGET, day: NO_BUDGET }, false).status).toBe('warning');
  expect(priceLine('m', { run: NO_BUDGET, day: { ...NO_BUDGET, cost: 2 } }, false).status).toBe('bad');
  expect(priceLine(null, { run: NO_BUDGET, day: NO_BUDGET }, false).status).toBe('skipped');
});

test('a tool that setup will bring is no fault', () => {
  const setup = { ...plan, role: 'setup' as const, name: 'setup', command: 'pip install -e .' };
  expect(statuses(commandLines({ setup: [setup], lint: [], test: [plan], notes: [] }, new Map([['test', 'pytest']])))).toEqual(['good', 'warning', 'good']);
});

test('the first line counts; the log is a table with arrows', () => {
  const bad = backlogLine('slug', [{ setting: 'target', value: 'a', problem: 'is generated', remedy: 'Name the source.' }]);
  expect([diagnosisText([]), diagnosisText([bad]), diagnosisText([bad, bad])]).toEqual(['everything is in order', '1 thing to change', '2 things to change']);
  expect(diagnosisLines([bad])).toEqual(['bad      backlog  slug: a is generated.', '                  → Name the source.']);
});

test('a daily budget is bad where it is used up, and where nobody knows what was used', () => {
  const spent = { calls: 3, tokens: 500, cost: null, timeMs: 60_000 };
  const status = (unknown: string | null, day: Partial<Budget>) => budgetLine({ spent, unknown }, { ...NO_BUDGET, ...day }).status;
  expect([status(null, {}), status(null, { calls: 4 }), status('the state was lost', {})]).toEqual(['good', 'good', 'good']);
  expect([status(null, { calls: 3 }), status(null, { timeMs: 60_000 }), status(null, { cost: 9 }), status('the state was lost', { calls: 4 })]).toEqual(['bad', 'bad', 'bad', 'bad']);
});
