import fc from 'fast-check';
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keepRunnerFiles, neutralise } from '../../src/adapters/actions.ts';
import { temporaryDirectories } from '../support/temporary.ts';

const temporary = temporaryDirectories();

/** As the runner reads a line: it trims it and looks for `::`, and looks for `##[` anywhere. */
function isCommand(line: string): boolean {
  return /^\s*::/.test(line) || line.includes('##[');
}

test.each(['::set-output name=x::y', '  ::add-mask::secret', 'a\n::error::b', 'a\r::error::b', 'x ##[error]y', 'a\u2028::stop-commands::t', '\t::group::'])('%j is no command any more', (text) => {
  expect(neutralise(text).split(/\r\n|[\r\n\u2028\u2029\u0085]/).filter(isCommand)).toEqual([]);
});

test('control characters are left out, also where they hid a command', () => {
  expect(neutralise('\u001b]0;title\u0007\u001b[2Ja\tb\u009b1m')).toBe(']0;title[2Ja\tb1m');
  expect(isCommand(neutralise('\u0007::error::x'))).toBe(false);
});

test('ordinary text stays as it is', () => {
  const text = 'baseline: 12 passed\n  a::b std::vector # [x] ## y';
  expect(neutralise(text)).toBe(text);
});

test('no text at all can hold a command', () => {
  const piece = fc.constantFrom('::', '##[', ' ', '\t', '\n', '\r', '\u0085', '\u2028', 'error', ']', '#', ':', '\u00a0', '\u3000', '\ufeff', '\u0007', '\u001b');
  fc.assert(fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
    expect(neutralise(pieces.join('')).split(/[\n\r\u0085\u2028\u2029]/).filter(isCommand)).toEqual([]);
  }));
});

test('what others wrote into the runner\'s files is taken back and named', async () => {
  const directory = await temporary.make();
  const environment = Object.fromEntries(['GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY'].map((name) => [name, join(directory, name)]));
  for (const path of Object.values(environment)) writeFileSync(path, 'of an earlier step\n');
  const files = keepRunnerFiles(environment);
  expect(files.putBack()).toEqual([]);
  appendFileSync(environment['GITHUB_ENV']!, 'PATH=/evil\n');
  rmSync(environment['GITHUB_OUTPUT']!);
  expect(files.putBack()).toEqual(['GITHUB_ENV', 'GITHUB_OUTPUT']);
  for (const path of Object.values(environment)) expect(readFileSync(path, 'utf8')).toBe('of an earlier step\n');
  expect(keepRunnerFiles({ GITHUB_ENV: join(directory, 'missing'), GITHUB_PATH: '' }).putBack()).toEqual([]);
});
