import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { temporaryDirectories } from './support/temporary.ts';

const BOOT = resolve(import.meta.dirname, '../src/boot.ts');
const directories = temporaryDirectories();

/** A program that hands over its secrets and then shows what it and its own `/proc` entry know. */
async function program(body: string): Promise<{ readonly file: string; readonly directory: string }> {
  const directory = await directories.make();
  const file = join(directory, 'program.ts');
  writeFileSync(file, `import { readFileSync } from 'node:fs';\nimport { restartWithoutSecrets } from ${JSON.stringify(BOOT)};\nrestartWithoutSecrets();\n${body}\n`);
  return { file, directory };
}

test('the second image knows what the first was given, and its /proc entry does not', async () => {
  const { file, directory } = await program(`
    const environ = readFileSync('/proc/self/environ', 'utf8');
    console.log(JSON.stringify({ key: process.env['INPUT_API-KEY'], path: process.env.PATH !== undefined, handover: process.env.SELF_CODING_HANDOVER ?? null, visible: /s3cret|INPUT_|GITHUB_/.test(environ), arguments: process.argv.slice(2) }));
  `);
  const output = execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', file, 'run', '--x'], {
    encoding: 'utf8', env: { PATH: process.env['PATH'], RUNNER_TEMP: directory, 'INPUT_API-KEY': 's3cret', GITHUB_TOKEN: 's3cret', GITHUB_ENV: '/x' },
  });
  expect(JSON.parse(output)).toEqual({ key: 's3cret', path: true, handover: null, visible: false, arguments: ['run', '--x'] });
  expect(readdirSync(directory)).toEqual(['program.ts']);
});

test('the handover file is gone before anything else runs', async () => {
  const { file, directory } = await program('console.log(process.pid);');
  const { status } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', file], { env: { PATH: process.env['PATH'], RUNNER_TEMP: directory } });
  expect(status).toBe(0);
  expect(readdirSync(directory).filter((name) => existsSync(join(directory, name, 'handover')))).toEqual([]);
});

test('without a directory for temporary files it says so, with what to set, and ends', async () => {
  const { file } = await program('console.log("started");');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', file], { encoding: 'utf8', env: { PATH: process.env['PATH'], RUNNER_TEMP: '/nowhere' } });
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toBe('self-coding needs a directory for temporary files; /nowhere cannot be written (ENOENT). Set TMPDIR to one that can; in a container that is read-only, add `--tmpfs /tmp`.\n');
});
