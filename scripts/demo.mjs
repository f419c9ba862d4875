// Drives the committed dist/ on a sample repository exactly as a runner does: four runs, a bare remote, a cache service on loopback, no key.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startCacheServer } from '../__tests__/support/cache-server.ts';
import { runAction } from '../__tests__/support/runner.ts';

const root = resolve(import.meta.dirname, '..');
const place = mkdtempSync(join(tmpdir(), 'self-coding-demo-'));
const workspace = join(place, 'feedkit');
const remote = join(place, 'remote.git');
const identity = ['-c', 'user.name=Sam Maintainer', '-c', 'user.email=sam@example.org'];
const startedMs = Date.now();

const git = (...args) => execFileSync('git', args, { cwd: workspace, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
const treeOf = () => `${git('status', '--porcelain=v1', '--untracked-files=all')}\n${git('rev-parse', 'HEAD^{tree}')}`;

function makeSample() {
  cpSync(join(root, 'examples/javascript'), workspace, { recursive: true });
  // Only run b) reads this configuration: a replayed answer stands in for a model.
  mkdirSync(join(workspace, '.github'), { recursive: true });
  writeFileSync(join(workspace, '.github/replay.yml'), 'replay-file: .github/replayed-answers.jsonl\n');
  writeFileSync(join(workspace, '.github/replayed-answers.jsonl'), `${JSON.stringify({ prompt: '*', answer: readAnswer() })}\n`);
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', remote]);
  execFileSync('git', ['init', '--quiet', '--initial-branch=main', workspace]);
  git('add', '.');
  git(...identity, 'commit', '--quiet', '-m', 'feedkit 1.4.0');
  git('remote', 'add', 'origin', remote);
  git('push', '--quiet', 'origin', 'main');
}

/** Plausible and wrong: it passes the cases that come to mind first. */
function readAnswer() {
  return [
    '```js',
    '/** Milliseconds of a duration such as `1h30m`. */',
    'export function parseDuration(text) {',
    "  const units = { s: 1000, m: 60_000, h: 3_600_000 };",
    "  return [...text.matchAll(/(\\d+)([smh])/g)].reduce((sum, [, amount, unit]) => sum + Number(amount) * units[unit], 0);",
    '}',
    '```',
  ].join('\n');
}

function expect(condition, what) {
  if (!condition) throw new Error(`the demo did not go as promised: ${what}`);
}

async function step(letter, title, inputs, cache) {
  console.log(`\n━━━ ${letter}) ${title}`);
  console.log(`    inputs: ${JSON.stringify(inputs)}\n`);
  const before = treeOf();
  const result = await runAction({
    workspace,
    temporary: place,
    inputs,
    environment: { ...cache.environment(workspace, place), GIT_CONFIG_GLOBAL: '/dev/null' },
  });
  if (result.exitCode !== 0) throw new Error(`run ${letter} exited with ${result.exitCode}\n${result.log}`);
  console.log(result.summary.trim());
  console.log(`\n    decision record: ${result.outputs['record-path'] || '(nothing was tried)'}`);
  return { ...result, unchangedTree: treeOf() === before };
}

/** The next job starts from a fresh checkout of the branch. */
function checkout() {
  git('fetch', '--quiet', 'origin');
  git('reset', '--quiet', '--hard', 'origin/main');
}

async function main() {
  makeSample();
  const cache = await startCacheServer();
  try {
    const found = await step('a', 'no inputs but `publish`: it finds work by itself', { publish: 'push' }, cache);
    expect(found.outputs.outcome === 'kept', `run a: ${found.outputs.outcome}`);
    checkout();
    console.log(`\n    pushed:\n${git('show', '--stat', '--format=%an%n%B', 'HEAD').replace(/^/gm, '      ')}`);

    const wrong = await step('b', 'a requested helper; the answer is plausible and wrong', {
      publish: 'push', config: '.github/replay.yml', prompt: 'Parse a duration such as 1h30m into milliseconds as `parseDuration`', target: 'src/dates.js', 'accept-command': 'node --test acceptance/duration.test.js',
    }, cache);
    expect(wrong.outputs.outcome === 'reverted', `run b: ${wrong.outputs.outcome}`);
    expect(wrong.unchangedTree, 'run b left the tree changed');
    console.log('\n    the tree is byte-identical to what it was');

    const built = await step('c', "a requested helper, built from the repository's own code", {
      publish: 'push', prompt: 'Export `pageName`: the name of a page from its title and date', target: 'src/index.js', 'accept-command': 'node --test acceptance/slug.test.js',
    }, cache);
    expect(built.outputs.outcome === 'kept', `run c: ${built.outputs.outcome}`);
    checkout();

    const last = await step('d', 'no inputs again: what does it remember?', { publish: 'push' }, cache);
    expect(last.outputs['state-restored'] === 'restored', `run d: state ${last.outputs['state-restored']}`);
    expect(last.outputs.outcome === 'unchanged', `run d: ${last.outputs.outcome}`);
  } finally {
    await cache.close();
  }
  const records = readdirSync(place, { recursive: true, encoding: 'utf8' }).filter((path) => path.includes('/records/') && path.endsWith('.json'));
  console.log(`\n━━━ Done in ${((Date.now() - startedMs) / 1000).toFixed(1)} s. ${records.length} decision records and everything else lie in ${place}`);
}

await main();
