/** Repositories that fight back: none of it may reach outputs, the log's reader, the tree, what lands, or a shell. */
import { cpSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startGitServer } from '../support/git-server.ts';
import { machines, replaying, type Machine } from '../support/job.ts';
import { leftOverIn } from '../support/processes.ts';
import { createBareRepository } from '../support/repository.ts';
import { snapshotOf } from '../support/tree-snapshot.ts';

const machine = machines();
const FIXTURES = resolve(import.meta.dirname, '../fixtures/hostile');

const TOKEN = 'ghs_S3cretOfTheJob0123456789';
/** Not the one of other tests, which run beside this one. */
const RUNTIME_TOKEN = 'eyS3cretOfTheService0123456789';
const KEY = 'sk-S3cretOfAModel0123456789';
/** The last: what a header with the token carries. */
const SECRETS = [TOKEN, KEY, 'S3cretOfTheCloud', RUNTIME_TOKEN, Buffer.from(`x-access-token:${TOKEN}`).toString('base64')];

/** The runner trims a line before it looks for `::`, and finds `##[` anywhere. */
function commandsIn(log: string): readonly string[] {
  return log.split(/[\r\n]/).filter((line) => line.trimStart().startsWith('::') || line.includes('##['));
}

/** Written by the engine itself: groups, masks of its own, warnings. */
const OWN_COMMANDS = /^::(group::|endgroup::$|warning::|add-mask::(ghs_S3cretOfTheJob|sk-S3cretOfAModel))/;

async function hostileMachine(): Promise<Machine & { readonly loot: string }> {
  const made = await machine({ example: 'javascript' });
  const { repository, directory } = made;
  const loot = join(directory, 'loot');
  mkdirSync(loot);
  cpSync(FIXTURES, join(repository.path, 'hostile'), { recursive: true });
  const manifest = JSON.parse(readFileSync(join(repository.path, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
  manifest.scripts = { pretest: 'node hostile/spy.cjs', test: 'node --test "test/*.test.js"', posttest: 'sh hostile/wreck.sh' };
  repository.write({
    'package.json': `${JSON.stringify(manifest, null, 2)}\n`,
    'hostile/loot-directory': loot,
    '.gitignore': '*.log\n',
    'test/named.test.js': [
      "import assert from 'node:assert/strict';", "import { test } from 'node:test';", "import { renderRss } from '../src/index.js';",
      String.raw`test('::error::pwned ##[error]pwned \u001b]0;title\u0007 <!-- ::set-output name=outcome::held', () => { assert.ok(renderRss({ title: 'a&b', url: 'x', description: '', items: [] }).includes('a&amp;b')); });`, '',
    ].join('\n'),
  });
  repository.commit('turn hostile');
  repository.write({ 'notes.txt': 'untracked\n', 'kept.log': 'ignored\n' });
  return { ...made, loot };
}

describe('a hostile test command', () => {
  test('finds no secret, and has no effect on outputs, log, tree or what is pushed; each is told', async () => {
    const place = await hostileMachine();
    const { repository, directory, loot } = place;
    createBareRepository(join(directory, 'served/remote.git'));
    const server = await startGitServer({ root: join(directory, 'served'), token: TOKEN });
    try {
      repository.git('push', '-q', join(directory, 'served/remote.git'), 'main');
      repository.git('remote', 'add', 'origin', `${server.url}/remote.git`);
      const before = snapshotOf(repository.path);
      const head = repository.git('rev-parse', 'HEAD');
      const result = await place.job({ publish: 'push', token: TOKEN, 'api-key': KEY, model: 'loopback', 'base-url': 'http://127.0.0.1:9/v1' }, { environment: { ACTIONS_RUNTIME_TOKEN: RUNTIME_TOKEN, AWS_SECRET_ACCESS_KEY: 'S3cretOfTheCloud', NPM_TOKEN: 'S3cretOfTheCloud' } });

      expect({ outcome: result.outputs['outcome'], log: result.log }).toMatchObject({ outcome: 'kept' });
      expect(result.exitCode).toBe(0);
      const found = readFileSync(join(loot, 'found'), 'latin1');
      expect(found).toContain('SELF_CODING_REPORTS');
      for (const secret of SECRETS) expect({ secret, found: found.includes(secret) }).toEqual({ secret, found: false });
      // Other jobs of this machine have such names too: only this one's processes count.
      const ours = found.split('=== ').filter((section) => section.includes(directory) && !section.startsWith('wrote'));
      for (const name of ['INPUT_', 'GITHUB_', 'ACTIONS_', 'RUNNER_TEMP']) expect({ name, where: ours.filter((section) => section.includes(name)) }).toEqual({ name, where: [] });

      const log = result.log + result.postLog;
      expect(commandsIn(log).filter((line) => !OWN_COMMANDS.test(line))).toEqual([]);
      expect(log).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
      for (const secret of SECRETS) expect(log.replaceAll(`::add-mask::${TOKEN}`, '').replaceAll(`::add-mask::${KEY}`, '').includes(secret)).toBe(false);
      expect(log.length).toBeLessThan(100_000);
      expect(found).toContain('=== wrote to\nenv');
      expect(log).toContain('::warning::A command of the repository wrote to files that steer the runner (GITHUB_ENV, GITHUB_PATH, GITHUB_OUTPUT, GITHUB_STEP_SUMMARY)');
      expect(result.steering).toBe('');
      expect(result.summary).not.toContain('PWNED');
      expect(result.outputs['reasons']).not.toContain('hacked');
      expect(result.summary).not.toContain('<!--');

      expect(snapshotOf(repository.path)).toEqual(before);
      expect(repository.git('rev-parse', 'HEAD', '--symbolic-full-name', 'HEAD')).toBe(`${head}\nrefs/heads/main`);
      expect(await leftOverIn(repository.path)).toEqual([]);
      expect(readFileSync(join(loot, 'daemons'), 'utf8').trim()).not.toBe('');
      for (const trap of ['hooked', 'monitored', 'smudged', 'cleaned', 'elsewhere.git']) expect({ trap, sprung: existsSync(join(loot, trap)) }).toEqual({ trap, sprung: false });

      repository.git('fetch', '-q', join(directory, 'served/remote.git'), '+refs/heads/*:refs/remotes/served/*');
      expect(repository.git('for-each-ref', '--format=%(refname)', 'refs/remotes/served')).toBe('refs/remotes/served/main');
      expect(repository.git('rev-parse', 'served/main', 'served/main^')).toBe(`${result.outputs['commit-sha']!}\n${head}`);
      expect(repository.git('diff', '--name-only', head, 'served/main').split('\n')).toEqual(['src/atom.js', 'src/rss.js', 'src/sitemap.js', 'src/xml.js']);
      expect(repository.git('diff', head, 'served/main')).not.toMatch(/wrecked|daemon/);
      expect(repository.git('log', '-1', '--format=%an %cn', 'served/main')).not.toContain('Mallory');

      for (const told of [/put back what test changed: .*\.git\/config/, /put back what test changed: .*HEAD/, /removed what test left behind: /]) expect(log).toMatch(told);
    } finally {
      await server.close();
    }
  });

  test('that ignores SIGTERM, holds the output and never ends is stopped at its time limit; nothing is kept', async () => {
    const place = await machine({ example: 'javascript', files: { '.github/self-coding.yml': 'time-limits: { test: 2s }\n' } });
    const before = snapshotOf(place.repository.path);
    const command = 'trap "" TERM INT; setsid sh -c \'trap "" TERM; while :; do sleep 0.1; done\' & echo x >> src/xml.js; while :; do sleep 0.1; done';
    const result = await place.job({ 'test-command': command });
    expect(result.exitCode).toBe(0);
    expect(result.outputs['outcome']).toBe('unchanged');
    expect(result.log).toMatch(/test: timed-out/);
    expect(result.log).toMatch(/put back what test changed: src\/xml\.js/);
    expect(result.summary).toMatch(/time-limits\.test|did not end/);
    expect(snapshotOf(place.repository.path)).toEqual(before);
    expect(await leftOverIn(place.repository.path)).toEqual([]);
  });
});

/** An answer for any prompt; what it is named decides nothing. */
const ANSWER = ['```js', '/** Twice as much. */', 'export function twice(value) {', '  return value * 2;', '}', '```'].join('\n');

describe('a hostile repository', () => {
  const NAMES = ['src/a\nb.js', 'src/$(touch pwned).js', 'src/`touch pwned`.js', 'src/"quo\'ted".js', 'src/;touch pwned;.js', '-rf', '--output=pwned', 'src/--exec=touch pwned.js', 'src/ leading and trailing .js', 'src/tab\there.js', 'src/\u001b[31mred.js', 'src/%0A::error::pwned.js', 'src/::error::pwned.js', 'src/ümläut\u202e.js'];

  async function awkward(): Promise<Machine> {
    const body = 'export function pad(text, width) {\n  const missing = width - text.length;\n  const filler = missing > 0 ? " ".repeat(missing) : "";\n  const padded = filler + text;\n  return padded.trimEnd() === "" ? text : padded;\n}\n';
    const place = await machine({
      example: 'javascript',
      files: { ...replaying(ANSWER), ...Object.fromEntries(NAMES.map((name) => [name, body])), 'accept.test.js': "import test from 'node:test';\nimport { readdirSync } from 'node:fs';\nconst names = readdirSync('src');\ntest('it is there', async () => { const { twice } = await import(`./src/${encodeURIComponent(names.find((name) => name.startsWith('$(touch')))}`); if (twice(4) !== 8) throw new Error('no'); });\n" },
    });
    const { repository, directory } = place;
    mkdirSync(join(directory, 'outside'));
    writeFileSync(join(directory, 'outside/secret.js'), body);
    symlinkSync('../../outside', join(repository.path, 'src/out'));
    symlinkSync('../../outside/secret.js', join(repository.path, 'src/link.js'));
    symlinkSync('/etc/passwd', join(repository.path, 'src/passwd.js'));
    writeFileSync(join(repository.path, 'src/huge.js'), 'const x = 1;\n'.repeat(3_000_000));
    repository.commit('awkward');
    return place;
  }

  test('whose names look like shell, options or commands: found work goes on, nothing reaches a shell', async () => {
    const place = await awkward();
    const before = snapshotOf(place.repository.path);
    const result = await place.job({ 'dry-run': 'true' }, { environment: {} });
    expect({ exitCode: result.exitCode, log: result.log }).toMatchObject({ exitCode: 0 });
    expect(result.outputs['outcome']).toMatch(/^(kept|held|reverted|refused|unchanged)$/);
    expect(snapshotOf(place.repository.path)).toEqual(before);
    expect(existsSync(join(place.repository.path, 'pwned'))).toBe(false);
    expect(commandsIn(result.log).filter((line) => !OWN_COMMANDS.test(line))).toEqual([]);
    expect(statSync(join(place.directory, 'outside/secret.js')).size).toBe(statSync(join(place.repository.path, 'src/$(touch pwned).js')).size);
  });

  test('whose words are shell syntax: they stay words', async () => {
    const place = await awkward();
    const words = 'Double a value as `twice`; $(touch pwned) "; touch pwned; \' && touch pwned #\n::error::pwned\n${HOME} %s \\';
    const result = await place.job({ prompt: words, target: 'src/$(touch pwned).js', 'accept-command': 'node --test accept.test.js', publish: 'commit' });
    expect({ outcome: result.outputs['outcome'], log: result.log }).toMatchObject({ outcome: 'kept' });
    expect(existsSync(join(place.repository.path, 'pwned'))).toBe(false);
    expect(place.repository.git('status', '--porcelain')).toBe('');
    expect(place.repository.git('-c', 'core.quotePath=false', 'diff', '-z', '--name-only', 'HEAD^')).toBe('src/$(touch pwned).js\0');
    expect(commandsIn(result.log).filter((line) => !OWN_COMMANDS.test(line))).toEqual([]);
  });

  test.each([['src/out/secret.js', 'behind'], ['src/link.js', 'symbolic link'], ['src/out/new.js', 'link']])('the target %s leads out of the tree and is refused', async (target, why) => {
    const place = await awkward();
    const before = snapshotOf(place.repository.path);
    const result = await place.job({ prompt: 'Double a value as `twice`', target });
    expect(result.log + result.summary).toMatch(new RegExp(why));
    expect(result.outputs['outcome']).toMatch(/^(failed|refused)$/);
    expect(snapshotOf(place.repository.path)).toEqual(before);
    expect(existsSync(join(place.directory, 'outside/new.js'))).toBe(false);
  });
});
