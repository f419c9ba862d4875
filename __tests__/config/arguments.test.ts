import { parseArguments } from '../../src/config/arguments.ts';

function parsed(...argv: readonly string[]) {
  const invocation = parseArguments(argv);
  if (invocation.type !== 'run') throw new Error(`parsed as ${invocation.type}`);
  return { ...invocation, problems: invocation.problems.map(({ setting, value, problem, remedy }) => `${setting}: ${problem}${value === null ? '' : ` (${value})`}. ${remedy}`) };
}

test('flags are read with a blank or with `=`, switches with and without `no-`', () => {
  expect(parsed('run', '--prompt', 'a b', '--target=src/x.js', '--dry-run', '--repository', '/r', '--summary-file=s.md')).toEqual({
    type: 'run', given: { mode: 'run', prompt: 'a b', target: 'src/x.js', 'dry-run': 'true' }, problems: [], repository: '/r', summaryFile: 's.md',
  });
  expect(parsed('run', '--no-dry-run').given['dry-run']).toBe('false');
  expect(parsed('run', '--dry-run=false').given['dry-run']).toBe('false');
  expect(parsed('suggest', '--max-tasks', '3', '--time-limits.test', '5m').given).toEqual({ mode: 'suggest', 'max-tasks': '3', 'time-limits.test': '5m' });
});

test('a list may be given by repeating its flag', () => {
  expect(parsed('run', '--paths', 'a/**', '--paths=!b/**').given['paths']).toBe('a/**\n!b/**');
});

test('a value may start with one dash, with two only after `=`', () => {
  expect(parsed('run', '--threshold', '-1').given['threshold']).toBe('-1');
  expect(parsed('run', '--test-command=--odd').given['test-command']).toBe('--odd');
});

test.each([
  [[], 'command line: names no command. Start with one of: run, suggest, refactor-worst, rollback, doctor. See `self-coding --help`.'],
  [['rnu'], 'command line: is not a command (rnu). Did you mean `run`? Start with one of: run, suggest, refactor-worst, rollback, doctor. See `self-coding --help`.'],
  [['run', '--treshold', '3'], '--treshold: is not a known flag. Did you mean `--threshold`? See `self-coding --help`.'],
  [['run', '--token', 'secret'], '--token: cannot be given as a flag. Set the environment variable `GITHUB_TOKEN`: arguments can be read by every process of the machine.'],
  [['run', '--mode=run'], '--mode: cannot be given as a flag. Make it the first word, as in `self-coding run`: one of run, suggest, refactor-worst, rollback, doctor.'],
  [['run', '--api-key', 'sk-1'], '--api-key: cannot be given as a flag. Set the environment variable `SELF_CODING_API_KEY`: arguments can be read by every process of the machine.'],
  [['run', '--metrics', 'x'], '--metrics: cannot be given as a flag. Write it in the configuration file.'],
  [['run', '--prompt'], '--prompt: needs a value. Write `--prompt VALUE`; a value that starts with `--` goes after `=`.'],
  [['run', '--prompt', '--dry-run'], '--prompt: needs a value. Write `--prompt VALUE`; a value that starts with `--` goes after `=`.'],
  [['run', '--repository='], '--repository: is empty. Give a path.'],
  [['run', '--target', 'a', '--target', 'b'], '--target: is given twice. Give it once.'],
  [['run', '--no-dry-run=1'], '--no-dry-run: takes no value (1). Write `--no-dry-run` alone.'],
  [['run', 'words'], 'command line: is not a flag (words). Put text with blanks in quotes, and name the flag that it belongs to, such as `--prompt`.'],
  [['run', '--__proto__', 'x'], '--__proto__: is not a known flag. See `self-coding --help`.'],
])('%j is a problem', (argv, expected) => {
  expect(parsed(...argv).problems).toEqual([expected]);
});

test('a token given as a flag is not repeated', () => {
  expect(JSON.stringify(parsed('run', '--token=ghs_secret', '--prompt', 'x'))).not.toContain('ghs_secret');
});

test('help and version are asked for anywhere sensible', () => {
  expect(parseArguments(['run', '--help']).type).toBe('help');
  expect(parseArguments(['-h']).type).toBe('help');
  expect(parseArguments(['help']).type).toBe('help');
  expect(parseArguments(['--version']).type).toBe('version');
});

test('the id of a rollback may follow its command', () => {
  expect(parseArguments(['rollback', '01ABC', '--dry-run'])).toMatchObject({ given: { mode: 'rollback', 'patch-id': '01ABC', 'dry-run': 'true' }, problems: [] });
  expect(parseArguments(['rollback', '--patch-id', 'last'])).toMatchObject({ given: { 'patch-id': 'last' }, problems: [] });
  expect(parseArguments(['rollback', '01ABC', '--patch-id', 'last'])).toMatchObject({ problems: [{ setting: '--patch-id', problem: 'is given twice' }] });
  expect(parseArguments(['run', '01ABC'])).toMatchObject({ problems: [{ problem: 'is not a flag' }] });
});
