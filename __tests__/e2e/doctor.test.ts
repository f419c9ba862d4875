/** The doctor works where nothing else does, and names everything that is wrong at once. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCli } from '../support/cli.ts';
import { host, SMALL_FILES, TOKEN } from '../support/hosted.ts';
import { machines } from '../support/job.ts';

const machine = machines();

test('a sound repository: nothing to change, nothing left behind, exit code 0', async () => {
  const place = await machine({ files: SMALL_FILES });
  const result = await runCli(['doctor', '--test-command', 'node test.mjs'], { cwd: place.repository.path, temporary: place.directory });
  expect({ exitCode: result.exitCode, log: result.log }).toMatchObject({ exitCode: 0 });
  expect(result.log).toMatch(/^Doctor: everything is in order$/m);
  expect(place.repository.git('status', '--porcelain', '--ignored')).toBe('');
  expect(readdirSync(join(place.repository.path, '.git/self-coding'), { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('doctor'))).toEqual([]);
});

test('as an Action with a token: the remote is asked and nothing is sent', async () => {
  const place = await machine({ files: SMALL_FILES });
  const hosting = await host(place);
  try {
    const before = hosting.remoteHead();
    const result = await place.job({ mode: 'doctor', publish: 'push', token: TOKEN, 'test-command': 'node test.mjs' });
    expect({ exitCode: result.exitCode, log: result.log }).toMatchObject({ exitCode: 0 });
    expect(result.log).toContain('origin would take a push to main');
    expect(result.summary).toMatch(/^\*\*Doctor\*\*: /);
    expect([result.outputs['outcome'], hosting.remoteHead()]).toEqual(['unchanged', before]);
  } finally {
    await hosting.close();
  }
});

test('five things broken at once: all are named with their remedies, exit code 1', async () => {
  const place = await machine({ files: { ...SMALL_FILES, '.github/self-coding.yml': 'threshold: -4\nbogus: 1\nbacklog:\n  - { id: slug, prompt: slug, target: no/such/place.js }\n' } });
  const file = join(place.directory, 'a-file');
  writeFileSync(file, '');
  place.repository.write({ 'src/text.js': 'changed\n' });
  const result = await runCli(['doctor', '--publish', 'push', '--test-command', 'no-such-tool --run', '--state.directory', join(file, 'state')], { cwd: place.repository.path, temporary: place.directory });
  expect(result.exitCode).toBe(1);
  for (const words of ['threshold: is negative', 'bogus: is not a known setting', 'uncommitted changes: `src/text.js`', '`no-such-tool` was not found', 'no remote `origin`', 'state cannot be written', 'slug: no/such/place.js']) expect(result.log).toContain(words);
  for (const remedy of ['Use a number, 0 or more.', 'Commit or stash them', 'Install no-such-tool, or set `test-command`', 'git remote add origin', 'Set `state.directory`']) expect(result.log).toContain(remedy);
  expect(result.log).toMatch(/^Doctor: \d things to change/m);
});

test('without a repository it says so, and what the machine has', async () => {
  const place = await machine({});
  const path = join(place.directory, 'empty');
  mkdirSync(path);
  const result = await runCli(['doctor'], { cwd: path, temporary: place.directory });
  expect([result.exitCode, /bad +repository .*not inside the working tree/.test(result.log), /good +runtime +Node/.test(result.log)]).toEqual([1, true, true]);
});
