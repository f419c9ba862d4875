import { PUBLISH, MODES, SANDBOXES } from '../core/model/settings.ts';
import { KIND_NAMES } from '../core/model/task.ts';
import { OUTCOMES } from '../core/model/verdict.ts';
import { MODEL_SETTINGS } from './schema-model.ts';
import type { Setting, ValueOf } from './setting.ts';
import { ASKED, EVERYWHERE, FILE, TUNED, always, duration } from './terms.ts';

const MEBIBYTE = 1024 * 1024;

const prompt = { type: 'text', maxLength: 8000 } as const;
const shellLine = { type: 'text', maxLength: 8000 } as const;
const login = { type: 'text', maxLength: 100, pattern: '^[A-Za-z0-9][A-Za-z0-9_-]*(\\[bot\\])?$', form: 'a login or slug' } as const;
const identifier = { type: 'text', maxLength: 100, pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$', form: 'letters, digits, `.`, `_` and `-`' } as const;

const report = <const T extends readonly string[]>(...formats: T) =>
  ({
    type: 'list',
    maximum: 20,
    of: {
      type: 'object',
      keys: {
        path: { value: { type: 'glob', exclude: false }, doc: 'The file that the command writes, relative to `working-directory`; may be a glob.' },
        format: { value: { type: 'choice', values: formats }, doc: 'The format of the file.' },
      },
    },
  }) as const;

/**
 * Every setting there is, in the order in which it is shown. A dot in a name is a level in the configuration file.
 * Run `node scripts/generate.mjs` after a change: action.yml, the JSON Schema and README's table are made from this.
 */
export const SETTINGS = {
  mode: {
    group: 'What to do', value: { type: 'choice', values: MODES }, places: ['input'], fallback: always('run'), example: 'suggest',
    doc: '`run` changes, proves and lands; `suggest` only lists: the functions of the repository that fit `prompt`, or without `prompt` what a run would try; `refactor-worst` improves the module with the most errors; `rollback` takes back a recorded change (`patch-id`); `doctor` checks the surroundings. On the command line this is the first word.',
  },
  prompt: {
    group: 'What to do', value: prompt, places: ASKED, fallback: always(null), example: 'turn a title into a URL slug',
    fallbackText: 'nothing; the engine then looks for work itself',
    doc: 'The helper that is wanted, in words. A run needs `target` too.',
  },
  target: {
    group: 'What to do', value: { type: 'path' }, places: ASKED, fallback: always(null), example: 'src/text.js',
    doc: 'The file that the helper belongs in, relative to `working-directory`; it may be new.',
  },
  'accept-command': {
    group: 'What to do', value: shellLine, places: ASKED, fallback: always(null), example: 'node --test test/slug.test.js',
    doc: 'A shell line that fails now and must pass with the helper: the proof that it is worth having.',
  },
  kinds: {
    group: 'What to do', value: { type: 'list', of: { type: 'choice', values: KIND_NAMES }, maximum: 20 }, places: EVERYWHERE,
    fallback: always(KIND_NAMES), example: ['extract'],
    doc: 'Kinds of change that the engine looks for by itself. What `prompt` and `backlog` ask for is done in any case.',
  },
  'patch-id': {
    group: 'What to do', value: { type: 'text', maxLength: 100, pattern: '^[A-Za-z0-9]+$', form: 'a patch id, a commit, or `last`' }, places: ASKED, fallback: always('last'), example: '01J9ZK3V5W8Q2M4N6P7R8S9T0A',
    doc: 'What `mode: rollback` takes back: a patch id, a commit, or `last`.',
  },
  paths: {
    group: 'What to do', value: { type: 'list', of: { type: 'glob', exclude: true }, maximum: 200 }, places: EVERYWHERE, fallback: always([]),
    fallbackText: 'everything in `working-directory`', example: ['src/**', '!src/generated/**'],
    doc: 'Globs, relative to `working-directory`, of files that may be changed; a leading `!` excludes.',
  },
  backlog: {
    group: 'What to do', places: FILE, fallback: always([]), fallbackText: 'empty',
    value: {
      type: 'list', maximum: 1000, unique: 'id',
      of: {
        type: 'object',
        keys: {
          id: { value: identifier, doc: 'A name of your own; it stays the same when the words change.' },
          prompt: { value: prompt, doc: 'The helper that is wanted, in words.' },
          target: { value: { type: 'path' }, doc: 'The file that the helper belongs in, relative to `working-directory`.' },
          'accept-command': { value: shellLine, fallback: null, doc: 'A shell line that fails now and must pass with the helper.' },
        },
      },
    },
    example: [{ id: 'slug', prompt: 'turn a title into a URL slug', target: 'src/text.js', 'accept-command': 'node --test test/slug.test.js' }],
    doc: 'Helpers that are wanted, worked off in this order by runs without `prompt`, up to five without success for each of `max-tasks`; what was tried goes behind what was not, and one that was kept and landed is not done again.',
  },
  'max-tasks': {
    group: 'What to do', value: { type: 'number', integer: true, minimum: 1, maximum: 1000 }, places: TUNED, fallback: always(1), example: 3,
    doc: 'How many changes one run keeps at most; for each of them, up to three found tasks are tried.',
  },

  'working-directory': {
    group: 'How it is checked', value: { type: 'path' }, places: EVERYWHERE, fallback: always('.'), fallbackText: 'the root', example: 'packages/core',
    doc: 'Directory in which commands run, relative to the repository root.',
  },
  'setup-command': {
    group: 'How it is checked', value: { type: 'command' }, places: EVERYWHERE, fallback: always(null), fallbackText: 'detected', example: 'npm ci',
    doc: 'Installs what the checks need. `none` runs nothing.',
  },
  'lint-command': {
    group: 'How it is checked', value: { type: 'command' }, places: EVERYWHERE, fallback: always(null), fallbackText: 'detected', example: 'npm run lint',
    doc: 'Checks the code without running it. `none` runs nothing.',
  },
  'test-command': {
    group: 'How it is checked', value: { type: 'command' }, places: EVERYWHERE, fallback: always(null), fallbackText: 'detected', example: 'npm test',
    doc: 'Runs the tests. `none` runs nothing; then no found work can be kept.',
  },
  'reports.lint': {
    group: 'How it is checked', value: report('eslint', 'sarif', 'checkstyle', 'go-vet', 'rustc'), places: FILE, fallback: always([]), fallbackText: 'detected',
    example: [{ path: 'lint.sarif', format: 'sarif' }],
    doc: 'Reports that the lint command writes.',
  },
  'reports.test': {
    group: 'How it is checked', value: report('junit', 'tap', 'jest', 'unittest', 'go-test', 'libtest'), places: FILE, fallback: always([]), fallbackText: 'detected',
    example: [{ path: 'reports/*.xml', format: 'junit' }],
    doc: 'Reports that the test command writes.',
  },
  'reports.coverage': {
    group: 'How it is checked', value: report('lcov', 'cobertura', 'coverprofile', 'jacoco'), places: FILE, fallback: always([]), fallbackText: 'none',
    example: [{ path: 'coverage/lcov.info', format: 'lcov' }],
    doc: 'Coverage reports that the test command writes.',
  },
  'pass-env': {
    group: 'How it is checked', places: TUNED, fallback: always([]), fallbackText: 'none', example: ['DATABASE_URL'],
    value: { type: 'list', maximum: 100, of: { type: 'text', maxLength: 200, pattern: '^(?!INPUT_|ACTIONS_|(GITHUB_(ENV|OUTPUT|PATH|STATE|STEP_SUMMARY)|RUNNER_TEMP|RUNNER_TRACKING_ID)$)[A-Za-z_][A-Za-z0-9_]*$', form: 'the name of an environment variable, none of `INPUT_*`, `ACTIONS_*` or the files that steer the runner' } },
    doc: 'Environment variables that commands may see beyond the usual ones. They can be read by all code that the commands run.',
  },
  sandbox: {
    group: 'How it is checked', value: { type: 'choice', values: SANDBOXES }, places: TUNED, fallback: always('none'), example: 'bubblewrap',
    doc: '`bubblewrap`: commands see no network (only the setup command has it), no other process, nothing of the home directory but toolchains and their caches, and write nowhere but in the repository and these caches. Needs the program `bwrap`.',
  },
  'time-limits.setup': {
    group: 'How it is checked', value: duration, places: TUNED, fallback: always('10m'), example: '5m',
    doc: 'Time limit of the setup command.',
  },
  'time-limits.lint': {
    group: 'How it is checked', value: duration, places: TUNED, fallback: always('10m'), example: '90s',
    doc: 'Time limit of one lint command.',
  },
  'time-limits.test': {
    group: 'How it is checked', value: duration, places: TUNED, fallback: always('20m'), example: '10m',
    doc: 'Time limit of one test command.',
  },
  'time-limits.accept': {
    group: 'How it is checked', value: duration, places: TUNED, fallback: always('10m'), example: '1m',
    doc: 'Time limit of an `accept-command`, and of a metric\'s command.',
  },
  'time-limits.run': {
    group: 'How it is checked', value: duration, places: TUNED, fallback: always('1h'), example: '30m',
    doc: 'Time limit of the whole run; work that does not fit is not begun. Keep it below the time limit of the job.',
  },

  threshold: {
    group: 'How it is judged', value: { type: 'number', integer: false, minimum: 0, maximum: 1000 }, places: EVERYWHERE, fallback: always(0.5), example: 0.25,
    doc: 'How far errors, forecasts and ROI may move to the bad side, in units of each metric\'s `scale`.',
  },
  metrics: {
    group: 'How it is judged', places: FILE, fallback: always([]), fallbackText: 'none',
    value: {
      type: 'list', maximum: 50, unique: 'name',
      of: {
        type: 'object',
        keys: {
          name: { value: identifier, doc: 'A name of your own.' },
          command: { value: shellLine, doc: 'A shell line that prints one number on the last line of its output.' },
          unit: { value: { type: 'text', maxLength: 40 }, fallback: '', doc: 'The unit, for people.' },
          better: { value: { type: 'choice', values: ['lower', 'higher'] }, doc: 'The good direction.' },
          stability: { value: { type: 'choice', values: ['exact', 'noisy'] }, fallback: 'noisy', doc: '`exact`: the same tree always gives the same number. `noisy`: it varies, as durations do.' },
          tolerance: { value: { type: 'number', integer: false, minimum: 0, maximum: 1e15 }, fallback: 0, doc: 'How much worse is still allowed, in units of the metric.' },
          scale: { value: { type: 'number', integer: false, minimum: 0, exclusive: true, maximum: 1e15 }, fallback: 1, doc: 'The distance that counts as one, in units of the metric.' },
          weight: { value: { type: 'number', integer: false, minimum: 0, maximum: 1000 }, fallback: 1, doc: 'Weight in the ROI.' },
        },
      },
    },
    example: [{ name: 'bundle', command: 'wc -c < dist/app.js', unit: 'bytes', better: 'lower', stability: 'exact', scale: 1000 }],
    doc: 'Numbers to watch.',
  },
  'size-caps.files': {
    group: 'How it is judged', value: { type: 'number', integer: true, minimum: 1, maximum: 10_000 }, places: TUNED, fallback: always(20), example: 5,
    doc: 'Files that one change may touch.',
  },
  'size-caps.lines': {
    group: 'How it is judged', value: { type: 'number', integer: true, minimum: 1, maximum: 1_000_000 }, places: TUNED, fallback: always(800), example: 200,
    doc: 'Lines that one change may add and remove together.',
  },
  'size-caps.bytes': {
    group: 'How it is judged', value: { type: 'size', maximum: 64 * MEBIBYTE }, places: TUNED, fallback: always('256KiB'), example: '64KiB',
    doc: 'Size that a changed file may have.',
  },
  'fail-on': {
    group: 'How it is judged', value: { type: 'list', of: { type: 'choice', values: OUTCOMES }, maximum: 20 }, places: TUNED, fallback: always([]),
    fallbackText: 'none', example: ['reverted', 'failed'],
    doc: 'Outcomes that make the step or command fail. Bad settings and failing infrastructure always do.',
  },

  ...MODEL_SETTINGS,

  publish: {
    group: 'What becomes of it', value: { type: 'choice', values: PUBLISH }, places: EVERYWHERE, fallback: { action: 'pull-request', cli: 'commit' }, example: 'push',
    doc: 'What happens to a kept change: `pull-request` opens one for it or updates its own, `push` commits and pushes it, `commit` commits it locally, `patch` writes it to a file.',
  },
  'dry-run': {
    group: 'What becomes of it', value: { type: 'switch' }, places: EVERYWHERE, fallback: always(false), example: true,
    doc: 'Tries and judges everything, lands nothing. Setup still installs what is missing; `setup-command: none` prevents that.',
  },
  token: {
    group: 'What becomes of it', value: { type: 'text', maxLength: 4000, secret: true }, places: ['input'], fallback: { action: '${{ github.token }}', cli: null },
    example: '${{ secrets.BOT_TOKEN }}',
    doc: 'The token that pushes and opens pull requests. Commands never see it. On the command line it is the environment variable `GITHUB_TOKEN`.',
  },
  'pull-request.branch-prefix': {
    group: 'What becomes of it', value: { type: 'text', maxLength: 60, pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*/$', form: 'a branch prefix that ends in `/`' }, places: TUNED, fallback: always('self-coding/'), example: 'bot/',
    doc: 'Branches that carry changes start with this; each task has its own.',
  },
  'pull-request.max-open': {
    group: 'What becomes of it', value: { type: 'number', integer: true, minimum: 1, maximum: 100 }, places: TUNED, fallback: always(1), example: 3,
    doc: 'Pull requests of the engine that may be open at the same time; more work waits.',
  },
  'pull-request.labels': {
    group: 'What becomes of it', value: { type: 'list', of: { type: 'text', maxLength: 50 }, maximum: 20 }, places: TUNED, fallback: always([]), fallbackText: 'none', example: ['self-coding'],
    doc: 'Labels of the pull request.',
  },
  'pull-request.reviewers': {
    group: 'What becomes of it', value: { type: 'list', of: login, maximum: 15 }, places: TUNED, fallback: always([]), fallbackText: 'none', example: ['octocat'],
    doc: 'People who are asked to review.',
  },
  'pull-request.team-reviewers': {
    group: 'What becomes of it', value: { type: 'list', of: login, maximum: 15 }, places: TUNED, fallback: always([]), fallbackText: 'none', example: ['platform'],
    doc: 'Teams that are asked to review, by their slug; the token must be allowed to read them.',
  },
  'pull-request.assignees': {
    group: 'What becomes of it', value: { type: 'list', of: login, maximum: 10 }, places: TUNED, fallback: always([]), fallbackText: 'none', example: ['octocat'],
    doc: 'People to whom the pull request is assigned.',
  },
  'records-directory': {
    group: 'What becomes of it', value: { type: 'place' }, places: TUNED, fallback: always(null), example: '/tmp/records',
    fallbackText: { action: 'in the runner\'s temporary directory', cli: 'in the git directory' },
    doc: 'Where decision records and patch files go; relative to the repository root unless absolute.',
  },

  config: {
    group: 'What is remembered', value: { type: 'path' }, places: ASKED, fallback: always('.github/self-coding.yml'), example: '.github/nightly.yml',
    doc: 'The configuration file, read from the commit that the run starts from.',
  },
  'state.store': {
    group: 'What is remembered', value: { type: 'choice', values: ['cache', 'directory', 'none'] }, places: TUNED, fallback: { action: 'cache', cli: 'directory' }, example: 'directory',
    doc: 'Where history and memory are kept between runs: `cache` (the Actions cache), `directory`, or `none`.',
  },
  'state.directory': {
    group: 'What is remembered', value: { type: 'place' }, places: TUNED, fallback: always(null), fallbackText: 'in the git directory', example: '/var/lib/self-coding',
    doc: 'The directory of the state; relative to the repository root unless absolute.',
  },
  'state.max-size': {
    group: 'What is remembered', value: { type: 'size', maximum: 1024 * MEBIBYTE }, places: TUNED, fallback: always('50MiB'), example: '20MiB',
    doc: 'A larger state is set aside instead of being read.',
  },
} as const satisfies Readonly<Record<string, Setting>>;

export type SettingName = keyof typeof SETTINGS;

/** The values of all settings after reading; `null` where nothing is set and nothing is the default. */
export type Values = {
  readonly [N in SettingName]: ValueOf<(typeof SETTINGS)[N]['value']> | ((typeof SETTINGS)[N]['fallback'] extends { readonly action: null } | { readonly cli: null } ? null : never);
};

/** The schema as a list, in order, with the types widened. */
export const SETTING_LIST: readonly (readonly [SettingName, Setting])[] = Object.entries(SETTINGS) as unknown as readonly (readonly [SettingName, Setting])[];

/** What the Action tells the workflow, in order. */
export const OUTPUTS: Readonly<Record<string, string>> = {
  outcome: 'What became of the first task: kept, held, reverted, unchanged, refused or failed.',
  reasons: 'Why, one sentence per line, with the numbers.',
  'patch-id': 'Id of the attempt in history and records.',
  'commit-sha': 'The landed commit, or the head of its pull request; empty if nothing landed.',
  'pull-request-number': 'Number of the pull request; empty without one.',
  'pull-request-url': 'Its address.',
  'pull-request-operation': 'What was done with it: created, updated or unchanged.',
  'roi-delta': 'ROI of the change; 0 if none was tried.',
  'errors-before': 'Failing tests, error-level findings and incomplete commands before the change.',
  'errors-after': 'The same after the change.',
  forecast: 'What was expected of each series, or "insufficient data".',
  tokens: 'Tokens used.',
  cost: 'US dollars spent; empty where the price of the model is unknown.',
  'record-path': 'Path of the decision record.',
  'state-restored': 'What loading the state found: restored, empty, corrupt, too-large, too-new or unavailable.',
  results: 'All tasks as JSON; the other outputs describe the first.',
};
