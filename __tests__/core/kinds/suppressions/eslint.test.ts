import { chmodSync, cpSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { suppressions } from '../../../../src/core/kinds/suppressions.ts';
import type { Candidate } from '../../../../src/core/model/change.ts';
import type { FoundTask } from '../../../../src/core/model/task.ts';
import type { KindContext } from '../../../../src/core/kinds/kind.ts';
import { laboratory, writeFiles } from '../../../support/laboratory.ts';
import { temporaryDirectories } from '../../../support/temporary.ts';

const FIXTURES = join(import.meta.dirname, '../../../fixtures/suppressions');
const MODULES = join(import.meta.dirname, '../../../../node_modules');
const VERSION = (JSON.parse(readFileSync(join(MODULES, 'eslint/package.json'), 'utf8')) as { version: string }).version;
const SOURCE = readFileSync(join(FIXTURES, 'eslint-source.txt'), 'utf8');
const directories = temporaryDirectories();

const manifest = (eslint: string, more: object = {}): string => JSON.stringify({ type: 'module', scripts: { lint: 'eslint src --fix --max-warnings 0' }, devDependencies: { eslint }, ...more });
const CONFIG = "export default [{ rules: { 'no-console': 'error', 'no-var': 'error', 'no-alert': 'warn' } }];\n";

/** A repository whose ESLint is the real one of this project. */
async function repository(files: Readonly<Record<string, string>>, more: Partial<KindContext> = {}): Promise<KindContext> {
  const root = await directories.make();
  writeFiles(root, { 'package.json': manifest(VERSION), 'eslint.config.js': CONFIG, ...files });
  symlinkSync(MODULES, join(root, 'node_modules'));
  return laboratory(root, more).context;
}

/** A repository whose `eslint` prints what a real one of that version printed for the recorded source. */
async function recorded(version: string): Promise<KindContext> {
  const root = await directories.make();
  writeFiles(root, {
    'package.json': manifest(version), 'src/a.js': SOURCE,
    'node_modules/.bin/eslint': `#!/bin/sh\nif [ "$1" = --version ]; then echo v${version}; else sed "s#@ROOT@#$(pwd -P)#" "$(dirname "$0")/output.json"; fi\n`,
  });
  cpSync(join(FIXTURES, `eslint-${version}.json`), join(root, 'node_modules/.bin/output.json'));
  chmodSync(join(root, 'node_modules/.bin/eslint'), 0o755);
  return laboratory(root).context;
}

async function candidateOf(task: FoundTask, context: KindContext): Promise<Candidate> {
  for await (const proposal of suppressions.propose(task, context, [])) if (proposal.type === 'candidate') return proposal.candidate;
  throw new Error('no candidate');
}

/** The text after all tasks, one after the other, each on the text of the one before. */
async function afterAll(tasks: readonly FoundTask[], context: KindContext, path: string): Promise<string> {
  let text = await context.tree.read(path);
  for (const task of tasks) {
    const current = text;
    const { edits } = await candidateOf(task, { ...context, tree: { ...context.tree, read: () => Promise.resolve(current) } });
    text = edits[0]!.after;
  }
  return text ?? '';
}

const CLEAN = `/* eslint-disable no-console */
console.log(1);
/* eslint-enable no-console */
const a = 1;
const b = 2;
// eslint-disable-next-line no-console -- why
console.log(a, b);
const c = 3; // kept
const d = c;
/* eslint-disable-next-line no-var,
   no-console */
const e = d;
export { e };
`;

describe.each(['8.57.1', '9.39.5'])('what ESLint %s printed', (version) => {
  test('leads to tasks by rule and by file, which together clean the source', async () => {
    const context = await recorded(version);
    const tasks = await suppressions.find(context);
    expect(tasks.map(({ title }) => title).sort()).toEqual([
      'Remove 2 unused ESLint suppressions from src/a.js',
      'Remove unused `no-alert, no-var` suppressions (2 in src/a.js)',
      'Remove unused `no-var` suppressions (3 in src/a.js)',
      'Remove unused blanket ESLint suppressions (2 in src/a.js)',
    ]);
    expect(await afterAll(tasks, context, 'src/a.js')).toBe(CLEAN);
  });
});

describe('with the real ESLint', () => {
  test('a task is found, made and proved; without it the tool reports fewer and nothing new', async () => {
    const context = await repository({ 'src/a.js': SOURCE, 'src/b.js': 'export const f = 1; // eslint-disable-line no-var\n' });
    const tasks = await suppressions.find(context);
    const task = tasks.find(({ title }) => title.includes('no-var'))!;
    expect(task.title).toBe('Remove unused `no-var` suppressions (4 in 2 files)');
    const candidate = await candidateOf(task, context);
    expect(candidate.edits.map(({ path }) => path)).toEqual(['src/a.js', 'src/b.js']);
    expect(candidate.edits[1]!.after).toBe('export const f = 1;\n');
    expect(candidate.sites.map(({ probe }) => probe)).toEqual([[], []]);
    expect(candidate.explanation).toContain('- `src/b.js:1`: `export const f = 1; // eslint-disable-line no-var` (no-var)');
    const worth = await suppressions.prove(task, candidate, context);
    expect(worth).toMatchObject({ proved: true, oracle: 'suppression gone' });
  });

  test('a removal that uncovers a problem is not proved', async () => {
    const context = await repository({ 'src/a.js': '// eslint-disable-next-line no-var\nexport const a = 1;\nconsole.log(a); // eslint-disable-line no-console\n' });
    const [task] = await suppressions.find(context);
    const candidate = await candidateOf(task!, context);
    const spoiled = { ...candidate, edits: [{ ...candidate.edits[0]!, after: 'export const a = 1;\nconsole.log(a);\n' }] };
    expect(await suppressions.prove(task!, candidate, context)).toMatchObject({ proved: true });
    expect(await suppressions.prove(task!, spoiled, context)).toMatchObject({ proved: false });
  });

  test('task ids survive unrelated edits', async () => {
    const unused = 'export const f = 1; // eslint-disable-line no-var\n';
    const [first] = await suppressions.find(await repository({ 'src/a.js': unused }));
    const [second] = await suppressions.find(await repository({ 'src/a.js': `export const g = 2;\n\n${unused}` }));
    expect(second!.id).toBe(first!.id);
  });

  test('nothing unused, nothing found; a file that does not parse says nothing', async () => {
    expect(await suppressions.find(await repository({ 'src/a.js': 'console.log(1); // eslint-disable-line no-console\n' }))).toEqual([]);
    expect(await suppressions.find(await repository({ 'src/a.js': '// eslint-disable-next-line no-var\nconst = 1;\n' }))).toEqual([]);
  });

  test('a directive that another lint script needs is not stale', async () => {
    const scripts = { lint: 'eslint src', strict: 'eslint -c strict.config.js src' };
    const strict = "export default [{ rules: { 'no-var': 'error', 'no-alert': 'error' } }];\n";
    const files = { 'strict.config.js': strict, 'eslint.config.js': 'export default [{}];\n', 'src/a.js': 'var a; // eslint-disable-line no-var\nvar b; // eslint-disable-line no-alert\nexport { a, b };\n' };
    const context = await repository({ ...files, 'package.json': manifest(VERSION, { scripts }) });
    expect((await suppressions.find(context)).map(({ title }) => title)).toEqual(['Remove unused `no-alert` suppression in src/a.js']);
  });
});

const UNUSED = { 'src/a.js': 'export const f = 1; // eslint-disable-line no-var\n' };

describe('where ESLint cannot tell, nothing is proposed', () => {
  test.each([
    ['a version range without lockfile', { 'package.json': manifest('^10.0.0') }],
    ['no ESLint of its own', { 'package.json': '{"type":"module"}' }],
    ['Oxlint reads the same comments', { 'package.json': manifest(VERSION, { dependencies: { oxlint: '1.0.0' } }) }],
    ['a configuration that does not load', { 'eslint.config.js': 'export default nothing;\n' }],
    ['a manifest that does not parse', { 'package.json': '{' }],
  ])('%s', async (_, files) => {
    expect(await suppressions.find(await repository({ ...UNUSED, ...files }))).toEqual([]);
  });

  test('a range with a lockfile is pinned', async () => {
    expect(await suppressions.find(await repository({ ...UNUSED, 'package.json': manifest('^10.0.0'), 'package-lock.json': '{}' }))).toHaveLength(1);
  });

  test.each([['tests', { 'test/a.js': UNUSED['src/a.js'], 'package.json': manifest(VERSION, { scripts: { lint: 'eslint .' } }) }, {}], ['paths that may not be edited', UNUSED, { mayEdit: () => false }]])('%s stay as they are', async (_, files, more) => {
    expect(await suppressions.find(await repository(files, more))).toEqual([]);
  });
});
