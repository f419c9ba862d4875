import fc from 'fast-check';
import { quoteWord, splitCommand, splitWords } from '../../../src/core/evidence/detect-shell.ts';
import { toolOf } from '../../../src/core/evidence/detect-tool.ts';

const words = (line: string) => splitCommand(line)?.map((segment) => segment.words.join(' '));

test('a line is split at its operators, quotes kept together', () => {
  expect(splitCommand('tsc --noEmit && jest "a && b" | tee out; true')?.map(({ text, operator }) => [text, operator])).toEqual([
    ['tsc --noEmit', '&&'], ['jest "a && b"', '|'], ['tee out', ';'], ['true', ''],
  ]);
  expect(splitCommand('jest 2>&1')?.map(({ text }) => text)).toEqual(['jest 2>&1']);
});

test.each(['a $(b)', 'a `b`', '(a; b)', 'a & b', 'a "b', 'for x in 1; do a; done', 'cat <<E', 'a\nb', ''])('%j is beyond it', (line) => {
  expect(splitCommand(line)).toBeNull();
});

test.each([
  ['cross-env NODE_ENV=test FORCE=1 vitest run', 'vitest run'],
  ['NODE_OPTIONS="--x --y" jest', 'jest'],
  ['c8 --reporter lcov -x dist node --test', 'node --test'],
  ['npx --no-install eslint .', 'eslint .'],
  ['pnpm exec jest --ci', 'jest --ci'],
  ['uv run pytest -q', 'pytest -q'],
  ['coverage run -m pytest', 'python -m pytest'],
  ['env CI=1 cross-env A=b mocha', 'mocha'],
])('wrappers come off: %j', (line, bare) => {
  expect(words(line)).toEqual([bare]);
});

test.each([
  ['node --test', 'node --test'], ['node --import tsx --test "test/*.ts"', 'node --test'], ['node --test --watch', null], ['node test.js', null], ['node server.js --test', null],
  ['node --experimental-vm-modules node_modules/jest/bin/jest.js --ci', 'jest'], ['node_modules/.bin/jest', 'jest'], ['vitest bench', null], ['python3.12 -m pytest', 'pytest'],
  ['python -m unittest discover', 'unittest'], ['py.test', 'pytest'], ['biome check .', 'biome'], ['biome format', null], ['ruff check', 'ruff'], ['ruff format', null],
  ['tsc --noEmit', 'tsc'], ['tsc', null], ['tsc --noEmit -w', null], ['tsc -p . --noEmit false', null], ['eslint src', 'eslint'], ['echo jest', null],
])('%j runs %j', (line, tool) => {
  expect(toolOf(splitCommand(line)![0]!.words)).toBe(tool);
});

test('quoting and splitting undo each other', () => {
  fc.assert(fc.property(fc.array(fc.string({ minLength: 1, maxLength: 12 }), { maxLength: 4 }), (list) => {
    expect(splitWords(list.map(quoteWord).join(' '))).toEqual(list);
  }));
});

test('splitting never throws and loses no text', () => {
  fc.assert(fc.property(fc.array(fc.constantFrom('a', ' ', '"', "'", '\\', '&&', '|', ';', '&', '(', '$', 'npm run x'), { maxLength: 12 }), (parts) => {
    const line = parts.join('');
    const segments = splitCommand(line);
    if (segments !== null) expect(segments.map(({ text, operator }) => text + operator).join('').replace(/\s/g, '')).toBe(line.replace(/\s/g, ''));
  }));
});
