/** With the real bubblewrap: what a command in the box can do, and what it cannot. */
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { delimiter, join } from 'node:path';
import { gitDirectories, openSandbox } from '../../src/adapters/sandbox.ts';
import type { SandboxPlaces } from '../../src/adapters/sandbox-view.ts';
import { createShell } from '../../src/adapters/shell.ts';
import { ConfigError } from '../../src/core/errors.ts';
import type { CommandResult, CommandSpec } from '../../src/core/ports.ts';
import { leftOverIn } from '../support/processes.ts';
import { createRepository } from '../support/repository.ts';
import { temporaryDirectories } from '../support/temporary.ts';
import { describeWith } from '../support/tools.ts';

const temporary = temporaryDirectories();
const MINUTE = 60_000;

interface Laboratory {
  readonly directory: string;
  readonly home: string;
  readonly root: string;
  readonly places: SandboxPlaces;
  readonly run: (command: CommandSpec['command'], more?: Partial<CommandSpec>) => Promise<CommandResult>;
}

/** A repository with the engine's directory, somebody's home with secrets and caches, and a shell in a box. */
async function laboratory(environment: Readonly<Record<string, string>> = {}): Promise<Laboratory> {
  const directory = await temporary.make();
  const home = join(directory, 'home of Ädä');
  const { path: root } = createRepository(join(directory, 'work tree'), { 'a.txt': 'text\n' });
  const write = (path: string, text: string): void => {
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
  };
  for (const [name, text] of Object.entries({ '.ssh/id': 'key', '.netrc': 'machine', '.aws/credentials': 'aws', '.npmrc': '//r/:_authToken=x', '.gitconfig': '[user]\n\tname = Ada\n', '.cache/pip/x': 'cached', '.cache/other/x': 'private', '.cargo/credentials.toml': 'token' })) write(join(home, name), text);
  write(join(root, '.git/self-coding/journal/record'), 'journal');
  mkdirSync(join(directory, 'state'));
  const all = { PATH: process.env['PATH']!, HOME: home, ...environment };
  const places: SandboxPlaces = {
    root, environment: all, hidden: [join(root, '.git/self-coding'), join(directory, 'state')],
    gitDirectories: gitDirectories(root, { config: join(root, '.git/config'), head: join(root, '.git/HEAD') }),
  };
  const shell = createShell({ environment: all, passEnv: [], outputLimitBytes: 100_000, graceMs: 300, confinement: openSandbox(places) });
  return { directory, home, root, places, run: (command, more = {}) => shell.run({ command, cwd: root, timeoutMs: MINUTE, ...more }) };
}

async function listening(): Promise<{ readonly server: Server; readonly port: number; readonly heard: () => number }> {
  let heard = 0;
  const server = createServer((socket) => { heard += 1; socket.destroy(); });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return { server, port: (server.address() as { port: number }).port, heard: () => heard };
}

describeWith(['bwrap'], 'a command in the box', () => {
  test('gives its output, its exit code and its input as it would outside', async () => {
    const { root, run } = await laboratory();
    expect(await run('pwd; cat; echo oops >&2; exit 3', { stdin: 'asked' })).toMatchObject({ status: 'exited', exitCode: 3, signal: null, stdout: `${root}\nasked`, stderr: 'oops\n', truncated: false });
    expect(await run(['sh', '-c', 'echo "$@"', '-', '--share-net', ' ä\n'])).toMatchObject({ exitCode: 0, stdout: '--share-net  ä\n\n' });
    expect(await run('no-such-tool')).toMatchObject({ status: 'not-found', exitCode: 127 });
    expect(await run(['no-such-tool'])).toMatchObject({ status: 'not-found' });
    expect(await run('kill -KILL $$')).toMatchObject({ status: 'exited', exitCode: 137 });
  });

  test('reaches no server of the machine, and its own on loopback', async () => {
    const { run } = await laboratory();
    const { server, port, heard } = await listening();
    const connect = `exec 7<>/dev/tcp/127.0.0.1/${port}`;
    const own = `node -e "const s = require('net').createServer(() => process.exit(0)).listen(0, '127.0.0.1', () => require('net').connect(s.address().port, '127.0.0.1'))"`;
    try {
      expect((await run(['bash', '-c', connect])).exitCode).toBe(1);
      expect(heard()).toBe(0);
      expect(await run(own)).toMatchObject({ exitCode: 0 });
      expect((await run(['bash', '-c', connect], { grants: { network: true } })).exitCode).toBe(0);
    } finally {
      server.close();
    }
  });

  test('sees no other process, and cannot signal one', async () => {
    const { run } = await laboratory();
    const other = spawn('sleep', ['60'], { stdio: 'ignore' });
    try {
      const { stdout } = await run(`ls /proc | grep -E '^[0-9]+$' | wc -l; kill -0 ${other.pid} || echo unknown; cat /proc/[0-9]*/environ | tr '\\0' '\\n' | grep -c ^SELF_CODING_ENGINE= || true`);
      const [count, answer] = stdout.split('\n');
      expect(Number(count)).toBeLessThan(10);
      expect(answer).toBe('unknown');
    } finally {
      other.kill('SIGKILL');
    }
  });

  test('writes to the repository, and nowhere else', async () => {
    const { directory, home, root, run } = await laboratory();
    expect((await run('echo more >> a.txt; mkdir -p made; echo x > made/file')).exitCode).toBe(0);
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('text\nmore\n');
    for (const path of ['/etc/planted', '/usr/local/bin/planted', '/planted']) expect(await run(`echo x > ${path}`)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('Read-only file system') as string });
    // These can be written, and are gone with the box.
    expect((await run(`echo x > /tmp/planted; echo x > "$HOME/planted"; echo x > '${directory}/planted'`)).exitCode).toBe(0);
    for (const path of ['/tmp/planted', join(home, 'planted'), join(directory, 'planted')]) expect(existsSync(path)).toBe(false);
  });

  test('reads no secret of the home directory, and the configuration that holds none', async () => {
    const { home, run } = await laboratory();
    for (const name of ['.ssh/id', '.netrc', '.aws/credentials', '.npmrc', '.cargo/credentials.toml', '.cache/other/x']) {
      expect(await run(['cat', join(home, name)])).toMatchObject({ exitCode: 1, stdout: '', stderr: expect.stringContaining('No such file') as string });
    }
    expect(await run('cat ~/.gitconfig ~/.cache/pip/x')).toMatchObject({ exitCode: 0, stdout: '[user]\n\tname = Ada\ncached' });
    expect((await run('echo more > ~/.cache/pip/new')).exitCode).toBe(0);
    expect(existsSync(join(home, '.cache/pip/new'))).toBe(true);
    expect((await run('echo evil > ~/.gitconfig')).exitCode).toBe(1);
  });

  test('cannot change what git runs, nor see the journal or the state; git itself works', async () => {
    const { directory, root, run } = await laboratory();
    for (const command of ['echo x > .git/hooks/pre-commit', 'git config core.pager evil', 'rm -rf .git', 'mv .git elsewhere', 'git commit -q --allow-empty -m x']) expect((await run(command)).exitCode).not.toBe(0);
    expect(existsSync(join(root, '.git/hooks/pre-commit'))).toBe(false);
    expect(await run(`ls -A .git/self-coding; ls -A '${directory}/state' 2>&1 || true; git status --porcelain`)).toMatchObject({ exitCode: 0, stdout: '' });
    expect((await run('d=$(mktemp -d); cd "$d"; git init -q; git -c user.name=a -c user.email=b commit -q --allow-empty -m x; git log --oneline | wc -l')).stdout).toBe('1\n');
    expect(readFileSync(join(root, '.git/self-coding/journal/record'), 'utf8')).toBe('journal');
  });

  test('cannot undo the view, whoever it runs as', async () => {
    const { home, root, run } = await laboratory();
    const undone = await run(`set +e; umount -l '${home}'; mount -o remount,rw,bind '${root}/.git'; touch '${root}/.git/planted'; cat '${home}/.ssh/id'; grep CapEff /proc/self/status`);
    expect(BigInt(`0x${/CapEff:\s*(\w+)/.exec(undone.stdout)![1]!}`) & (1n << 21n)).toBe(0n);
    expect(undone.stdout).not.toContain('key');
    expect(existsSync(join(root, '.git/planted'))).toBe(false);
  });

  test('leaves its report where it was told to', async () => {
    const { directory, run } = await laboratory();
    const reports = join(directory, 'reports');
    mkdirSync(reports);
    expect((await run('echo "<testsuites/>" > "$SELF_CODING_REPORTS/junit.xml"', { env: { SELF_CODING_REPORTS: reports }, grants: { writable: [reports] } })).exitCode).toBe(0);
    expect(readFileSync(join(reports, 'junit.xml'), 'utf8')).toBe('<testsuites/>\n');
  });

  test('is ended at its time limit with everything that it started', async () => {
    const { root, run } = await laboratory();
    const result = await run('trap "" TERM; setsid sleep 300 & (trap "" TERM; while :; do sleep 1; done) & sleep 300', { timeoutMs: 700 });
    expect(result).toMatchObject({ status: 'timed-out' });
    expect(await leftOverIn(root)).toEqual([]);
  });

  test('that leaves a daemon behind leaves none', async () => {
    const { root, run } = await laboratory();
    expect(await run('setsid sleep 300 >/dev/null 2>&1 & echo done')).toMatchObject({ exitCode: 0, stdout: 'done\n' });
    expect(await leftOverIn(root)).toEqual([]);
  });

  test('finds programs of toolchains at home, by name and by the search path', async () => {
    const { directory, home, places } = await laboratory();
    const tools = join(home, 'tools/odd one');
    mkdirSync(join(tools, 'bin'), { recursive: true });
    mkdirSync(join(tools, 'lib'));
    writeFileSync(join(tools, 'lib/tool.sh'), 'echo from home\n');
    writeFileSync(join(tools, 'lib/run'), '#!/bin/sh\nexec sh "$(dirname "$(realpath "$0")")/tool.sh"\n');
    chmodSync(join(tools, 'lib/run'), 0o755);
    symlinkSync('../lib/run', join(tools, 'bin/odd'));
    const environment = { ...places.environment, PATH: [join(tools, 'bin'), process.env['PATH']!].join(delimiter) };
    const shell = createShell({ environment, passEnv: [], outputLimitBytes: 1000, confinement: openSandbox({ ...places, environment }) });
    expect(await shell.run({ command: 'odd; ls ~ -A | sort | tr "\\n" " "', cwd: places.root, timeoutMs: MINUTE })).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^from home\n(?!.*\.ssh)/) as string });
    expect(directory).not.toBe('');
  });

  test('finds again what another command fetched, where toolchains keep it', async () => {
    const { home, root, places, run } = await laboratory();
    expect(existsSync(join(home, '.gradle'))).toBe(false);
    writeFileSync(join(root, 'gradlew'), '#!/bin/sh\n', { mode: 0o755 });
    openSandbox(places);
    expect((await run('echo fetched > ~/.gradle/caches/jar', { grants: { network: true } })).exitCode).toBe(0);
    expect(await run('cat ~/.gradle/caches/jar')).toMatchObject({ exitCode: 0, stdout: 'fetched\n' });
  });

  test('in a linked worktree reads the repository that it belongs to, and cannot change it', async () => {
    const { directory, root, places } = await laboratory();
    const linked = join(directory, 'linked');
    execFileSync('git', ['-C', root, 'worktree', 'add', '-q', linked], { stdio: 'ignore' });
    const environment = { ...places.environment };
    const own = join(root, '.git/worktrees/linked');
    const linkedPlaces = { ...places, root: linked, gitDirectories: gitDirectories(linked, { config: join(root, '.git/config'), head: join(own, 'HEAD') }) };
    const shell = createShell({ environment, passEnv: [], outputLimitBytes: 1000, confinement: openSandbox(linkedPlaces) });
    const run = (command: string) => shell.run({ command, cwd: linked, timeoutMs: MINUTE });
    expect(await run('git log --oneline | wc -l; git status --porcelain')).toMatchObject({ exitCode: 0, stdout: '1\n' });
    expect((await run('git config core.pager evil')).exitCode).not.toBe(0);
    expect((await run('rm .git')).exitCode).not.toBe(0);
    expect((await run(`cat '${root}/a.txt'`)).exitCode).not.toBe(0);
  });

  (process.getuid?.() === 0 ? test : test.skip)('as root in somebody else\'s checkout may write there', async () => {
    const { root, places } = await laboratory();
    chownSync(root, 12_345, 12_345);
    const shell = createShell({ environment: { ...places.environment }, passEnv: [], outputLimitBytes: 1000, confinement: openSandbox(places) });
    expect(await shell.run({ command: 'echo x > new; rm new', cwd: root, timeoutMs: MINUTE })).toMatchObject({ exitCode: 0 });
  });

  test('that cannot be boxed says so, and is no failure of the command', async () => {
    const { root, places } = await laboratory();
    const confinement = openSandbox(places);
    const broken = { ...confinement, wrap: (...[vector, spec]: Parameters<typeof confinement.wrap>) => confinement.wrap(vector, spec).flatMap((arg) => (arg === '--chdir' ? ['--bind', join(root, 'nowhere'), '/nowhere', arg] : [arg])) };
    const shell = createShell({ environment: places.environment, passEnv: [], outputLimitBytes: 1000, confinement: broken });
    await expect(shell.run({ command: 'true', cwd: root, timeoutMs: MINUTE })).rejects.toThrow(/The sandbox could not be set up for a command: bwrap: .*nowhere/);
  });
});

describe('without a box that works', () => {
  const opening = async (environment: Readonly<Record<string, string>>): Promise<unknown> => {
    const directory = await temporary.make();
    const { path: root } = createRepository(join(directory, 'repository'), { 'a.txt': 'text\n' });
    try {
      openSandbox({ root, gitDirectories: [], hidden: [], environment: { HOME: directory, ...environment } });
      return null;
    } catch (error) {
      return error;
    }
  };
  const fake = async (script: string): Promise<string> => {
    const directory = await temporary.make();
    writeFileSync(join(directory, 'bwrap'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return directory;
  };

  test('an absent bwrap is an error that names the packages', async () => {
    const error = await opening({ PATH: '/nowhere' });
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as Error).message).toMatch(/^sandbox: bwrap was not found on PATH \(given: "bubblewrap"\)\. .*apt-get install -y bubblewrap.*apk add bubblewrap.*dnf install bubblewrap.*sandbox: none/);
  });

  test('one that may not make namespaces is an error that quotes it', async () => {
    const error = await opening({ PATH: await fake('echo "bwrap: setting up uid map: Permission denied" >&2; exit 1') });
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as Error).message).toMatch(/cannot start on this machine: bwrap: setting up uid map: Permission denied.*sandbox: none/);
  });

  test('one inside the repository is not taken', async () => {
    const directory = await temporary.make();
    const { path: root } = createRepository(directory, { 'a.txt': 'text\n' });
    mkdirSync(join(root, 'bin'));
    writeFileSync(join(root, 'bin/bwrap'), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
    expect(() => openSandbox({ root, gitDirectories: [], hidden: [], environment: { HOME: '/nowhere', PATH: `bin:${join(root, 'bin')}` } })).toThrow('bwrap was not found');
  });

  test('a home that is the repository is refused: it could not be hidden', async () => {
    const directory = await temporary.make();
    const { path: root } = createRepository(directory, { 'a.txt': 'text\n' });
    expect(() => openSandbox({ root, gitDirectories: [], hidden: [], environment: { HOME: root, PATH: process.env['PATH']! } })).toThrow(/cannot hide the home directory .*it is the repository|bwrap was not found/);
  });
});
