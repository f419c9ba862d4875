import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { KindContext } from '../../../../src/core/kinds/kind.ts';
import { suppressions } from '../../../../src/core/kinds/suppressions.ts';
import { laboratory, writeFiles } from '../../../support/laboratory.ts';
import { temporaryDirectories } from '../../../support/temporary.ts';

const MODULES = join(import.meta.dirname, '../../../../node_modules');
const VERSION = (JSON.parse(readFileSync(join(MODULES, 'typescript/package.json'), 'utf8')) as { version: string }).version;
const directories = temporaryDirectories();

const SOURCE = `// @ts-ignore the types were wrong once
export const a = 1;
// @ts-ignore still wrong
export const b: number = 'x';
export const s = '// @ts-ignore';
/* @ts-expect-error not needed */
export const c = 3;
`;
const CONFIG = JSON.stringify({ compilerOptions: { strict: true, module: 'nodenext', target: 'es2022', lib: ['es5'], skipLibCheck: true, types: [] }, include: ['src'] });
const manifest = (more: object = {}): string => JSON.stringify({ type: 'module', scripts: { types: 'tsc --noEmit' }, devDependencies: { typescript: VERSION }, ...more });

async function repository(files: Readonly<Record<string, string>>): Promise<KindContext> {
  const root = await directories.make();
  writeFiles(root, { 'package.json': manifest(), 'tsconfig.json': CONFIG, ...files });
  symlinkSync(MODULES, join(root, 'node_modules'));
  return laboratory(root).context;
}

const titles = async (files: Readonly<Record<string, string>>): Promise<string[]> => (await suppressions.find(await repository(files))).map(({ title }) => title);

test('the compiler of the repository tells which directives it does not need, and proves it', async () => {
  const context = await repository({ 'src/a.ts': SOURCE });
  const tasks = await suppressions.find(context);
  expect(tasks.map(({ title }) => title)).toEqual(['Remove 2 unused TypeScript suppressions from src/a.ts']);
  for await (const proposal of suppressions.propose(tasks[0]!, context, [])) {
    if (proposal.type === 'none') throw new Error(proposal.none.reason);
    expect(proposal.candidate.edits[0]!.after).toBe(SOURCE.split('\n').filter((_, index) => index !== 0 && index !== 5).join('\n'));
    expect(await suppressions.prove(tasks[0]!, proposal.candidate, context)).toMatchObject({ proved: true, oracle: 'suppression gone' });
    const spoiled = { ...proposal.candidate.edits[0]!, after: SOURCE.replace('// @ts-ignore still wrong\n', '') };
    expect(await suppressions.prove(tasks[0]!, { ...proposal.candidate, edits: [spoiled] }, context)).toMatchObject({ proved: false });
  }
}, 60_000);

test('a directive that one of two projects needs stays', async () => {
  const file = { 'src/a.ts': '// @ts-ignore\nexport const a: string = null;\n' };
  const loose = JSON.stringify({ compilerOptions: { module: 'nodenext', lib: ['es5'], strict: false, types: [] }, include: ['src'] });
  expect(await titles({ ...file, 'tsconfig.json': loose })).toEqual(['Remove unneeded `@ts-ignore` in src/a.ts']);
  expect(await titles({ ...file, 'tsconfig.json': loose, 'tsconfig.strict.json': CONFIG, 'package.json': manifest({ scripts: { a: 'tsc', b: 'tsc -p tsconfig.strict.json' } }) })).toEqual([]);
}, 60_000);

describe('traps', () => {
  const unused = '// @ts-ignore\nexport const a = 1;\n';

  test.each([
    ['an optional peer that nothing installs', { 'src/a.ts': "// @ts-ignore optional peer\nimport jest from 'jest';\nexport const j: unknown = jest;\n" }],
    ['a dynamic import over several lines of one', { 'src/a.ts': "export async function load(): Promise<unknown> {\n  // @ts-ignore\n  const m = await import(\n    'jest'\n  );\n  return m;\n}\n" }],
    ['a file that is generated', { 'src/a.ts': "// @ts-ignore made by the build\nimport * as g from './generated.js';\nexport const h: unknown = g;\n" }],
    ['a compiler with other errors', { 'src/a.ts': `${unused}export const b: number = '';\n` }],
    ['a module that is not installed', { 'src/a.ts': unused, 'src/b.ts': "import x from 'not-installed';\nexport const y: unknown = x;\n" }],
    ['a file outside the program', { 'other/a.ts': unused, 'src/b.ts': 'export {};\n' }],
    ['JavaScript that is not checked', { 'src/a.js': unused, 'src/b.ts': 'export {};\n' }],
    ['an unpinned compiler', { 'src/a.ts': unused, 'package.json': manifest({ devDependencies: { typescript: '^6.0.0' } }) }],
    ['several compilers', { 'src/a.ts': unused, 'package.json': manifest({ devDependencies: { typescript: VERSION, 'typescript-5.4': 'npm:typescript@5.4.5' } }) }],
    ['build mode', { 'src/a.ts': unused, 'package.json': manifest({ scripts: { build: 'tsc -b' } }) }],
    ['a comment over several lines', { 'src/a.ts': '/*\n * @ts-ignore\n */\nexport const a = 1;\n' }],
  ])('%s: nothing is proposed', async (_, files) => {
    expect(await titles(files)).toEqual([]);
  }, 60_000);
});
