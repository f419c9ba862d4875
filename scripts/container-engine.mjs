// A container engine: the one that answers, else one of our own with everything in a temporary directory.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** What stands against it, and what a person can do. */
export class Unable extends Error {}

const answers = (environment) => spawnSync('docker', ['info', '--format', '{{.ServerVersion}}'], { env: environment, encoding: 'utf8', timeout: 20_000 });

/** Whether a program is on `PATH`. */
export const has = (program) => (process.env.PATH ?? '').split(':').concat('/usr/sbin', '/sbin').some((directory) => directory !== '' && existsSync(join(directory, program)));

/** Installs Debian packages where that is allowed; `what` is the program that is missing. */
export function install(what, packages, mayInstall) {
  const remedy = `Install it (Debian, Ubuntu: apt-get install ${packages.join(' ')}), or run this as root with CI=true or --install, which does.`;
  if (!mayInstall) throw new Unable(`${what} is missing, and nothing may be installed. ${remedy}`);
  if (process.getuid() !== 0 || !has('apt-get')) throw new Unable(`${what} is missing, and only root with apt-get could install it here. ${remedy}`);
  const options = { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  try {
    execFileSync('apt-get', ['update', '-qq'], options);
    execFileSync('apt-get', ['install', '--yes', '-qq', '--no-install-recommends', ...packages], options);
  } catch (error) {
    throw new Unable(`${what} is missing, and apt-get could not install ${packages.join(' and ')}: ${error.message}. ${remedy}`);
  }
}

/**
 * `place`: an empty directory for an engine of our own. Returns the environment in which `docker` reaches the engine, the options
 * that `docker build` needs there, and `close`, which ends what was started here and nothing else.
 */
export async function openEngine(place, mayInstall) {
  const given = answers(process.env);
  if (given.status === 0) return { own: false, environment: { ...process.env }, buildOptions: [], close: async () => undefined };
  const why = given.error?.code === 'ENOENT' ? 'there is no `docker` on PATH' : (given.stderr?.trim().split('\n').at(-1) ?? String(given.error));
  if (process.platform !== 'linux' || process.getuid() !== 0) {
    throw new Unable(`No container engine answers (${why}), and only root on Linux can start one here. Start Docker, or set DOCKER_HOST to one that runs.`);
  }
  if (!has('dockerd') || !has('docker')) install('dockerd', ['docker.io'], mayInstall);
  return startOwn(place, why);
}

async function startOwn(place, why) {
  const at = (name) => join(place, name);
  mkdirSync(place, { recursive: true });
  const log = openSync(at('dockerd.log'), 'w');
  // Without a bridge and without rules for one: what a machine without rights over its network can still do.
  const child = spawn('dockerd', [
    '--iptables=false', '--ip-forward=false', '--ip-masq=false', '--bridge=none',
    '--data-root', at('data'), '--exec-root', at('exec'), '--pidfile', at('pid'), '--host', `unix://${at('socket')}`,
  ], { stdio: ['ignore', log, log], detached: true });
  const exit = new Promise((resolve) => { child.once('error', resolve).once('exit', resolve); });
  // The classic builder: the other one is a plug-in that a bare client has not.
  const environment = { ...process.env, DOCKER_HOST: `unix://${at('socket')}`, DOCKER_BUILDKIT: '0' };
  delete environment.DOCKER_CONTEXT;
  const close = () => stopOwn({ child, exit, place, environment });
  for (let waited = 0; waited < 60 && child.exitCode === null; waited += 1) {
    if (existsSync(at('socket')) && answers(environment).status === 0) return { own: true, environment, buildOptions: ['--network=host'], close };
    await Promise.race([exit, delay(500)]);
  }
  const lines = readFileSync(at('dockerd.log'), 'utf8').trim().split('\n').slice(-4).join('\n  ');
  await close();
  throw new Unable(`No container engine answers (${why}), and dockerd does not start here:\n  ${lines}\nStart Docker, or set DOCKER_HOST to one that runs. In a container, dockerd needs --privileged.`);
}

async function stopOwn({ child, exit, place, environment }) {
  if (child.exitCode === null && child.pid !== undefined) {
    const left = spawnSync('docker', ['ps', '--all', '--quiet'], { env: environment, encoding: 'utf8', timeout: 20_000 }).stdout?.split('\n').filter(Boolean) ?? [];
    if (left.length > 0) spawnSync('docker', ['rm', '--force', ...left], { env: environment, stdio: 'ignore', timeout: 60_000 });
    child.kill('SIGTERM');
    const stop = new AbortController();
    await Promise.race([exit, delay(20_000, undefined, { signal: stop.signal }).catch(() => undefined)]);
    stop.abort();
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // Everything of its group has ended.
    }
  }
  const mounted = readFileSync('/proc/mounts', 'utf8').split('\n').map((line) => line.split(' ')[1] ?? '').filter((path) => path.startsWith(`${place}/`));
  for (const path of mounted.sort().reverse()) spawnSync('umount', ['--lazy', path]);
  rmSync(place, { recursive: true, force: true, maxRetries: 3 });
}
