import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createFiles } from '../../src/adapters/files.ts';
import { temporaryDirectories } from '../support/temporary.ts';

const temporary = temporaryDirectories();

function diskFull(): Promise<void> {
  return Promise.reject(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }));
}

test('write creates directories, replaces, and leaves no temporary file', async () => {
  const base = await temporary.make();
  const files = createFiles({ temporaryBase: base });
  const path = join(base, 'a/b/record ü.json');
  await files.write(path, 'one');
  await files.write(path, new Uint8Array([0, 255, 10]));
  expect(await files.read(path)).toEqual(Buffer.from([0, 255, 10]));
  expect(await readdir(join(base, 'a/b'))).toEqual(['record ü.json']);
});

test('a full disk keeps the old content, leaves no temporary file and names the remedy', async () => {
  const base = await temporary.make();
  const path = join(base, 'state.db');
  await writeFile(path, 'old');
  const files = createFiles({ temporaryBase: base, writeContent: async (handle) => { await handle.write('hal'); return diskFull(); } });
  await expect(files.write(path, 'half of it')).rejects.toMatchObject({ name: 'InfrastructureError', message: expect.stringContaining('ENOSPC') as string, remedy: expect.stringContaining('disk space') as string });
  expect(await readFile(path, 'utf8')).toBe('old');
  expect(await readdir(base)).toEqual(['state.db']);
});

test('what is absent is null, not an error', async () => {
  const base = await temporary.make();
  const files = createFiles({ temporaryBase: base });
  await writeFile(join(base, 'file'), '');
  expect(await files.read(join(base, 'none'))).toBeNull();
  expect(await files.read(join(base, 'file/below'))).toBeNull();
  expect(await files.stat(join(base, 'none'))).toBeNull();
  expect(await files.stat(base)).toMatchObject({ isDirectory: true });
  expect(await files.glob(join(base, 'none'), '**')).toEqual([]);
  await files.remove(join(base, 'none'));
});

test('reading a directory is an error that names it', async () => {
  const base = await temporary.make();
  await expect(createFiles({ temporaryBase: base }).read(base)).rejects.toMatchObject({ name: 'InfrastructureError', message: expect.stringContaining(base) as string });
});

test('glob finds files below the directory, sorted, without following links or walking dependencies', async () => {
  const base = await temporary.make();
  const files = createFiles({ temporaryBase: base });
  for (const path of ['b/TEST-1.xml', 'a/x/TEST-2.xml', '.hidden/TEST-3.xml', 'node_modules/p/TEST-4.xml', 'report.xml']) await files.write(join(base, path), '');
  await symlink(base, join(base, 'loop'));
  expect(await files.glob(base, '**/TEST-*.xml')).toEqual(['.hidden/TEST-3.xml', 'a/x/TEST-2.xml', 'b/TEST-1.xml']);
  expect(await files.glob(base, './report.xml')).toEqual(['report.xml']);
  expect(await files.glob(base, 'a/**/*.xml')).toEqual(['a/x/TEST-2.xml']);
  expect(await files.glob(base, 'node_modules/**/*.xml')).toEqual(['node_modules/p/TEST-4.xml']);
});

test('temporary directories are empty, distinct and gone after dispose', async () => {
  const base = join(await temporary.make(), 'not yet');
  const files = createFiles({ temporaryBase: base });
  const [one, two] = [await files.temporaryDirectory(), await files.temporaryDirectory()];
  expect(one).not.toBe(two);
  expect(await readdir(one)).toEqual([]);
  await mkdir(join(one, 'reports'));
  await files.dispose();
  expect(await readdir(base)).toEqual([]);
});
