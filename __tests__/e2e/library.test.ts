/** README's usage block, run as it stands by a program that has the package installed; and the types that the package ships. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { stripTypeScriptTypes } from 'node:module';
import { createRepository } from '../support/repository.ts';
import { DIST } from '../support/runner.ts';
import { temporaryDirectories } from '../support/temporary.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const [, block] = /<!-- library -->\n```ts\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, 'README.md'), 'utf8'))!;

const directories = temporaryDirectories();

/** A program beside the package, as npm lays it out. */
async function consumer(): Promise<string> {
  const place = await directories.make();
  const packages = join(place, 'node_modules');
  mkdirSync(join(packages, 'self-coding-engine'), { recursive: true });
  cpSync(join(ROOT, 'package.json'), join(packages, 'self-coding-engine/package.json'));
  symlinkSync(DIST, join(packages, 'self-coding-engine/dist'));
  writeFileSync(join(place, 'package.json'), '{ "type": "module" }\n');
  return place;
}

test('the usage block runs as it stands: it suggests, proposes, proves and commits', async () => {
  const place = await consumer();
  const path = join(place, 'repository');
  cpSync(join(ROOT, 'examples/javascript'), path, { recursive: true });
  const repository = createRepository(path);
  repository.commit('start');
  writeFileSync(join(place, 'usage.mjs'), stripTypeScriptTypes(block!));

  const printed = execFileSync(process.execPath, [join(place, 'usage.mjs')], { cwd: path, env: { ...process.env, ...repository.environment }, encoding: 'utf8' });

  expect(printed).toMatch(/^src\/\w+\.js:\d+ escapeXml$/m);
  expect(printed).toMatch(/^Reuse `pageName` in src\/index\.js$/m);
  const commit = repository.git('rev-parse', 'HEAD');
  expect(printed).toContain(`kept 1 ${commit} [`);
  expect(repository.git('log', '-1', '--format=%B')).toContain('Self-Coding-Patch: ');
  expect(repository.git('diff-tree', '--no-commit-id', '--name-only', '-r', 'HEAD').split('\n')).toEqual(['src/index.js', 'src/sitemap.js']);
  expect(repository.git('status', '--porcelain').split('\n').sort()).toEqual(['?? code.db', '?? helpers.db', '?? mem.db']);

  const again = `import { CodeDb, GptMemory, MemoryManager } from 'self-coding-engine';
    const memory = await GptMemory.open({ dbPath: 'helpers.db' });
    console.log(JSON.stringify([(await memory.search('sort', { tags: ['bugfix'] })).length, (await MemoryManager.open('mem.db')).get('last attempt: src/index.js').text.slice(0, 5)]));`;
  writeFileSync(join(place, 'again.mjs'), again);
  const kept = execFileSync(process.execPath, [join(place, 'again.mjs')], { cwd: path, encoding: 'utf8' });
  expect(JSON.parse(kept)).toEqual([1, 'kept:']);
});

test('the usage block has the types that it needs, and wrong uses are errors', async () => {
  const place = await consumer();
  for (const name of ['@types', 'undici-types']) symlinkSync(join(ROOT, 'node_modules', name), join(place, 'node_modules', name));
  const wrong = "// @ts-expect-error a path is a string\nawait engine.applyPatch(1, 'x');\n// @ts-expect-error no such outcome\nif (attempt.outcome === 'merged') console.log(1);\n";
  writeFileSync(join(place, 'usage.ts'), `${block!}${wrong}`);
  const compiler = join(dirname(dirname(resolve(ROOT, 'node_modules/typescript/package.json'))), 'typescript/bin/tsc');
  const options = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--module', 'nodenext', '--target', 'es2024', '--types', 'node', '--skipLibCheck', 'false'];
  expect(execFileSync(process.execPath, [compiler, ...options, join(place, 'usage.ts')], { cwd: place, encoding: 'utf8' })).toBe('');
});
