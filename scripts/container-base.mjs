// The image that ours stands on: the official one, or, where no registry can be reached, Debian with Node.js put together here.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { has, install, Unable } from './container-engine.mjs';

const SUITE = 'bookworm';
/** As the official images have it: the samples' checks are `npm run …`. */
const NPM = 'npm@11.21.2';
const STAND_IN = 'self-coding-engine-base:stand-in';

/** Returns the name of a base image that the engine has. `root`: the repository; `place`: a directory for what is made. */
export async function baseImage({ root, place, environment, mayInstall }) {
  const given = process.env.SELF_CODING_BASE_IMAGE;
  if (given !== undefined && given !== '') return given;
  const official = /^ARG BASE_IMAGE=(\S+)$/m.exec(readFileSync(join(root, 'Dockerfile'), 'utf8'))[1];
  const docker = (...args) => spawnSync('docker', args, { env: environment, encoding: 'utf8', timeout: 300_000 });
  if (docker('image', 'inspect', official).status === 0) return official;
  const pulled = docker('pull', '--quiet', official);
  if (pulled.status === 0) return official;
  console.log(`${official} cannot be pulled (${(pulled.stderr ?? '').trim().split('\n').at(-1)}): Debian ${SUITE} with Node.js of node_modules stands in for it`);
  const archive = await standIn({ root, place, mayInstall });
  // The engine reads no zstd.
  execFileSync('sh', ['-c', `zstd -dcq "$1" | docker import --change 'CMD ["node"]' - ${STAND_IN}`, 'sh', archive], { env: environment, stdio: ['ignore', 'ignore', 'inherit'] });
  return STAND_IN;
}

/** Kept between runs: Debian alone takes most of a minute. */
async function standIn({ root, place, mayInstall }) {
  const node = join(root, 'node_modules/node/bin/node');
  if (!existsSync(node)) throw new Unable(`${node} is missing: run npm ci.`);
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  const cache = join(root, '.ci/cache');
  const archive = join(cache, `base-${SUITE}-node-${version}-${process.arch}.tar.zst`);
  if (existsSync(archive)) return archive;
  const missing = ['debootstrap', 'zstd'].filter((program) => !has(program));
  if (missing.length > 0) install(missing.join(' and '), missing, mayInstall);
  if (process.getuid() !== 0) throw new Unable('No registry can be reached, and only root can put a base image together (debootstrap). Set SELF_CODING_BASE_IMAGE to an image with Node.js 24 that the engine has.');
  const tree = join(place, 'base');
  mkdirSync(place, { recursive: true });
  const made = spawnSync('debootstrap', ['--variant=minbase', SUITE, tree], { encoding: 'utf8', timeout: 600_000, maxBuffer: 1 << 28 });
  if (made.status !== 0) throw new Unable(`debootstrap could not fetch Debian ${SUITE}: ${`${made.stdout}${made.stderr}`.trim().split('\n').slice(-2).join(' | ')}. Set SELF_CODING_BASE_IMAGE to an image with Node.js 24 that the engine has.`);
  slim(tree);
  addNode(tree, node, place);
  mkdirSync(cache, { recursive: true });
  const unfinished = `${archive}.${process.pid}`;
  execFileSync('sh', ['-c', 'tar -C "$1" -c . | zstd -q -3 -T0 -o "$2"', 'sh', tree, unfinished], { stdio: 'inherit' });
  renameSync(unfinished, archive);
  rmSync(tree, { recursive: true, force: true });
  return archive;
}

/** What the official slim images leave out, also from packages that come later. */
function slim(tree) {
  const left = ['/usr/share/doc/*', '/usr/share/info/*', '/usr/share/linda/*', '/usr/share/lintian/overrides/*', '/usr/share/locale/*', '/usr/share/man/*'];
  writeFileSync(join(tree, 'etc/dpkg/dpkg.cfg.d/slim'), [...left.map((path) => `path-exclude ${path}`), 'path-include /usr/share/doc/*/copyright', ''].join('\n'));
  execFileSync('find', [join(tree, 'usr/share/doc'), '-type', 'f', '!', '-name', 'copyright', '-delete']);
  for (const path of ['usr/share/info', 'usr/share/locale', 'usr/share/man', 'var/cache/apt', 'var/lib/apt/lists', 'var/log']) rmSync(join(tree, path), { recursive: true, force: true });
  for (const path of ['var/cache/apt/archives/partial', 'var/lib/apt/lists/partial', 'var/log']) mkdirSync(join(tree, path), { recursive: true });
}

function addNode(tree, node, place) {
  copyFileSync(node, join(tree, 'usr/local/bin/node'));
  chmodSync(join(tree, 'usr/local/bin/node'), 0o755);
  const fetched = mkdtempSync(join(place, 'npm-'));
  execFileSync('npm', ['install', '--prefix', fetched, '--no-audit', '--no-fund', '--ignore-scripts', '--silent', NPM], { stdio: ['ignore', 'ignore', 'inherit'] });
  cpSync(join(fetched, 'node_modules/npm'), join(tree, 'usr/local/lib/node_modules/npm'), { recursive: true });
  for (const name of ['npm', 'npx']) symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, join(tree, 'usr/local/bin', name));
  rmSync(fetched, { recursive: true, force: true });
}
