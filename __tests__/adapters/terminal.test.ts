import { terminalReporter } from '../../src/adapters/terminal.ts';

function open() {
  const out: string[] = [];
  const error: string[] = [];
  return { out, error, reporter: terminalReporter({ out: (text) => out.push(text), error: (text) => error.push(text) }) };
}

test('groups are headings, and what is said in them is indented', async () => {
  const { reporter, out } = open();
  await reporter.group('baseline', () => {
    reporter.info('one\ntwo');
    return Promise.resolve();
  });
  reporter.info('done');
  expect(out.join('')).toBe('baseline\n  one\n  two\ndone\n');
});

test('indentation ends with a group that fails', async () => {
  const { reporter, out } = open();
  await expect(reporter.group('g', () => Promise.reject(new Error('x')))).rejects.toThrow('x');
  reporter.info('after');
  expect(out.at(-1)).toBe('after\n');
});

test('control characters of children do not reach the terminal', () => {
  const { reporter, out } = open();
  reporter.info('a\u001b]0;title\u0007b\u001b[2Jc\td\u009b31m');
  expect(out.join('')).toBe('a]0;titleb[2Jc\td31m\n');
});

test('secrets are blanked in everything, warnings and errors go elsewhere', () => {
  const { reporter, out, error } = open();
  reporter.mask('s3cret-token');
  reporter.mask('  ');
  reporter.info('with s3cret-token inside');
  reporter.warning('s3cret-token');
  reporter.error('bad');
  expect(out.join('')).toBe('with *** inside\n');
  expect(error).toEqual(['warning: ***\n', 'error: bad\n']);
});
