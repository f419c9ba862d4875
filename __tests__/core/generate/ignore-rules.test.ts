import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { ignoreRules } from '../../../src/core/generate/ignore-rules.ts';

const root = mkdtempSync(join(tmpdir(), 'ignore-'));
const environment = { PATH: process.env['PATH'], HOME: root, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
beforeAll(() => { spawnSync('git', ['init', '-q', root], { env: environment }); });
afterAll(() => { rmSync(root, { recursive: true, force: true }); });

/** What git itself excludes of these files by a `.gitignore` of this text. */
function byGit(text: string, paths: readonly string[]): readonly string[] {
  writeFileSync(join(root, '.gitignore'), text);
  const { stdout, status, stderr } = spawnSync('git', ['-c', 'core.ignoreCase=false', 'check-ignore', '--no-index', '-z', '--stdin'], { cwd: root, input: paths.map((path) => `${path}\0`).join(''), encoding: 'utf8', env: environment });
  if (status !== 0 && status !== 1) throw new Error(stderr);
  return stdout.split('\0').filter((path) => path !== '');
}

const ours = (text: string, paths: readonly string[]): readonly string[] => paths.filter(ignoreRules(text));

const PATHS = [
  'a', 'b', 'ab', 'abc', '.a', 'a.js', 'b.js', 'a/b', 'a/b.js', 'a/b/c', 'a/b/c.js', 'b/a', 'b/a/c', 'c/a/b', 'c/a/b/d', 'src/a.js', 'src/gen/a.js', 'src/gen/deep/b.js', 'x/src/a.js', '!a', '#a', 'a b', 'a ', ' a', 'a*', 'a\\b',
  '[a]', 'A', 'A.JS', 'é', 'foo/bar/baz', 'foo', 'bar/foo', 'doc/frotz', 'a/doc/frotz/x',
];

test.each([
  '', '# a', '\\#a', '!a', '\\!a', 'a', '/a', 'a/', '/a/', 'a/b', '/a/b', 'a/*', 'a/**', '**/a', '**/a/b', 'a/**/c', 'a/**/b', '**', '**/', '*', '*/', '/*', '/**', '*.js', '*.js\n!a.js', '*.js\n!/a.js', 'a/\n!a/b', 'a/*\n!a/b',
  'a/**\n!a/b/', '/*\n!/src\n/src/*\n!/src/gen', 'a ', 'a\\ ', 'a  ', ' a', 'a b', 'a*', 'a\\*', 'a\\\\b', 'a\\', '?', '??', 'a?', '[ab]', '[a-b]', '[!a]', '[^a]', '[]a]', '[!]a]', '[a', '[[:upper:]]', '[[:alpha:]]b', '[[:odd:]]', '[\\[]a]', '[a-]', '[b-a]', '[a-/]', '**\\/a', '[--a]',
  'a**', '**a', 'a**b', 'a/**b', 'a**/b', '***', 'a/***/c', 'a//b', '//a', 'a/./b', 'foo/**/baz', '**/foo', 'doc/frotz/', 'frotz/', '**/doc/**/x', 'a\r\nb\r\n', '\uFEFFa', 'a\n\n\nb', '!', '/', '//', '\\', '*\\', 'é', '[é]', '[a/]', 'a[/]b', '[a/b]', 'a\\/b', '[/', 'a/[b/c', 'a/\\', '\t', 'a\t',
])('%j excludes what git excludes', (text) => {
  expect(ours(text, PATHS)).toEqual(byGit(text, PATHS));
});

test('any rules exclude what git excludes', () => {
  const piece = fc.constantFrom('a', 'b', 'c', 'src', '.js', '*', '**', '/', '?', '[ab]', '[!a]', '\\', '!', '#', ' ', 'gen', '[', ']', '-');
  const text = fc.array(fc.array(piece, { maxLength: 6 }).map((parts) => parts.join('')), { minLength: 1, maxLength: 4 }).map((lines) => lines.join('\n'));
  fc.assert(fc.property(text, (rules) => { expect(ours(rules, PATHS)).toEqual(byGit(rules, PATHS)); }), { numRuns: 250 });
});

test('no pattern is slow', () => {
  const text = `${'a*'.repeat(200)}b\n${'**/'.repeat(100)}x\n${'*/'.repeat(50)}y`;
  const path = `${Array.from({ length: 40 }, () => 'a'.repeat(200)).join('/')}/z`;
  expect(ignoreRules(text)(path)).toBe(false);
});
