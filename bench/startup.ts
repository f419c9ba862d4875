/**
 * Start-up of the built engine: `dist/cli.js --version` (both process images and the whole bundle), and the Action's `main`
 * with nothing to do (`mode: suggest` in a repository of one file: settings, git, syntax and report included). An empty
 * Node process is timed in the same rounds, so that the machine's own speed can be taken off.
 *
 *     npm run bench:startup -- [rounds, default 15]
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { countOf, figures, timeNode } from './timing.ts';

const rounds = countOf(process.argv[2], 15, 'rounds');
const dist = process.env['SELF_CODING_DIST'] ?? resolve(import.meta.dirname, '../dist');
const place = mkdtempSync(join(tmpdir(), 'self-coding-bench-'));
try {
  measure(makeRepository());
} finally {
  rmSync(place, { recursive: true, force: true });
}

function measure(repository: string): void {
  const times = { node: [] as number[], version: [] as number[], action: [] as number[] };
  for (let round = 0; round <= rounds; round += 1) {
    const node = timeNode(['-e', '0']).ms;
    const version = timeNode([join(dist, 'cli.js'), '--version']).ms;
    const action = timeNode([join(dist, 'index.js')], { cwd: repository, env: runnerEnvironment(repository) }).ms;
    // The first round fills the file cache.
    if (round === 0) continue;
    times.node.push(node);
    times.version.push(version);
    times.action.push(action);
  }
  const [node, version, action] = [figures(times.node), figures(times.version), figures(times.action)];
  console.log(`median of ${rounds}: empty node ${node.medianMs} ms, cli.js --version ${version.medianMs} ms, Action without work ${action.medianMs} ms`);
  console.log(JSON.stringify({ bench: 'startup', rounds, node, version, action }));
}

function makeRepository(): string {
  const path = join(place, 'repository');
  mkdirSync(join(path, '.github'), { recursive: true });
  writeFileSync(join(path, 'one.js'), 'export const one = () => 1;\n');
  writeFileSync(join(path, '.github/self-coding.yml'), 'state: { store: none }\n');
  const git = (...args: readonly string[]): unknown => execFileSync('git', args, { cwd: path, stdio: 'ignore' });
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('-c', 'user.name=Bench', '-c', 'user.email=bench@example.org', 'commit', '-q', '-m', 'one');
  return path;
}

function runnerEnvironment(workspace: string): NodeJS.ProcessEnv {
  const files = Object.fromEntries(['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_STEP_SUMMARY'].map((name) => {
    const path = join(place, name);
    writeFileSync(path, '');
    return [name, path];
  }));
  return { PATH: process.env['PATH'], HOME: process.env['HOME'], GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: workspace, RUNNER_TEMP: place, ...files, INPUT_MODE: 'suggest', INPUT_PROMPT: 'one' };
}
