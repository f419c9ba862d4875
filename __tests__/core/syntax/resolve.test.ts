import type { Language } from '../../../src/core/model/code.ts';
import { closureOf, dottedName, loadsOf, nearestWith, resolveSpecifier } from '../../../src/core/syntax/resolve.ts';
import type { Loads } from '../../../src/core/syntax/resolve.ts';
import { moduleOf } from './reading.ts';

const FILES = new Set(['package.json', 'src/a.ts', 'src/b.tsx', 'src/dir/index.js', 'src/c.mjs', 'src/data.json', 'pkg/__init__.py', 'pkg/a.py', 'pkg/sub/__init__.py', 'pkg/sub/b.py', 'tool.py', 'packages/x/package.json', 'packages/x/i.js']);

test.each([
  ['src/c.mjs', './a.js', 'src/a.ts'],
  ['src/c.mjs', './a', 'src/a.ts'],
  ['src/c.mjs', './b.js', 'src/b.tsx'],
  ['src/c.mjs', './dir', 'src/dir/index.js'],
  ['src/dir/index.js', '..', null],
  ['src/dir/index.js', '../data.json', 'src/data.json'],
  ['src/c.mjs', '../../escape', null],
  ['src/c.mjs', 'react', null],
  ['pkg/a.py', '.sub.b', 'pkg/sub/b.py'],
  ['pkg/sub/b.py', '..a', 'pkg/a.py'],
  ['pkg/sub/b.py', '.', 'pkg/sub/__init__.py'],
  ['tool.py', 'pkg.sub', 'pkg/sub/__init__.py'],
  ['pkg/a.py', 'pkg.sub.b', 'pkg/sub/b.py'],
  ['pkg/a.py', 'os', null],
])('%s importing %s means %s', (from, specifier, expected) => {
  expect(resolveSpecifier(from, specifier, FILES)).toBe(expected);
});

test('path aliases of the directory they hold for', () => {
  const aliases = [{ directory: '', pattern: '@/*', targets: ['src/*'] }, { directory: 'packages/x', pattern: 'own', targets: ['packages/x/i'] }];
  expect(resolveSpecifier('src/a.ts', '@/dir', FILES, aliases)).toBe('src/dir/index.js');
  expect(resolveSpecifier('src/a.ts', 'own', FILES, aliases)).toBeNull();
  expect(resolveSpecifier('packages/x/i.js', 'own', FILES, aliases)).toBe('packages/x/i.js');
});

async function graph(sources: Readonly<Record<string, string>>): Promise<(path: string) => Promise<Loads | null>> {
  const files = new Set(Object.keys(sources));
  const loads = new Map<string, Loads>();
  for (const [path, source] of Object.entries(sources)) {
    const language: Language = path.endsWith('.py') ? 'python' : path.endsWith('.ts') ? 'typescript' : 'javascript';
    loads.set(path, loadsOf(path, await moduleOf(language, source), files));
  }
  return (path) => Promise.resolve(loads.get(path) ?? null);
}

test('what a module loads: types do not, re-exports do, lazy ones only when asked', async () => {
  const loads = await graph({ 'a.ts': `import type { T } from './t';\nimport x from 'x';\nexport * from './b';\nconst f = () => import('./lazy');\n`, 'b.ts': `import './c';\n`, 'c.ts': '', 't.ts': '', 'lazy.ts': `import './a';\n` });
  const eager = await closureOf(['a.ts'], loads);
  expect([[...eager.modules], [...eager.externals], eager.unknown]).toEqual([['a.ts', 'b.ts', 'c.ts'], ['x'], []]);
  expect([...(await closureOf(['a.ts'], loads, { lazy: true })).modules]).toContain('lazy.ts');
});

test('Python loads the packages around a module, except its own', async () => {
  const loads = await graph({ 'p/__init__.py': 'from .a import x\n', 'p/a.py': 'from . import b\nfrom .q.c import y\nimport os\n', 'p/b.py': '', 'p/q/__init__.py': '', 'p/q/c.py': 'from p import x\n' });
  expect(await loads('p/a.py')).toEqual({ modules: ['p/b.py', 'p/q/__init__.py', 'p/q/c.py'], externals: ['os'], lazy: [] });
  expect((await loads('p/q/c.py'))?.modules).toEqual(['p/__init__.py']);
});

test('package borders and dotted names', () => {
  expect([nearestWith('packages/x/i.js', 'package.json', FILES), nearestWith('src/a.ts', 'package.json', FILES)]).toEqual(['packages/x', '']);
  expect([dottedName('pkg/sub/b.py', FILES), dottedName('pkg/sub/__init__.py', FILES), dottedName('tool.py', FILES)]).toEqual(['pkg.sub.b', 'pkg.sub', 'tool']);
});
