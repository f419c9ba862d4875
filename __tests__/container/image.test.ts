/** What the image is, and what it is not. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { containers, dockered, IMAGE, ROOT } from '../support/container.ts';

const { run, shell } = containers();
const { version, description } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { readonly version: string; readonly description: string };

test('it runs the command line as a user who is not root, where the repository is mounted, and says what it is', async () => {
  const [{ Config }] = JSON.parse(await dockered('image', 'inspect', IMAGE)) as [{ readonly Config: { readonly User: string; readonly WorkingDir: string; readonly Entrypoint: readonly string[]; readonly Env: readonly string[]; readonly Labels: Readonly<Record<string, string>> } }];
  expect(Config).toMatchObject({ User: '1000:1000', WorkingDir: '/repository', Entrypoint: ['node', '/opt/self-coding-engine/dist/cli.js'] });
  expect(Config.Labels).toEqual(expect.objectContaining({
    'org.opencontainers.image.title': 'Self-Coding Engine',
    'org.opencontainers.image.description': description,
    'org.opencontainers.image.licenses': 'MIT',
    'org.opencontainers.image.source': expect.stringMatching(/^https:\/\//) as string,
    'org.opencontainers.image.version': version,
    'org.opencontainers.image.revision': expect.stringMatching(/^[0-9a-f]{40}$/) as string,
  }));
  // It would keep `npm ci` from installing what the checks of a repository need.
  expect(Config.Env.filter((entry) => entry.startsWith('NODE_ENV='))).toEqual([]);
});

test('it holds the built engine with its licences and nothing else of the project', async () => {
  const { log } = await shell('cd /opt/self-coding-engine && find . -type f | sort');
  const files = log.trim().split('\n');
  expect(files.filter((path) => !path.startsWith('./dist/'))).toEqual(['./LICENSE']);
  expect(files).toEqual(expect.arrayContaining(['./dist/cli.js', './dist/main.js', './dist/licenses.txt']));
  expect(files.filter((path) => path.includes('types/') || path.endsWith('.ts'))).toEqual([]);
});

test('package managers have left nothing behind', async () => {
  const left = 'find /var/lib/apt/lists /var/cache/apt /var/log/apt /var/log/*.log /var/cache/ldconfig /home/self-coding /state /repository -type f ! -name lock 2>/dev/null; find /etc -maxdepth 1 -name "*-"';
  expect((await shell(left, { user: { uid: 0, gid: 0 } })).log).toBe('');
});

test('git, GNU tar, zstd and certificates are there', async () => {
  const { exitCode, log } = await shell('git version && tar --version | head -1 && zstd --version && test -s /etc/ssl/certs/ca-certificates.crt && node --version');
  expect(exitCode).toBe(0);
  expect(log).toMatch(/git version 2\.(3[1-9]|[4-9]\d)[^]*tar \(GNU tar\)[^]*Zstandard[^]*v24\./);
});

test('only the mount point is taken for a safe repository', async () => {
  expect((await shell('git config --system --get-all safe.directory')).log).toBe('/repository\n');
});

test('help and version need no repository, by entry point and by name', async () => {
  expect(await run(['--version'])).toEqual({ exitCode: 0, log: `${version}\n` });
  expect(await shell('self-coding --version')).toEqual({ exitCode: 0, log: `${version}\n` });
  const { exitCode, log } = await run(['--help'], { user: 'image' });
  expect(exitCode).toBe(0);
  expect(log).toContain('self-coding run [flags]');
});

test('without a repository it says so, and ends with 1', async () => {
  const { exitCode, log } = await run(['run']);
  expect(exitCode).toBe(1);
  expect(log).toContain('this directory is not inside the working tree of a git repository (given: "/repository")');
});
