import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { temporaryDirectories } from '../support/temporary.ts';

const SCRIPT = join(import.meta.dirname, '../../scripts/release.mjs');
const directories = temporaryDirectories();

interface Repository {
  readonly path: string;
  readonly git: (...args: string[]) => string;
  readonly release: (...args: string[]) => { readonly status: number | null; readonly stdout: string; readonly stderr: string };
}

/** A clone of a bare repository whose main says that 1.2.3 is ready. */
async function repository(): Promise<Repository> {
  const [remote, path] = [await directories.make(), await directories.make()];
  const git = (...args: string[]): string => execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...args], { cwd: path, encoding: 'utf8', stdio: 'pipe' }).trim();
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', remote]);
  git('init', '--quiet', '--initial-branch=main');
  git('remote', 'add', 'origin', remote);
  writeFileSync(join(path, 'package.json'), '{ "version": "1.2.3" }\n');
  writeFileSync(join(path, 'CHANGELOG.md'), '# Changelog\n\n## Unreleased\n\n## 1.2.3 - 2026-11-22\n\n### Added\n- A thing.\n\n## 1.2.2\n- Older.\n');
  writeFileSync(join(path, 'action.yml'), 'name: x\n');
  mkdirSync(join(path, 'dist/types'), { recursive: true });
  writeFileSync(join(path, 'dist/index.js'), 'main();\n');
  writeFileSync(join(path, 'dist/types/a.d.ts'), 'export {};\n');
  git('add', '.');
  git('commit', '--quiet', '-m', 'Ready');
  git('push', '--quiet', 'origin', 'main');
  return { path, git, release: (...args) => spawnSync(process.execPath, [SCRIPT, ...args], { cwd: path, encoding: 'utf8' }) };
}

describe('a release', () => {
  it('is verified where version, changelog, dist, tag and branch agree', async () => {
    const { release } = await repository();
    expect(release('verify', '1.2.3')).toMatchObject({ status: 0, stdout: expect.stringMatching(/^1\.2\.3 can be released from [0-9a-f]+\n$/) as string });
  });

  it('is refused with everything that is wrong at once', async () => {
    const { path, git, release } = await repository();
    writeFileSync(join(path, 'dist/new.js'), 'untracked');
    git('commit', '--quiet', '--allow-empty', '-m', 'Not pushed');
    const { status, stderr } = release('verify', '2.0.0');
    expect(status).toBe(1);
    expect(stderr.split('\n').filter((line) => line.startsWith('- '))).toEqual([
      expect.stringContaining('package.json says 1.2.3, not 2.0.0'), expect.stringContaining('no section "## 2.0.0"'), expect.stringContaining('dist is not what the sources build'), expect.stringContaining('not the head of main'),
    ]);
  });

  it.each(['v1.2.3', '1.2', '1.2.3-rc.1', '', '1.2.3; true'])('wants a plain version, not %j', async (version) => {
    const { release } = await repository();
    expect(release('verify', version)).toMatchObject({ status: 1, stderr: expect.stringContaining('is not of the form 1.2.3') as string });
  });

  it('takes its notes from the changelog', async () => {
    const { release } = await repository();
    expect(release('notes', '1.2.3').stdout).toBe('### Added\n- A thing.\n');
    expect(release('notes', '1.2').status).toBe(1);
  });

  it('has checksums of all that is shipped, and they can be checked', async () => {
    const { path, release } = await repository();
    const { stdout } = release('checksums');
    expect(stdout.split('\n').map((line) => line.slice(66))).toEqual(['action.yml', 'dist/index.js', 'dist/types/a.d.ts', '']);
    execFileSync('sha256sum', ['--check', '--quiet', '-'], { cwd: path, input: stdout });
    writeFileSync(join(path, 'dist/index.js'), 'other();\n');
    expect(spawnSync('sha256sum', ['--check', '--quiet', '-'], { cwd: path, input: stdout }).status).toBe(1);
  });

  it('gets its tag, and the major one moves to it', async () => {
    const { path, git, release } = await repository();
    const first = git('rev-parse', 'HEAD');
    expect(release('tag', '1.2.3').status).toBe(0);
    writeFileSync(join(path, 'package.json'), '{ "version": "1.3.0" }\n');
    git('commit', '--quiet', '-am', 'Next');
    git('push', '--quiet', 'origin', 'main');
    expect(release('tag', '1.3.0').status).toBe(0);
    const second = git('rev-parse', 'HEAD');
    expect(git('ls-remote', '--tags', 'origin').split('\n').sort()).toEqual([`${second}\trefs/tags/v1`, `${first}\trefs/tags/v1.2.3`, `${second}\trefs/tags/v1.3.0`].sort());
  });

  it('never moves the tag of a version, nor the major one then', async () => {
    const { git, release } = await repository();
    const first = git('rev-parse', 'HEAD');
    release('tag', '1.2.3');
    git('commit', '--quiet', '--allow-empty', '-m', 'Later');
    git('push', '--quiet', 'origin', 'main');
    expect(release('verify', '1.2.3').stderr).toContain('tag v1.2.3 exists already');
    // A tag may move forward without force on some servers: only the check stands before it, so the branch is turned back here.
    git('commit', '--quiet', '--amend', '--allow-empty', '-m', 'Beside');
    git('reset', '--quiet', '--hard', 'HEAD~1');
    git('commit', '--quiet', '--amend', '-m', 'Another first');
    expect(release('tag', '1.2.3').status).not.toBe(0);
    expect(git('ls-remote', '--tags', 'origin')).toContain(`${first}\trefs/tags/v1\n`);
  });

  it('knows only its commands', async () => {
    const { release } = await repository();
    expect(release('publish')).toMatchObject({ status: 1, stderr: 'release: "publish" is not one of verify, checksums, notes, tag\n' });
  });
});
