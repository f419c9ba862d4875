import { existsSync, readFileSync } from 'node:fs';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createShell } from '../../src/adapters/shell.ts';
import { temporaryDirectories } from '../support/temporary.ts';

const temporary = temporaryDirectories();
const MINUTE = 60_000;

function shellWith(environment: Record<string, string> = {}, passEnv: readonly string[] = [], outputLimitBytes = 1_000_000) {
  return createShell({ environment: { PATH: process.env['PATH']!, HOME: process.env['HOME']!, ...environment }, passEnv, outputLimitBytes, graceMs: 300 });
}

/** A process that ended may stay a zombie where nothing reaps it: that counts as ended. */
function isAlive(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'latin1').includes(') Z ');
  } catch {
    return false;
  }
}

async function eventuallyDead(pid: number): Promise<boolean> {
  for (let i = 0; i < 100 && isAlive(pid); i += 1) await delay(20);
  return !isAlive(pid);
}

describe('a shell line', () => {
  test('runs in the directory, with output and exit code apart', async () => {
    const cwd = await temporary.make();
    const result = await shellWith().run({ command: 'pwd; echo oops >&2; exit 3', cwd, timeoutMs: MINUTE });
    expect(result).toMatchObject({ status: 'exited', exitCode: 3, signal: null, stdout: `${cwd}\n`, stderr: 'oops\n', truncated: false });
  });

  test('stops at the first failure and at a failure inside a pipe, as a workflow step does', async () => {
    const cwd = await temporary.make();
    const shell = shellWith();
    expect(await shell.run({ command: 'false\necho reached', cwd, timeoutMs: MINUTE })).toMatchObject({ exitCode: 1, stdout: '' });
    expect(await shell.run({ command: 'false | cat', cwd, timeoutMs: MINUTE })).toMatchObject({ exitCode: 1 });
  });

  test('falls back to sh where there is no bash', async () => {
    const cwd = await temporary.make();
    await symlink('/bin/sh', join(cwd, 'sh'));
    const shell = createShell({ environment: { PATH: cwd }, passEnv: [], outputLimitBytes: 1000 });
    expect(await shell.run({ command: 'echo here; unknown; echo reached', cwd, timeoutMs: MINUTE })).toMatchObject({ status: 'not-found', stdout: 'here\n' });
  });

  test('of an unknown command is not-found', async () => {
    const cwd = await temporary.make();
    expect(await shellWith().run({ command: 'no-such-tool --version', cwd, timeoutMs: MINUTE })).toMatchObject({ status: 'not-found', exitCode: 127 });
  });

  test('that dies of a signal is told apart from an exit', async () => {
    const cwd = await temporary.make();
    expect(await shellWith().run({ command: 'kill -SEGV $$', cwd, timeoutMs: MINUTE })).toMatchObject({ status: 'signalled', exitCode: null, signal: 'SIGSEGV' });
  });
});

describe('an argument vector', () => {
  test('reaches the program without a shell', async () => {
    const cwd = await temporary.make();
    const result = await shellWith().run({ command: ['printf', '%s|', '$HOME', '`id`', 'a b'], cwd, timeoutMs: MINUTE });
    expect(result.stdout).toBe('$HOME|`id`|a b|');
  });

  test('of a missing program is not-found', async () => {
    const cwd = await temporary.make();
    expect(await shellWith().run({ command: ['no-such-tool'], cwd, timeoutMs: MINUTE })).toMatchObject({ status: 'not-found', exitCode: null });
  });
});

test('stdin is closed unless given, and need not be read', async () => {
  const cwd = await temporary.make();
  const shell = shellWith();
  expect((await shell.run({ command: 'cat', cwd, timeoutMs: MINUTE })).stdout).toBe('');
  expect((await shell.run({ command: 'cat', cwd, timeoutMs: MINUTE, stdin: 'given' })).stdout).toBe('given');
  expect((await shell.run({ command: 'true', cwd, timeoutMs: MINUTE, stdin: 'x'.repeat(5_000_000) })).exitCode).toBe(0);
});

test('a missing directory is an error with a remedy', async () => {
  const cwd = await temporary.make();
  await expect(shellWith().run({ command: 'true', cwd: join(cwd, 'gone'), timeoutMs: MINUTE })).rejects.toMatchObject({ name: 'InfrastructureError', message: expect.stringContaining('gone') as string });
});

test('toolchains of Go, Cargo, Maven and Gradle find what steers them', async () => {
  const steering = {
    GOFLAGS: '-mod=vendor', GOPRIVATE: 'example.com/*', GONOSUMDB: 'example.com', GOSUMDB: 'off', GOWORK: 'off', GOEXPERIMENT: 'x', CGO_LDFLAGS: '-lm', CARGO_NET_OFFLINE: 'true', CARGO_TERM_COLOR: 'never', CARGO_REGISTRIES_OURS_INDEX: 'sparse+https://127.0.0.1/',
    CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_LINKER: 'lld', RUSTFLAGS: '-Dwarnings', RUSTUP_TOOLCHAIN: 'stable', MAVEN_ARGS: '-B', MAVEN_OPTS: '-Xmx1g', GRADLE_OPTS: '-Xmx1g', JAVA_TOOL_OPTIONS: '-Dfile.encoding=UTF-8',
  };
  const { stdout } = await shellWith(steering).run({ command: 'env', cwd: await temporary.make(), timeoutMs: MINUTE });
  expect(stdout.split('\n')).toEqual(expect.arrayContaining(Object.entries(steering).map(([name, value]) => `${name}=${value}`)));
});

describe('a hostile command', () => {
  const secrets = {
    'INPUT_API-KEY': 'k-secret', INPUT_TOKEN: 't-secret', GITHUB_TOKEN: 'gt-secret', GH_TOKEN: 'gh-secret', ACTIONS_RUNTIME_TOKEN: 'rt-secret', ACTIONS_RESULTS_URL: 'url-secret',
    GITHUB_ENV: '/runner/secret-env', GITHUB_OUTPUT: '/runner/secret-out', GITHUB_PATH: '/runner/secret-path', GITHUB_STATE: '/runner/secret-state', GITHUB_STEP_SUMMARY: '/runner/secret-sum',
    NPM_TOKEN: 'npm-secret', npm_config__authToken: 'auth-secret', AWS_SECRET_ACCESS_KEY: 'aws-secret', OPENAI_API_KEY: 'oa-secret', MY_KEY: 'my-secret',
    CARGO_REGISTRY_TOKEN: 'cargo-secret', CARGO_REGISTRIES_OURS_TOKEN: 'ours-secret', CARGO_REGISTRIES_OURS_CREDENTIAL_PROVIDER: 'secret-provider', NETRC: '/home/secret-netrc', GOAUTH: 'netrc /secret',
    MAVEN_OPTS: '-Xmx1g -Dserver.password=maven-secret', MAVEN_ARGS: '-s /home/x -Dapi.token=args-secret', GRADLE_OPTS: '-PnexusPassword=gradle-secret', ORG_GRADLE_PROJECT_signingPassword: 'signing-secret', GOPROXY: 'https://me:go-secret@127.0.0.1:1',
    CARGO_REGISTRIES_PRIVATE_INDEX: 'sparse+https://me:index-secret@127.0.0.1:1/', CARGO_HTTP_PROXY: 'http://me:cargo-proxy-secret@127.0.0.1:1',
    HTTPS_PROXY: 'http://user:proxy-secret@127.0.0.1:1', BASH_ENV: '/tmp/secret-bashenv', SSH_AUTH_SOCK: '/tmp/secret-agent',
  };

  test('finds no secret and no runner file in its environment, nor in that of its descendants', async () => {
    const cwd = await temporary.make();
    const result = await shellWith({ ...secrets, JAVA_HOME: '/opt/java', LC_ALL: 'C' }).run({
      command: 'env; tr "\\0" "\\n" < /proc/self/environ; for f in /proc/$$/environ /proc/self/environ; do cat $f; done; (sh -c env)', cwd, timeoutMs: MINUTE,
    });
    expect(result.stdout).toContain('JAVA_HOME=/opt/java');
    expect(result.stdout).not.toContain('secret');
    expect(result.stdout).not.toMatch(/^(INPUT_|ACTIONS_|GITHUB_)/m);
  });

  test('gets what pass-env names, but never inputs or the files of the runner', async () => {
    const cwd = await temporary.make();
    const result = await shellWith(secrets, ['MY_KEY', 'GITHUB_ENV', 'ACTIONS_RUNTIME_TOKEN', 'INPUT_TOKEN', 'INPUT_API-KEY']).run({ command: 'env', cwd, timeoutMs: MINUTE });
    expect(result.stdout).toContain('MY_KEY=my-secret');
    expect(result.stdout.match(/secret/g)).toEqual(['secret']);
  });

  test('prints workflow commands into a string, not into our output', async () => {
    const cwd = await temporary.make();
    const script = join(cwd, 'run.mjs');
    await writeFile(script, `
      import { createShell } from ${JSON.stringify(join(process.cwd(), 'src/adapters/shell.ts'))};
      const shell = createShell({ environment: process.env, passEnv: [], outputLimitBytes: 1000 });
      const result = await shell.run({ command: 'echo "::set-output name=x::1"; echo "::add-mask::a" >&2', cwd: '/', timeoutMs: 60000 });
      process.exitCode = result.stdout.startsWith('::set-output') && result.stderr.startsWith('::add-mask') ? 0 : 1;
    `);
    const result = await shellWith().run({ command: [process.execPath, '--disable-warning=ExperimentalWarning', script], cwd, timeoutMs: MINUTE });
    expect(result).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
  });

  test('that ignores SIGTERM is killed with its children', async () => {
    const cwd = await temporary.make();
    const result = await shellWith().run({ command: 'trap "" TERM; (trap "" TERM; echo $BASHPID; while :; do sleep 0.1; done) & wait; while :; do sleep 0.1; done', cwd, timeoutMs: 500 });
    expect(result.status).toBe('timed-out');
    const child = Number(result.stdout.trim());
    expect(child).toBeGreaterThan(1);
    expect(await eventuallyDead(child)).toBe(true);
  });

  test('that is timed out politely may still write its last words', async () => {
    const cwd = await temporary.make();
    const result = await shellWith().run({ command: 'trap "echo bye; exit 0" TERM; sleep 30 & wait', cwd, timeoutMs: 300 });
    expect(result).toMatchObject({ status: 'timed-out', stdout: 'bye\n' });
  });

  test('leaves no background child that holds its output', async () => {
    const cwd = await temporary.make();
    const result = await shellWith().run({ command: 'sleep 300 & echo $!', cwd, timeoutMs: MINUTE });
    expect(result.status).toBe('exited');
    expect(await eventuallyDead(Number(result.stdout.trim()))).toBe(true);
  });

  test('leaves no daemon that left its process group', async () => {
    const cwd = await temporary.make();
    const result = await shellWith().run({ command: 'setsid sh -c "echo \\$\\$ > pid; exec sleep 300" < /dev/null > /dev/null 2>&1 & while [ ! -s pid ]; do sleep 0.02; done', cwd, timeoutMs: MINUTE });
    expect(result.exitCode).toBe(0);
    const pid = Number(readFileSync(join(cwd, 'pid'), 'utf8').trim());
    expect(await eventuallyDead(pid)).toBe(true);
  });

  test('that prints 100 MB costs little memory; beginning and end are kept', async () => {
    const cwd = await temporary.make();
    const result = await shellWith({}, [], 10_000).run({ command: 'echo first; head -c 100000000 /dev/zero | tr "\\0" x; echo; echo last', cwd, timeoutMs: MINUTE });
    expect(result.truncated).toBe(true);
    expect(result.stdout.length).toBeLessThan(10_100);
    expect(result.stdout.startsWith('first\n')).toBe(true);
    expect(result.stdout.endsWith('last\n')).toBe(true);
    expect(result.stdout).toContain('[99990012 bytes left out]');
  });
});

test('killAll ends what is running', async () => {
  const cwd = await temporary.make();
  const shell = shellWith();
  const running = shell.run({ command: 'echo $$ > pid; sleep 300', cwd, timeoutMs: MINUTE });
  while (!existsSync(join(cwd, 'pid'))) await delay(20);
  shell.killAll();
  expect(await running).toMatchObject({ status: 'signalled', signal: 'SIGKILL' });
});

test('once cancelled, what ran is no result and nothing starts any more', async () => {
  const cwd = await temporary.make();
  const cancel = new AbortController();
  const shell = createShell({ environment: { PATH: process.env['PATH']! }, passEnv: [], outputLimitBytes: 1000, cancelled: cancel.signal });
  const running = shell.run({ command: 'echo $$ > pid; sleep 300', cwd, timeoutMs: MINUTE });
  while (!existsSync(join(cwd, 'pid'))) await delay(20);
  cancel.abort(new Error('received SIGINT'));
  shell.killAll();
  await expect(running).rejects.toThrow('The run was cancelled (received SIGINT).');
  await expect(shell.run({ command: 'touch started', cwd, timeoutMs: MINUTE })).rejects.toThrow('cancelled');
  expect(existsSync(join(cwd, 'started'))).toBe(false);
});

test('two commands at once do not end each other\'s daemons', async () => {
  const cwd = await temporary.make();
  const shell = shellWith();
  const long = shell.run({ command: 'while [ ! -e done ]; do sleep 0.02; done; echo finished', cwd, timeoutMs: MINUTE });
  await shell.run({ command: 'true', cwd, timeoutMs: MINUTE });
  await shell.run({ command: 'touch done', cwd, timeoutMs: MINUTE });
  expect(await long).toMatchObject({ status: 'exited', exitCode: 0, stdout: 'finished\n' });
});
