import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { openGit, type GitRepository } from '../../src/adapters/git.ts';
import { createRepository, type FileContents, type TestRepository } from '../support/repository.ts';
import { temporaryDirectories } from '../support/temporary.ts';

const temporary = temporaryDirectories();

async function repositoryWith(files: FileContents): Promise<{ readonly repository: TestRepository; readonly git: GitRepository }> {
  const repository = createRepository(join(await temporary.make(), 'repo'), files);
  return { repository, git: await openGit({ directory: repository.path, token: null, environment: repository.environment }) };
}

describe('contents', () => {
  test('are read by one process, however big, many or strange they are', async () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`f${index}`, `${index}\n`.repeat(index)]));
    const { repository, git } = await repositoryWith({ ...many, big: 'x'.repeat(3_000_000), empty: '', binary: Buffer.from([0, 10, 255, 10, 10]) });
    const entries = await git.listTree('HEAD');
    const blobs = await git.readBlobs(entries.map(({ blob }) => blob));
    for (const { path, blob } of entries) expect(Buffer.compare(blobs.get(blob)!, readFileSync(join(repository.path, path)))).toBe(0);
    const twice = await Promise.all([git.readBlobs([entries[0]!.blob, entries[0]!.blob]), git.readBlobs([entries[1]!.blob])]);
    expect(twice.map(({ size }) => size)).toEqual([1, 1]);
  });

  test('that the repository lacks are an error that names the object; later questions are answered', async () => {
    const { git } = await repositoryWith({ a: '1' });
    const [entry] = await git.listTree('HEAD');
    await expect(git.readBlobs(['1'.repeat(40), entry!.blob])).rejects.toMatchObject({ name: 'InfrastructureError', message: expect.stringContaining('1'.repeat(40)) as string });
    expect(Buffer.from((await git.readBlobs([entry!.blob])).get(entry!.blob)!).toString()).toBe('1');
  });

  test('come also after somebody ended the process that reads', async () => {
    const { repository, git } = await repositoryWith({ a: '1', b: '2' });
    const entries = await git.listTree('HEAD');
    await git.readBlobs([entries[0]!.blob]);
    endReaders(repository.path);
    expect(Buffer.from((await git.readBlobs([entries[1]!.blob])).get(entries[1]!.blob)!).toString()).toBe('2');
  });
});

/** Ends every `git cat-file --batch` that works in the directory. */
function endReaders(directory: string): void {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (readlinkSync(`/proc/${pid}/cwd`) === directory && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('cat-file')) process.kill(Number(pid), 'SIGKILL');
    } catch {
      // Another user's, or gone.
    }
  }
}
