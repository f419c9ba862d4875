import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { systemClock } from '../../src/adapters/clock.ts';
import { openGit } from '../../src/adapters/git.ts';
import { createWorkspace } from '../../src/adapters/workspace.ts';
import type { TreeChange } from '../../src/core/ports.ts';
import { createRepository, type TestRepository } from '../support/repository.ts';
import { snapshotOf } from '../support/tree-snapshot.ts';
import { change, FILES, read, worlds } from '../support/workspace.ts';

const { world, closeLater, makeDirectory } = worlds();

function shell(repository: TestRepository, script: string): () => Promise<string> {
  return () => Promise.resolve(execFileSync('bash', ['-ec', script], { cwd: repository.path, env: { ...repository.environment, GIT_AUTHOR_NAME: 'T', GIT_AUTHOR_EMAIL: 't@t', GIT_COMMITTER_NAME: 'T', GIT_COMMITTER_EMAIL: 't@t' }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }));
}

describe('apply and undo', () => {
  test('writes to the byte, keeps modes, and puts everything back', async () => {
    const { repository, workspace } = await world();
    chmodSync(join(repository.path, 'plain.txt'), 0o640);
    const before = snapshotOf(repository.path);
    await workspace.apply([
      change(repository, 'plain.txt', 'changed, longer than before\n'), change(repository, 'crlf.txt', 'a\r\nb\r\n\r\nc'), change(repository, 'run.sh', '#!/bin/sh\n', '100755'),
      change(repository, 'with space/ümlaut “x”.js', ''), change(repository, 'new dir/ü/x.txt', 'new'), change(repository, 'tool', 'x', '100755'), change(repository, 'binary.bin', null),
      change(repository, 'link', 'crlf.txt', '120000'), change(repository, 'dir/only.txt', null),
    ]);
    expect(read(repository, 'crlf.txt')).toBe('a\r\nb\r\n\r\nc');
    expect(lstatSync(join(repository.path, 'plain.txt')).mode & 0o777).toBe(0o640);
    expect(lstatSync(join(repository.path, 'tool')).mode & 0o100).toBe(0o100);
    expect(readlinkSync(join(repository.path, 'link'))).toBe('crlf.txt');
    expect(existsSync(join(repository.path, 'binary.bin'))).toBe(false);
    await workspace.undo();
    expect(snapshotOf(repository.path)).toEqual(before);
    await workspace.undo();
    expect(snapshotOf(repository.path)).toEqual(before);
    expect(repository.git('status', '--porcelain')).toBe('?? notes.txt');
  });

  test('replaces what an earlier apply wrote', async () => {
    const { repository, workspace } = await world();
    const before = snapshotOf(repository.path);
    await workspace.apply([change(repository, 'plain.txt', 'first'), change(repository, 'a/b/c', 'first'), change(repository, 'dir/only.txt', null)]);
    await workspace.apply([change(repository, 'plain.txt', 'second'), change(repository, 'a/d', 'second')]);
    expect([read(repository, 'plain.txt'), read(repository, 'a/d'), read(repository, 'dir/only.txt')]).toEqual(['second', 'second', 'only\n']);
    expect(existsSync(join(repository.path, 'a/b/c'))).toBe(false);
    await workspace.apply([]);
    expect(read(repository, 'plain.txt')).toBe('plain\n');
    await workspace.undo();
    expect(snapshotOf(repository.path)).toEqual(before);
  });

  test('turns a file into a directory and a directory into a file, and back', async () => {
    const { repository, workspace } = await world();
    const before = snapshotOf(repository.path);
    const swap = [change(repository, 'plain.txt', null), change(repository, 'plain.txt/inner', 'x'), change(repository, 'deep/er/file.txt', null), change(repository, 'deep', 'file')];
    await workspace.apply(swap);
    expect([read(repository, 'plain.txt/inner'), read(repository, 'deep')]).toEqual(['x', 'file']);
    await workspace.apply(swap);
    await workspace.apply([]);
    await workspace.apply(swap);
    await workspace.undo();
    expect(snapshotOf(repository.path)).toEqual(before);
  });

  test('removes from a directory of its own what commands left in it', async () => {
    const { repository, workspace } = await world();
    const before = snapshotOf(repository.path);
    await workspace.apply([change(repository, 'pkg/mod.py', 'x = 1\n')]);
    repository.write({ 'pkg/run.log': 'ignored' });
    await workspace.undo();
    expect(snapshotOf(repository.path)).toEqual(before);
  });

  test('any sets of changes, one after the other, are undone exactly', async () => {
    const { repository, git, workspace } = await world();
    const before = snapshotOf(repository.path);
    const paths = ['plain.txt', 'crlf.txt', 'run.sh', 'dir/only.txt', 'deep/er/file.txt', 'with space/ümlaut “x”.js', 'new', 'fresh/a', 'fresh/b/c', 'dir/more'];
    const content = fc.oneof(fc.constant(null), fc.uint8Array({ maxLength: 40 }), fc.constantFrom('\r\n', 'plain\n', ''));
    const set = fc.uniqueArray(fc.record({ path: fc.constantFrom(...paths), content, mode: fc.constantFrom('100644', '100755') }), { selector: ({ path }) => path, maxLength: 6 });
    await fc.assert(fc.asyncProperty(fc.array(set, { minLength: 1, maxLength: 3 }), async (sets) => {
      for (const changes of sets) {
        const wanted = changes.map(({ path, content: after, mode }) => change(repository, path, after, mode));
        await workspace.apply(wanted);
        for (const { path, after } of wanted) {
          expect(existsSync(join(repository.path, path))).toBe(after !== null);
          if (after !== null) expect(readFileSync(join(repository.path, path))).toEqual(after.content);
        }
        expect((await git.status()).tracked.every((path) => wanted.some((one) => one.path === path))).toBe(true);
      }
      await workspace.undo();
      expect(snapshotOf(repository.path)).toEqual(before);
    }), { numRuns: 20 });
  }, 60_000);
});

describe('what could not be put back is refused before anything is written', () => {
  const cases: readonly (readonly [string, (repository: TestRepository) => void, (repository: TestRepository) => TreeChange, string])[] = [
    ['an untracked file in the way', () => undefined, (repository) => change(repository, 'notes.txt', 'x'), 'notes.txt'],
    ['an ignored file in the way', () => undefined, (repository) => change(repository, 'debug.log', 'x'), 'debug.log'],
    ['a read-only file', (repository) => { chmodSync(join(repository.path, 'crlf.txt'), 0o444); }, (repository) => change(repository, 'crlf.txt', 'x'), 'read-only'],
    ['a path through a symbolic link', (repository) => { symlinkSync('/tmp', join(repository.path, 'out')); }, (repository) => change(repository, 'out/x', 'x'), 'symbolic link out'],
    ['a path below a file', () => undefined, (repository) => change(repository, 'crlf.txt/x', 'x'), 'not a directory'],
    ['a directory with other files', (repository) => { repository.write({ 'dir/mine': 'x' }); }, (repository) => change(repository, 'dir', 'x'), 'dir/'],
    ['a file that is gone', (repository) => { rmSync(join(repository.path, 'crlf.txt')); }, (repository) => change(repository, 'crlf.txt', 'x'), 'crlf.txt'],
    ['a path out of the repository', () => undefined, () => ({ path: '../x', before: null, after: { mode: '100644', content: Buffer.from('x') } }), '../x'],
    ['a path into the git directory', () => undefined, () => ({ path: '.git/hooks/pre-commit', before: null, after: { mode: '100644', content: Buffer.from('x') } }), '.git/hooks'],
  ];
  test.each(cases)('%s', async (_, prepare, bad, named) => {
    const { repository, workspace } = await world();
    await workspace.apply([]);
    prepare(repository);
    const before = snapshotOf(repository.path);
    await expect(workspace.apply([change(repository, 'plain.txt', 'changed'), bad(repository)])).rejects.toMatchObject({ name: 'InfrastructureError', message: expect.stringContaining(named) as string });
    expect(snapshotOf(repository.path)).toEqual(before);
  });
});

test('what stands in the way of changes can be asked before; nothing is written', async () => {
  const { repository, workspace } = await world();
  chmodSync(join(repository.path, 'plain.txt'), 0o444);
  const before = snapshotOf(repository.path);
  expect(await workspace.obstacle([change(repository, 'crlf.txt', 'x')])).toBeNull();
  expect(await workspace.obstacle([change(repository, 'plain.txt', 'x')])).toEqual({ problem: 'plain.txt is read-only: its mode has no write permission.', remedy: 'Make it writable (`chmod u+w`), or leave it out with `paths`.' });
  expect(await workspace.obstacle([change(repository, 'notes.txt', 'x')])).toMatchObject({ problem: 'The untracked file notes.txt would be overwritten.' });
  expect(snapshotOf(repository.path)).toEqual(before);
});

test('a disk that fills up while files are written: everything is put back, the error names the remedy', async () => {
  for (const failAt of [1, 2, 3]) {
    let writes = 0;
    const { repository, workspace } = await world({
      writeContent: async (handle, content) => {
        writes += 1;
        if (writes === failAt) {
          await handle.write(content.subarray(0, 2), 0, Math.min(2, content.length), 0);
          throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' });
        }
        await handle.write(content, 0, content.length, 0);
      },
    });
    const before = snapshotOf(repository.path);
    const changes = [change(repository, 'crlf.txt', 'changed'), change(repository, 'fresh/x', 'new'), change(repository, 'run.sh', 'changed', '100755')];
    await expect(workspace.apply(changes)).rejects.toMatchObject({ name: 'InfrastructureError', message: expect.stringContaining('ENOSPC') as string, remedy: expect.stringContaining('disk space') as string });
    expect(snapshotOf(repository.path)).toEqual(before);
    await workspace.close();
  }
});

describe('guardCommand', () => {
  test('puts back tracked files and removes new ones, and says so; ignored ones stay', async () => {
    const { repository, workspace } = await world();
    chmodSync(join(repository.path, 'crlf.txt'), 0o600);
    const before = snapshotOf(repository.path);
    const { value, sideEffects } = await workspace.guardCommand({ keepNew: false }, shell(repository, `
      echo x >> plain.txt; printf changed > crlf.txt; rm run.sh; rm -r dir; chmod +x binary.bin; ln -sf run.sh link; rm -r deep; ln -s /tmp deep
      mkdir -p out/deep; echo y > out/deep/report.xml; echo z > "new ü.txt"; git init -q nested; echo n > nested/n; rm -r "with space"; echo f > "with space"; echo more > kept.log; echo done`));
    expect(value).toBe('done\n');
    expect([...sideEffects.restored].sort()).toEqual(['binary.bin', 'crlf.txt', 'deep/er/file.txt', 'dir/only.txt', 'link', 'plain.txt', 'run.sh', 'with space/ümlaut “x”.js']);
    expect([...sideEffects.removed].sort()).toEqual(['nested/', 'new ü.txt', 'out/deep/report.xml']);
    rmSync(join(repository.path, 'kept.log'));
    expect(snapshotOf(repository.path)).toEqual(before);
  });

  test('keeps what setup creates, but not what it does to tracked files', async () => {
    const { repository, workspace } = await world();
    const { sideEffects } = await workspace.guardCommand({ keepNew: true }, shell(repository, 'echo lock > fresh.lock; echo x >> plain.txt'));
    expect(sideEffects).toEqual({ restored: ['plain.txt'], removed: [] });
    const again = await workspace.guardCommand({ keepNew: false }, shell(repository, 'echo more > other.txt'));
    expect(again.sideEffects).toEqual({ restored: [], removed: ['other.txt'] });
    expect(read(repository, 'fresh.lock')).toBe('lock\n');
  });

  test('puts the candidate back if a command changes it', async () => {
    const { repository, workspace } = await world();
    const before = snapshotOf(repository.path);
    await workspace.apply([change(repository, 'plain.txt', 'candidate'), change(repository, 'fresh/x.txt', 'candidate'), change(repository, 'dir/only.txt', null)]);
    const { sideEffects } = await workspace.guardCommand({ keepNew: false }, shell(repository, 'echo fixed > plain.txt; rm -r fresh; mkdir -p dir; echo back > dir/only.txt; echo x > crlf.txt'));
    expect([...sideEffects.restored].sort()).toEqual(['crlf.txt', 'dir/only.txt', 'fresh/x.txt', 'plain.txt']);
    expect([read(repository, 'plain.txt'), read(repository, 'fresh/x.txt')]).toEqual(['candidate', 'candidate']);
    expect(existsSync(join(repository.path, 'dir/only.txt'))).toBe(false);
    await workspace.undo();
    expect(snapshotOf(repository.path)).toEqual(before);
  });

  test.each([
    ['stages', 'echo x > plain.txt; echo y > added; git add -A', []],
    ['commits', 'echo x > plain.txt; git add -A; git commit -qm mine', ['HEAD']],
    ['switches branch', 'git checkout -q -b other; git commit -q --allow-empty -m other', ['HEAD']],
    ['detaches', 'git checkout -q --detach', ['HEAD']],
    ['leaves locks', 'touch .git/index.lock .git/HEAD.lock', []],
    ['hides its changes', 'echo x > plain.txt; git update-index --assume-unchanged plain.txt; echo "*.hidden" >> .gitignore; touch a.hidden', []],
  ])('undoes a command that %s', async (_, script, restored) => {
    const { repository, workspace } = await world();
    const before = snapshotOf(repository.path);
    const head = repository.git('rev-parse', 'HEAD');
    const { sideEffects } = await workspace.guardCommand({ keepNew: false }, shell(repository, script));
    expect(sideEffects.restored).toEqual(expect.arrayContaining(restored));
    expect(snapshotOf(repository.path)).toEqual(before);
    expect(repository.git('rev-parse', 'HEAD', '--symbolic-full-name', 'HEAD')).toBe(`${head}\nrefs/heads/main`);
    expect(repository.git('status', '--porcelain')).toBe('?? notes.txt');
  });

  test('puts git\'s own settings back before it asks git anything, and keeps a copy', async () => {
    const { repository, workspace } = await world();
    repository.write({ '.git/hooks/pre-push': '#!/bin/sh\n' }, ['.git/hooks/pre-push']);
    const before = snapshotOf(repository.path);
    const { sideEffects } = await workspace.guardCommand({ keepNew: false }, shell(repository, `
      git config core.worktree /nowhere; git config core.trustctime false; git config filter.x.smudge 'tr a-z A-Z'; git config filter.x.clean 'tr A-Z a-z'
      echo '* filter=x' > .git/info/attributes; echo '*' > .git/info/exclude; echo exit > .git/hooks/post-commit; chmod +x .git/hooks/post-commit; rm .git/hooks/pre-push
      echo hello > plain.txt; echo new > new.txt`));
    expect([...sideEffects.restored].sort()).toEqual(['.git/config', '.git/hooks/post-commit', '.git/hooks/pre-push', '.git/info/attributes', '.git/info/exclude', 'plain.txt']);
    expect(sideEffects.removed).toEqual(['new.txt']);
    expect(snapshotOf(repository.path)).toEqual(before);
    const [aside] = readdirSync(join(repository.path, '.git/self-coding/recovered'));
    expect(read(repository, `.git/self-coding/recovered/${aside!}/git-config`)).toContain('worktree = /nowhere');
  });

  test('puts back what was committed where a command has objects replaced', async () => {
    const { repository, workspace } = await world();
    const before = snapshotOf(repository.path);
    await workspace.guardCommand({ keepNew: false }, shell(repository, 'git replace "$(git rev-parse HEAD:plain.txt)" "$(echo evil | git hash-object -w --stdin)"; echo x > plain.txt'));
    expect(snapshotOf(repository.path)).toEqual(before);
    expect(repository.git('replace', '--list')).toBe('');
  });

  test('cleans up after a command that throws, and passes the error on', async () => {
    const { repository, workspace } = await world();
    const before = snapshotOf(repository.path);
    await expect(workspace.guardCommand({ keepNew: false }, () => { writeFileSync(join(repository.path, 'plain.txt'), 'x'); return Promise.reject(new Error('boom')); })).rejects.toThrow('boom');
    expect(snapshotOf(repository.path)).toEqual(before);
  });

  test('works with line-end conversion switched on', async () => {
    const { repository, workspace } = await world({}, { ...FILES, '.gitattributes': '*.txt text eol=crlf\n' });
    rmSync(join(repository.path, 'plain.txt'));
    repository.git('checkout', '-q', '--', 'plain.txt');
    expect(read(repository, 'plain.txt')).toBe('plain\r\n');
    const before = snapshotOf(repository.path);
    await workspace.guardCommand({ keepNew: false }, shell(repository, 'echo x > plain.txt'));
    expect(snapshotOf(repository.path)).toEqual(before);
  });
});

test('uncommitted changes at the start are an error that names them; nothing is touched', async () => {
  const { repository, workspace } = await world();
  repository.write({ 'crlf.txt': 'precious', 'run.sh': 'precious' });
  const before = snapshotOf(repository.path);
  await expect(workspace.guardCommand({ keepNew: false }, shell(repository, 'echo x > ran'))).rejects.toMatchObject({ name: 'ConfigError', message: expect.stringMatching(/crlf\.txt, run\.sh.*stash/) as string });
  expect(snapshotOf(repository.path)).toEqual(before);
});

test('a repository without commits is an error with a remedy', async () => {
  const repository = createRepository(join(await makeDirectory(), 'repo'));
  mkdirSync(join(repository.path, 'src'));
  const git = await openGit({ directory: repository.path, token: null, environment: repository.environment });
  const workspace = closeLater(await createWorkspace({ git, clock: systemClock }));
  await expect(workspace.apply([])).rejects.toMatchObject({ name: 'InfrastructureError', remedy: expect.stringContaining('Commit') as string });
});
