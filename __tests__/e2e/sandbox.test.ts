/** `sandbox: bubblewrap` as users have it: what honest commands need is there, and what hostile ones try fails. */
import { accessSync, constants, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { delimiter, join } from 'node:path';
import { runCli } from '../support/cli.ts';
import { SMALL_FILES, SMALL_TASK } from '../support/hosted.ts';
import { machines, recordOf, type Machine } from '../support/job.ts';
import { leftOverIn } from '../support/processes.ts';
import type { FileContents } from '../support/repository.ts';
import { expectKept } from '../support/results.ts';
import { describeWith, TOOL_PATH } from '../support/tools.ts';

const machine = machines();

const SANDBOXED: FileContents = { '.github/self-coding.yml': 'sandbox: bubblewrap\n' };

/** Asked for, tried in a box, with the answer of the small task. */
function small(more: FileContents = {}): FileContents {
  return { ...SMALL_FILES, '.github/self-coding.yml': `${String(SMALL_FILES['.github/self-coding.yml'])}sandbox: bubblewrap\n`, ...more };
}

/** Tries everything, and writes down what it achieved where an ignored file stays. */
const HOSTILE = `import { execFileSync } from 'node:child_process';
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { trimmed } from './src/text.js';

if (trimmed(' a ') !== 'a') process.exit(1);
const { port, outside, home, engine } = JSON.parse(readFileSync('aims.json', 'utf8'));
const achieved = [];
const attempt = (what, action) => { try { if (action() !== false) achieved.push(what); } catch { /* refused */ } };
// Whether that is still there afterwards, only somebody outside can say.
attempt('', () => { writeFileSync(outside + '/planted', 'x'); return false; });
attempt('read a key', () => readFileSync(home + '/.ssh/id', 'utf8').includes('PRIVATE'));
attempt('read a token', () => readFileSync(home + '/.npmrc', 'utf8').includes('_authToken'));
attempt('plant a hook', () => { writeFileSync('.git/hooks/post-checkout', '#!/bin/sh\\n', { mode: 0o755 }); });
attempt('change the configuration of git', () => { execFileSync('git', ['config', 'core.fsmonitor', 'evil'], { stdio: 'ignore' }); });
attempt('read the journal', () => readdirSync('.git/self-coding').length > 0);
attempt('find the engine', () => readdirSync('/proc').filter((name) => /^\\d+$/.test(name)).some((pid) => { try { return readFileSync('/proc/' + pid + '/cmdline', 'utf8').includes(engine); } catch { return false; } }));
attempt('end another process', () => { process.kill(Number(readFileSync('aims.json', 'utf8').match(/"victim":(\\d+)/)[1]), 0); });
const socket = connect(port, '127.0.0.1');
socket.on('connect', () => { achieved.push('phone home'); finish(); });
socket.on('error', finish);
function finish() {
  appendFileSync('achieved.log', JSON.stringify(achieved) + '\\n');
  process.exit(0);
}
`;

const AIMS = ['read a key', 'read a token', 'plant a hook', 'change the configuration of git', 'read the journal', 'find the engine', 'end another process', 'phone home'];

async function listening(): Promise<{ readonly server: Server; readonly port: number; readonly heard: () => number }> {
  let heard = 0;
  const server = createServer((socket) => { heard += 1; socket.end(); });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return { server, port: (server.address() as { port: number }).port, heard: () => heard };
}

function secretHome({ directory }: Machine): string {
  const home = join(directory, 'home');
  mkdirSync(join(home, '.ssh'), { recursive: true });
  writeFileSync(join(home, '.ssh/id'), 'PRIVATE KEY');
  writeFileSync(join(home, '.npmrc'), '//registry.example/:_authToken=secret\n');
  return home;
}

/** A search path with what a run needs, and no bwrap. */
function pathWithoutBwrap({ directory }: Machine): string {
  const bin = join(directory, 'bin');
  mkdirSync(bin);
  for (const tool of ['git', 'node', 'bash', 'sh', 'env', 'tar', 'cat', 'ls']) {
    const found = TOOL_PATH.split(delimiter).map((each) => join(each, tool)).find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
    symlinkSync(found!, join(bin, tool));
  }
  return bin;
}

/** Runs the hostile sample; what each run of its test achieved. */
async function attack(files: FileContents): Promise<{ readonly planted: boolean; readonly achieved: readonly (readonly string[])[]; readonly heard: number; readonly outcome: string | undefined; readonly log: string }> {
  const place = await machine({ files: { ...files, 'test.mjs': HOSTILE, '.gitignore': '*.log\naims.json\n' } });
  const { server, port, heard } = await listening();
  const home = secretHome(place);
  place.repository.write({ 'aims.json': JSON.stringify({ port, outside: place.directory, home, engine: 'index.js', victim: process.pid }) });
  try {
    const { outputs, log } = await place.job(SMALL_TASK, { environment: { HOME: home } });
    const lines = readFileSync(join(place.repository.path, 'achieved.log'), 'utf8').trim().split('\n');
    return { planted: existsSync(join(place.directory, 'planted')), achieved: lines.map((line) => JSON.parse(line) as readonly string[]), heard: heard(), outcome: outputs['outcome'], log };
  } finally {
    server.close();
  }
}

describeWith(['bwrap', 'git'], 'with `sandbox: bubblewrap`', () => {
  test('the demonstration is kept as it is without, and log, summary and record say where the commands ran', async () => {
    const here = await machine({ example: 'javascript', files: SANDBOXED });
    const result = await expectKept(here, {}, 'javascript-extract.diff');
    expect(result.log).toMatch(/commands run in bubblewrap \d+\.\d+/);
    expect(result.summary).toMatch(/engine \S+ on .* in bubblewrap/);
    expect(recordOf(result)).toMatchObject({ environment: expect.stringMatching(/ in bubblewrap$/) as string });
  });

  test('a hostile sample achieves nothing of what it achieves without', async () => {
    const free = await attack(SMALL_FILES);
    // Else the other half would prove nothing.
    expect({ planted: free.planted, achieved: free.achieved[0] }).toEqual({ planted: true, achieved: AIMS });
    expect(free.heard).toBeGreaterThan(0);
    const boxed = await attack(small());
    expect(boxed.achieved.length).toBeGreaterThan(1);
    for (const each of boxed.achieved) expect(each).toEqual([]);
    expect({ planted: boxed.planted, heard: boxed.heard, outcome: boxed.outcome, log: boxed.log }).toMatchObject({ planted: false, heard: 0, outcome: 'kept' });
  });

  test('setup has the network and leaves what it fetched to the checks, which have none', async () => {
    const { server, port, heard } = await listening();
    const fetch = `import { writeFileSync } from 'node:fs';\nimport { connect } from 'node:net';\nconnect(${port}, '127.0.0.1').on('connect', () => { writeFileSync('fetched.log', 'x'); process.exit(0); }).on('error', () => process.exit(1));\n`;
    const needs = `import { existsSync } from 'node:fs';\nif (!existsSync('fetched.log')) process.exit(1);\nawait import('./test.mjs');\n`;
    try {
      const place = await machine({ files: small({ 'fetch.mjs': fetch, 'needs.mjs': needs, '.gitignore': '*.log\n' }) });
      const { outputs, log } = await place.job({ ...SMALL_TASK, 'setup-command': 'node fetch.mjs', 'test-command': 'node needs.mjs' });
      expect({ outcome: outputs['outcome'], log, heard: heard() }).toMatchObject({ outcome: 'kept', heard: 1 });
    } finally {
      server.close();
    }
  });

  test('a killed engine leaves no process of a command, and the next run is as ever', async () => {
    const place = await machine({ files: small({ 'slow.mjs': "console.log('asleep');\nsetTimeout(() => undefined, 300_000);\n" }) });
    const killed = await runCli(['run', '--test-command', 'setsid node slow.mjs & node slow.mjs', ...flags()], { cwd: place.repository.path, temporary: place.directory, interrupt: { signal: 'SIGKILL', after: /── baseline|baseline/, afterMs: 1500 } });
    expect(killed.signal).toBe('SIGKILL');
    expect(await leftOverIn(place.repository.path)).toEqual([]);
    const result = await runCli(['run', '--test-command', 'node test.mjs', ...flags()], { cwd: place.repository.path, temporary: place.directory });
    expect({ exitCode: result.exitCode, log: result.log }).toMatchObject({ exitCode: 0, log: expect.stringMatching(/Kept 1 of 1|kept/) as string });
  });

  test('a doctor says what the commands would run in', async () => {
    const place = await machine({ files: SMALL_FILES });
    const { exitCode, log } = await runCli(['doctor', '--sandbox', 'bubblewrap', '--test-command', 'node test.mjs'], { cwd: place.repository.path, temporary: place.directory });
    expect({ exitCode, log }).toMatchObject({ exitCode: 0, log: expect.stringMatching(/good +sandbox +commands run in bubblewrap \d/i) as string });
  });
});

function flags(): readonly string[] {
  return Object.entries(SMALL_TASK).filter(([name]) => name !== 'test-command').flatMap(([name, value]) => [`--${name}`, value]);
}

describe('without bwrap', () => {
  test('nothing runs: exit code 1, the packages are named, nothing is changed', async () => {
    const place = await machine({ files: small({ 'test.mjs': "import { writeFileSync } from 'node:fs';\nwriteFileSync('ran.log', '');\n", '.gitignore': '*.log\n' }) });
    const { exitCode, outputs, log, summary } = await place.job(SMALL_TASK, { environment: { PATH: pathWithoutBwrap(place) } });
    expect({ exitCode, outcome: outputs['outcome'], log }).toMatchObject({ exitCode: 1, outcome: 'failed', log: expect.stringMatching(/sandbox: bwrap was not found on PATH .*apt-get install -y bubblewrap/) as string });
    expect(summary).toContain('sandbox');
    expect(existsSync(join(place.repository.path, 'ran.log'))).toBe(false);
    expect(place.repository.git('status', '--porcelain', '--ignored')).toBe('');
  });

  test('a doctor says so, and looks at everything else', async () => {
    const place = await machine({ files: SMALL_FILES });
    const { exitCode, log } = await runCli(['doctor', '--sandbox', 'bubblewrap', '--test-command', 'node test.mjs'], { cwd: place.repository.path, temporary: place.directory, environment: { PATH: pathWithoutBwrap(place) } });
    expect({ exitCode, log }).toMatchObject({ exitCode: 1, log: expect.stringMatching(/bad +sandbox .*bwrap was not found/) as string });
    expect(log).toMatch(/good +test +/);
  });

  test('an unknown box is an error of the settings', async () => {
    const place = await machine({ files: SMALL_FILES });
    const { exitCode, log } = await runCli(['run', '--sandbox', 'docker'], { cwd: place.repository.path, temporary: place.directory });
    expect({ exitCode, log }).toMatchObject({ exitCode: 1, log: expect.stringMatching(/--sandbox: is not one of the choices.*bubblewrap/) as string });
  });
});
