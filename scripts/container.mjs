// Builds the image and tests it in a real engine: `npm run test:container`. Further arguments go to Jest.
// Starts an engine of its own where none answers, and makes a base image where no registry does; `--install` or CI=true lets root install what is missing.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { baseImage } from './container-base.mjs';
import { openEngine, Unable } from './container-engine.mjs';

const root = resolve(import.meta.dirname, '..');
const IMAGE = 'self-coding-engine:test';
const mayInstall = process.env.CI === 'true' || process.argv.includes('--install');
const rest = process.argv.slice(2).filter((argument) => argument !== '--install');
// Short: the path of a socket may have 108 characters.
const place = mkdtempSync(join(tmpdir(), 'sce-'));
const started = performance.now();
const seconds = () => `${Math.round((performance.now() - started) / 1000)} s`;

let engine = null;
let tests = null;
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => { tests?.kill(signal); process.exitCode = 1; });

try {
  engine = await openEngine(join(place, 'engine'), mayInstall);
  console.log(`engine: ${engine.own ? 'started for these tests' : 'the one that answers'} (${seconds()})`);
  const base = await baseImage({ root, place: join(place, 'made'), environment: engine.environment, mayInstall });
  console.log(`base: ${base} (${seconds()})`);
  build(base);
  console.log(`built: ${IMAGE} (${seconds()})`);
  console.log(JSON.stringify({ image: IMAGE, base, bytes: sizeOf(IMAGE), baseBytes: sizeOf(base) }));
  process.exitCode = await test(base);
} catch (error) {
  if (!(error instanceof Unable)) throw error;
  console.error(`The container was not tested. ${error.message}`);
  process.exitCode = 1;
} finally {
  await engine?.close();
  rmSync(place, { recursive: true, force: true });
}

/** Another build than the committed one can be named, as in the end-to-end tests. */
function context() {
  const dist = process.env.SELF_CODING_DIST;
  if (dist === undefined) return root;
  const directory = join(place, 'context');
  for (const name of ['Dockerfile', '.dockerignore', 'LICENSE']) cpSync(join(root, name), join(directory, name));
  cpSync(dist, join(directory, 'dist'), { recursive: true });
  return directory;
}

function build(base) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const revision = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
  const values = { BASE_IMAGE: base, VERSION: version, REVISION: revision };
  const options = Object.entries(values).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
  execFileSync('docker', ['build', '--quiet', ...engine.buildOptions, ...options, '--tag', IMAGE, context()], { env: engine.environment, stdio: ['ignore', 'ignore', 'inherit'] });
}

function sizeOf(image) {
  return Number(execFileSync('docker', ['image', 'inspect', '--format', '{{.Size}}', image], { env: engine.environment, encoding: 'utf8' }));
}

/** Returns Jest's exit code. */
function test(base) {
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  // The tests look into repositories of other users with this machine's git.
  const trusting = join(place, 'gitconfig');
  writeFileSync(trusting, '[safe]\n\tdirectory = *\n');
  const environment = {
    ...engine.environment, GIT_CONFIG_GLOBAL: trusting, PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
    SELF_CODING_IMAGE: IMAGE, SELF_CODING_IMAGE_BASE: base, SELF_CODING_BUILD_OPTIONS: JSON.stringify(engine.buildOptions),
  };
  return new Promise((done, fail) => {
    tests = spawn(process.execPath, ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', jest, '--selectProjects', 'container', '--maxWorkers=2', ...rest], { cwd: root, env: environment, stdio: 'inherit' });
    tests.on('error', fail).on('close', (code) => { done(code ?? 1); });
  });
}
