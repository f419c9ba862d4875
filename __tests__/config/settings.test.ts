import { configPath, readSettings } from '../../src/config/config.ts';
import type { SettingsRequest } from '../../src/config/config.ts';
import { ConfigError } from '../../src/core/errors.ts';
import type { Problem } from '../../src/core/errors.ts';

const places = { root: '/repo', gitDirectory: '/repo/.git/self-coding', temporary: '/runner/tmp' };
const file = (text: string) => ({ path: '.github/self-coding.yml', text });

function read(request: Partial<SettingsRequest> = {}) {
  return readSettings({ surface: 'action', given: {}, file: null, places, ...request });
}

function problemsOf(request: Partial<SettingsRequest>): readonly Problem[] {
  try {
    read(request);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  throw new Error('no ConfigError was thrown');
}

const lines = (request: Partial<SettingsRequest>) => problemsOf(request).map(({ setting, problem, remedy }) => `${setting}: ${problem}. ${remedy}`);

test('no inputs at all give the documented defaults of the Action', () => {
  const { settings, token, apiKey, warnings } = read();
  expect(settings).toEqual({
    mode: 'run', prompt: null, target: null, acceptCommand: null, kinds: ['helper', 'extract', 'suppressions', 'refactor'], paths: [], workingDirectory: '',
    setupCommand: null, lintCommand: null, testCommand: null, threshold: 0.5, publish: 'pull-request', dryRun: false, maxTasks: 1, failOn: [], backlog: [],
    reports: { lint: [], test: [], coverage: [] }, metrics: [],
    timeLimits: { setup: 600_000, lint: 600_000, test: 1_200_000, accept: 600_000, run: 3_600_000 },
    sizeCaps: { files: 20, lines: 800, bytes: 262_144 }, passEnv: [], sandbox: 'none', replayFile: null, recordAnswers: null,
    model: null, repairs: 2, prices: [], patchId: 'last',
    budgets: { run: { tokens: 1_000_000, cost: null, calls: 30, timeMs: 1_200_000 }, day: { tokens: null, cost: null, calls: null, timeMs: null } },
    pullRequest: { branchPrefix: 'self-coding/', maxOpen: 1, labels: [], reviewers: [], teamReviewers: [], assignees: [] },
    state: { store: 'cache', directory: '/repo/.git/self-coding/state', maxBytes: 52_428_800 },
    recordsDirectory: '/runner/tmp/self-coding/records',
  });
  expect([token, apiKey]).toEqual([null, null]);
  expect(warnings).toEqual([]);
});

test('suggesting needs no words: without them it lists what a run would try', () => {
  expect(read({ given: { mode: 'suggest' } }).settings).toMatchObject({ mode: 'suggest', prompt: null });
  expect(read({ given: { mode: 'suggest', prompt: 'parse a date' } }).settings.target).toBeNull();
});

test('the command line commits by default and keeps state and records in the git directory', () => {
  const { settings } = read({ surface: 'cli' });
  expect(settings.publish).toBe('commit');
  expect(settings.state.store).toBe('directory');
  expect(settings.recordsDirectory).toBe('/repo/.git/self-coding/records');
});

describe('places of the kernel', () => {
  test.each(['records-directory', 'state.directory', 'record-answers'])('%s keeps nothing there, however it is written', (name) => {
    const problem = { setting: `--${name}`, problem: "is a place of the operating system's kernel, where nothing can be kept", remedy: 'Use a path outside /proc, /sys and /dev.' };
    for (const path of ['/proc/1/x', '/sys/x', '/dev', '//proc/x', '/repo/../proc/x', '../proc/x']) expect(problemsOf({ surface: 'cli', given: { [name]: path } })).toEqual([{ ...problem, value: path }]);
    expect(problemsOf({ surface: 'cli', file: file(`${name.replace('.', ': { ')}: /proc/x${name.includes('.') ? ' }' : ''}\n`) })).toMatchObject([{ value: '/proc/x' }]);
    for (const path of ['/dev/shm/x', '/process/x', 'proc/x', '/data/proc/x']) expect(() => read({ surface: 'cli', given: { [name]: path } })).not.toThrow();
  });

  test('what is only read may come from there', () => {
    expect(read({ surface: 'cli', given: { 'replay-file': '/dev/fd/63' } }).settings.replayFile).toBe('/dev/fd/63');
  });
});

test('what is given wins over the file, and the file over the default', () => {
  const text = 'threshold: 2\npublish: push\nmax-tasks: 3\n';
  const { settings } = read({ given: { threshold: '0.25' }, file: file(text) });
  expect([settings.threshold, settings.publish, settings.maxTasks]).toEqual([0.25, 'push', 3]);
});

test('a file is read whole', () => {
  const text = `
kinds: [extract]
lint-command: none
reports:
  test:
    - { path: "reports/*.xml", format: junit }
metrics:
  - { name: bundle, command: wc -c < dist/app.js, better: lower, stability: exact, scale: 1000 }
time-limits: { test: 1h30m, lint: 90s }
size-caps: { bytes: 64KiB, files: 5 }
state: { store: directory, directory: ../state, max-size: 20MiB }
pass-env: [DATABASE_URL]
fail-on: [reverted, reverted]
replay-file: answers.jsonl
backlog:
  - { id: slug, prompt: make a slug, target: src/text.js }
`;
  const { settings } = read({ file: file(text) });
  expect(settings).toMatchObject({
    kinds: ['extract'], lintCommand: '', testCommand: null,
    reports: { test: [{ path: 'reports/*.xml', format: 'junit' }], lint: [] },
    metrics: [{ name: 'bundle', command: 'wc -c < dist/app.js', unit: '', better: 'lower', stability: 'exact', tolerance: 0, scale: 1000, weight: 1 }],
    timeLimits: { test: 5_400_000, lint: 90_000, setup: 600_000 },
    sizeCaps: { bytes: 65_536, files: 5, lines: 800 },
    state: { store: 'directory', directory: '/state', maxBytes: 20_971_520 },
    passEnv: ['DATABASE_URL'], failOn: ['reverted'], replayFile: '/repo/answers.jsonl',
    backlog: [{ id: 'slug', prompt: 'make a slug', target: 'src/text.js', acceptCommand: null }],
  });
});

test('paths are given relative to the working directory and kept relative to the root', () => {
  const given = { 'working-directory': './packages/a/', prompt: 'p', target: './src//x.js', paths: 'src/**/*.{js,ts}, !src/gen/**' };
  const { settings } = read({ given, file: file('backlog:\n  - { id: a, prompt: p, target: lib/y.js }\n') });
  expect(settings.workingDirectory).toBe('packages/a');
  expect(settings.target).toBe('packages/a/src/x.js');
  expect(settings.paths).toEqual(['packages/a/src/**/*.{js,ts}', '!packages/a/src/gen/**']);
  expect(settings.backlog[0]?.target).toBe('packages/a/lib/y.js');
});

test('without globs that include, a working directory is the limit', () => {
  expect(read({ given: { 'working-directory': 'a' } }).settings.paths).toEqual(['a/**']);
  expect(read({ given: { 'working-directory': 'a [1]', paths: '!gen/**' } }).settings.paths).toEqual(['a \\[1\\]/**', '!a \\[1\\]/gen/**']);
});

test('everything wrong is said at once, with setting, value and remedy', () => {
  const text = [
    'kinds: extract', 'thresold: 1', 'time-limits:', '  tset: 5', '  lint: 5', 'prompt: x', 'backlog:', '  - { id: a, prompt: p, targt: x }', '  - { id: a, prompt: 3, target: ../x }', 'size-caps: 5',
  ].join('\n');
  expect(lines({ given: { threshold: 'high', 'accept-command': 'true', kinds: 'extrct' }, file: file(text) })).toEqual([
    expect.stringMatching(/^\.github\/self-coding\.yml:2 thresold: is not a known setting\. Did you mean `threshold`\?/),
    '.github/self-coding.yml:4 time-limits.tset: is not a known key. Did you mean `test`? Use one of: setup, lint, test, accept, run, model.',
    '.github/self-coding.yml:6 prompt: cannot be set in the file. Give it as an input or flag, or write the wanted helper under `backlog`.',
    '.github/self-coding.yml:10 size-caps: is a number, not a mapping. Write below it one or more of: files, lines, bytes.',
    '.github/self-coding.yml:1 kinds: is text, not a list. Write a list, as in `["extract"]`, or leave it out.',
    'kinds: is not one of the choices. Did you mean `extract`? Use one of: helper, extract, suppressions, refactor.',
    '.github/self-coding.yml:9 backlog[2].id: is used twice, first by item 1. Give every item a name of its own.',
    '.github/self-coding.yml:8 backlog[1].targt: is not a known key. Did you mean `target`? Use `id`, `prompt`, `target`, `accept-command`.',
    '.github/self-coding.yml:9 backlog[2].prompt: is a number, not text. Put it in quotes.',
    '.github/self-coding.yml:9 backlog[2].target: leaves the directory with `..`. Write it relative to the working directory, with `/`.',
    '.github/self-coding.yml:5 time-limits.lint: is a number, not a duration such as `90s` or `10m`. Write a duration such as `90s` or `10m`, or leave it out.',
    'threshold: is not a number. Use a number such as 0.5.',
    'accept-command: is given without `prompt`. Say in `prompt` what helper is wanted, or leave `accept-command` out.',
  ]);
});

test.each([
  [{ prompt: 'p' }, 'target: is missing'],
  [{ target: 'a.js' }, 'target: is given without `prompt`'],
  [{ prompt: 'p', target: 'src/' }, 'target: is a directory'],
  [{ prompt: 'p', target: '/etc/passwd' }, 'target: is an absolute path'],
  [{ prompt: 'p', target: 'a/../../b' }, 'target: leaves the directory'],
  [{ prompt: 'p', target: 'a\\b.js' }, 'target: contains a backslash'],
  [{ prompt: 'p', target: 'a\u0007.js' }, 'target: contains a control character'],
  [{ paths: 'src/**,!' }, 'paths: excludes nothing'],
  [{ paths: '!/abs/**' }, 'paths: is an absolute path'],
  [{ threshold: '-1' }, 'threshold: is negative'],
  [{ threshold: '0,5' }, 'threshold: is not a number. Write the decimal point as `.`'],
  [{ threshold: 'Infinity' }, 'threshold: is not a number'],
  [{ threshold: '0x10' }, 'threshold: is not a number'],
  [{ 'dry-run': 'yes' }, 'dry-run: is neither `true` nor `false`'],
  [{ publish: 'merge' }, 'publish: is not one of the choices. Use one of: pull-request, push, commit, patch'],
  [{ mode: 'plan' }, 'mode: is not one of the choices'],
  [{ mode: 'rollback', 'patch-id': '../x' }, 'patch-id: has the wrong form. Use a patch id, a commit, or `last`'],
  [{ mode: 'rollback', prompt: 'p' }, 'prompt: cannot be used with the mode `rollback`. Leave it out'],
  [{ mode: 'doctor', target: 'a.js' }, 'target: cannot be used with the mode `doctor`'],
  [{ mode: 'refactor-worst', 'accept-command': 'true' }, 'accept-command: cannot be used with the mode `refactor-worst`'],
  [{ 'api-key': 'sk-1' }, 'model: is missing, though `api-key` is given'],
  [{ 'api-key': 'sk 1', model: 'm' }, 'api-key: contains a blank'],
  [{ 'api-key': 'sk-1\nsk-2', model: 'm' }, 'api-key: contains a blank, a line break'],
  [{ 'api-key': 'schlüssel', model: 'm' }, 'api-key: contains a blank, a line break or a character that is not ASCII'],
  [{ 'base-url': 'localhost:11434/v1' }, 'base-url: is not an address. Write it with its protocol'],
  [{ 'base-url': 'api.openai.com' }, 'base-url: is not an address'],
  [{ 'base-url': 'file:///etc/passwd' }, 'base-url: is not an address'],
  [{ 'base-url': 'https://me:secret@host/v1' }, 'base-url: holds a user name or a password'],
  [{ config: 'other.yml' }, 'config: names a file that the commit does not have'],
])('the inputs %j are refused once, and only for that', (given, message) => {
  const found = lines({ given });
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(message);
});

test.each([
  ['a: [1\nb: 2', /^\.github\/self-coding\.yml:2: is not readable YAML/],
  ['threshold: 1\nthreshold: 2', /:2: is not readable YAML: Map keys must be unique/],
  ['- threshold', /holds a list, not settings/],
  ['threshold: !!js/function "x"', /:1: is not readable YAML: Unresolved tag/],
  [`a: &a [x, x]\nb: &b [${'*a, '.repeat(20)}]\nc: &c [${'*b, '.repeat(20)}]\nd: [${'*c, '.repeat(20)}]`, /Excessive alias count/],
  ['['.repeat(200_000), /not readable YAML/],
  ['#'.repeat(300_000), /is 300000 characters long\. Use at most 262144/],
  ['state.store: none', /:1 state\.store: has a dot. Write it in two levels/],
  ['budgets: { daily: 5 }', /:1 budgets\.daily: is a number, not a mapping. Write below it one or more of: tokens, cost, calls, time/],
  ['budgets: { daily: { token: 5 } }', /:1 budgets\.daily\.token: is not a known key. Did you mean `tokens`/],
  ['budgets: { tokns: 5 }', /:1 budgets\.tokns: is not a known key. Did you mean `tokens`\? Use one of: tokens, cost, calls, time, daily/],
  ['budgets.daily.cost: 5', /:1 budgets\.daily\.cost: has a dot. Write it in three levels: `budgets: \{ daily: \{ cost: … \} \}`/],
  ['budgets: { cost: -1 }', /:1 budgets\.cost: is negative/],
  ['budgets: { calls: 1.5 }', /:1 budgets\.calls: is not a whole number/],
  ['budgets: { daily: { tokens: 1e13 } }', /:1 budgets\.daily\.tokens: is too large. Use at most 1000000000000/],
  ['prices: [{ model: a, input: 1 }]', /:1 prices\[1\]\.output: is missing. Add it\. US dollars for a million tokens of the answer/],
  ['prices: [{ model: a, input: 1, output: 1 }, { model: a, input: 2, output: 2 }]', /:1 prices\[2\]\.model: is used twice/],
  ['pull-request: { branch-prefix: bot }', /branch-prefix: has the wrong form. Use a branch prefix that ends in `\/`/],
  ['api-key: sk-1', /:1 api-key: cannot be set in the file\. A file in a repository is no place for a secret/],
  [`backlog: [${Array.from({ length: 1001 }, (_, index) => `{ id: t${index}, prompt: p, target: a.js }`).join(', ')}]`, /:1 backlog: has 1001 items\. Use at most 1000/],
  ['state:', /state: is empty, not a mapping/],
  ['max-tasks: "3"', /:1 max-tasks: is text, not a number\. Remove the quotes/],
  ['max-tasks: 1.5', /is not a whole number/],
  ['threshold: .nan', /is not a finite number/],
  ['dry-run: yes', /is text, not `true` or `false`/],
  ['pass-env: [INPUT_TOKEN]', /pass-env\[1\]: has the wrong form/],
  ['pass-env: [GITHUB_ENV]', /pass-env\[1\]: has the wrong form/],
  ['time-limits: { test: 10 minutes }', /is not a duration/],
  ['time-limits: { test: 0s }', /is out of range. Use a duration from 1s to 24h/],
  ['size-caps: { bytes: 2GiB }', /is not a size in range/],
  ['test-command: ""', /is empty. Give a command, write `none` to run none/],
  ['metrics: [{ name: Errors, command: x, better: lower }]', /:1 metrics\[1\]\.name: is the name of a series that the engine keeps itself/],
  ['metrics: [{ name: cumulative ROI, command: x, better: lower }]', /:1 metrics\[1\]\.name: has the wrong form/],
  ['metrics: [{ name: errors, command: x, better: lower }]', /:1 metrics\[1\]\.name: is the name of a series that the engine keeps itself/],
  ['metrics: [{ name: a, command: x }]', /metrics\[1\]\.better: is missing. Add it. The good direction/],
  ['metrics: [{ name: a, command: x, better: lower, scale: 0 }]', /scale: is too small. Use a number, above 0/],
  ['reports: { test: [{ path: x.xml, format: sarif }] }', /format: is not one of the choices/],
  ['config: x.yml', /config: cannot be set in the file/],
])('the file %j is refused', (text, pattern) => {
  expect(lines({ file: file(text) })).toEqual([expect.stringMatching(pattern)]);
});

test.each(['', '# nothing yet\n', '---\n', 'null'])('the file %j sets nothing', (text) => {
  expect(read({ file: file(text) }).settings).toEqual(read().settings);
});

test('a setting that cannot be read makes no other problem', () => {
  expect(lines({ given: { prompt: 'p', target: '../x', 'accept-command': 'true' } })).toHaveLength(1);
});

test('the default of `config` that the runner passes on asks for no file', () => {
  expect(() => read({ given: { config: '.github/self-coding.yml' } })).not.toThrow();
  expect(configPath({})).toBe('.github/self-coding.yml');
  expect(configPath({ config: './ci/nightly.yml' })).toBe('ci/nightly.yml');
});

test('unknown inputs warn in the Action and are errors elsewhere', () => {
  const given = { tolken: 'x', 'max-tasks': '3', zzz: '1' };
  const { warnings, settings } = read({ given });
  expect(settings.maxTasks).toBe(1);
  expect(warnings).toEqual([
    'The input `tolken` is unknown and ignored. Did you mean `token`?',
    'The input `max-tasks` is ignored: write `max-tasks` in the configuration file.',
    'The input `zzz` is unknown and ignored.',
  ]);
  expect(lines({ surface: 'cli', given: { zzz: '1' } })).toEqual(['--zzz: is not a known setting. See `self-coding --help`.']);
});

test('the cache store is refused outside an Action', () => {
  expect(lines({ surface: 'cli', given: { 'state.store': 'cache' } })).toEqual(['--state.store: works only inside an Action. Use `directory` or `none` on the command line.']);
});

test('the token is handed over apart from the settings and never shows in an error', () => {
  const secret = 'ghs_0123456789abcdef';
  const { token, settings } = read({ given: { token: ` ${secret}\n` } });
  expect(token).toBe(secret);
  expect(JSON.stringify(settings)).not.toContain(secret);
  const message = problemsOf({ given: { token: secret, threshold: secret, kinds: `x${secret}`, publish: `${secret}${'y'.repeat(5000)}` } });
  expect(message).toHaveLength(3);
  expect(JSON.stringify(message)).not.toContain(secret);
  expect(JSON.stringify(problemsOf({ given: { token: 'k'.repeat(5000) } }))).not.toContain('kkk');
});

test('warnings name reports that nobody writes and a run that can find nothing', () => {
  const text = 'test-command: none\nreports: { test: [{ path: a.xml, format: junit }] }\nkinds: [helper]\n';
  expect(read({ file: file(text) }).warnings).toEqual([
    '`reports.test` is ignored: `test-command` is `none`.',
    'There is nothing to do: `kinds` names only `helper`, and neither `prompt` nor `backlog` asks for one.',
  ]);
});

test('a model is used when a key is given, and the key stays apart from the settings', () => {
  const { settings, apiKey, warnings } = read({ given: { 'api-key': 'sk-0123456789\n', 'base-url': ' http://localhost:11434/v1 ' }, file: file('model: m\nmodel-options: { max-tokens: 4000, temperature: 0, retries: 1, repairs: 0 }\ntime-limits: { model: 2m }') });
  expect(settings.model).toEqual({ name: 'm', baseUrl: 'http://localhost:11434/v1', maxTokens: 4000, temperature: 0, timeoutMs: 120_000, retries: 1 });
  expect([apiKey, settings.repairs, warnings]).toEqual(['sk-0123456789', 0, []]);
  expect(JSON.stringify(settings)).not.toContain('sk-0123456789');
  expect(JSON.stringify(problemsOf({ given: { 'api-key': 'sk-0123456789', prompt: 'sk-0123456789'.repeat(900), target: 'a.js' } }))).not.toContain('sk-0123456789');
});

test('a model without a key warns, unless recorded answers stand in', () => {
  expect(read({ given: { model: 'm' } })).toMatchObject({ settings: { model: null }, warnings: [expect.stringMatching(/^`model` is set and `api-key` is not, so no model is used/)] });
  expect(read({ given: { model: 'm' }, file: file('replay-file: a.jsonl') }).warnings).toEqual([]);
});

test('budgets, prices and pull requests are read whole', () => {
  const { settings } = read({ file: file('budgets: { tokens: 5, cost: 0.5, calls: 0, time: 90s, daily: { tokens: 1000000000000, cost: 2, calls: 9, time: 2h } }\nprices: [{ model: "my-*", input: 0, output: 1.5 }]\npull-request: { max-open: 3, reviewers: ["dependabot[bot]"] }\nrecord-answers: a.jsonl') });
  expect(settings.budgets).toEqual({ run: { tokens: 5, cost: 0.5, calls: 0, timeMs: 90_000 }, day: { tokens: 1e12, cost: 2, calls: 9, timeMs: 7_200_000 } });
  expect(settings).toMatchObject({ prices: [{ model: 'my-*', input: 0, output: 1.5 }], pullRequest: { maxOpen: 3, reviewers: ['dependabot[bot]'], branchPrefix: 'self-coding/' }, recordAnswers: '/repo/a.jsonl' });
});

test('a backlog of 1,000 tasks is read', () => {
  const text = `backlog:\n${Array.from({ length: 1000 }, (_, index) => `  - { id: t${index}, prompt: p, target: a.js }`).join('\n')}`;
  expect(read({ file: file(text) }).settings.backlog).toHaveLength(1000);
});

test('a patch id that no mode reads warns', () => {
  expect(read({ given: { 'patch-id': 'abc' } }).warnings).toEqual(['`patch-id` is ignored: only the mode `rollback` reads it, and this is `run`.']);
  expect(read({ given: { mode: 'rollback', 'patch-id': 'abc' } })).toMatchObject({ settings: { mode: 'rollback', patchId: 'abc' }, warnings: [] });
});

test.each([
  ['budgets: { tokens: 16000 }', 'budgets.tokens: is no more than one answer may have (16000), so no question could be asked. Raise it, or lower `model-options.max-tokens`.'],
  ['budgets: { daily: { tokens: 5 } }', 'budgets.daily.tokens: is no more than one answer may have (16000)'],
  ['budgets: { time: 90s }', 'budgets.time: is shorter than one question may take (300s), so no question could be asked. Raise it, or lower `time-limits.model`.'],
  ['budgets: { daily: { time: 90s } }', 'budgets.daily.time: is shorter than one question may take (300s)'],
])('a budget without room for a single question is refused when there is a key: %s', (text, message) => {
  expect(lines({ given: { model: 'm', 'api-key': 'k' }, file: file(text) })).toEqual([expect.stringContaining(message)]);
  expect(() => read({ file: file(text) })).not.toThrow();
});

test('a budget of nothing is a way to ask nothing', () => {
  expect(read({ given: { model: 'm', 'api-key': 'k' }, file: file('budgets: { tokens: 0, calls: 0, cost: 0 }') }).settings.budgets.run).toMatchObject({ tokens: 0, calls: 0, cost: 0 });
});
