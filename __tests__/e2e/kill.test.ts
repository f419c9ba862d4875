/** Runs that are killed or cancelled: whatever the moment, the next run (or `post`) puts tree, index, new files and modes back to the byte. */
import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { machines, type Machine } from '../support/job.ts';
import { runCli } from '../support/cli.ts';
import { leftOverIn } from '../support/processes.ts';
import type { Ended, Interrupt } from '../support/runner.ts';
import { snapshotOf } from '../support/tree-snapshot.ts';

const machine = machines();

/** Repeat a failure with `SELF_CODING_SEED=<seed>`. */
const SEED = Number(process.env['SELF_CODING_SEED'] ?? Date.now() % 1_000_000);

/** Moments of a run, by what the log says last and how long ago. `longest` in milliseconds. */
const MOMENTS: readonly { readonly phase: string; readonly after?: RegExp; readonly longest: number }[] = [
  { phase: 'anywhere', longest: 8_000 },
  { phase: 'the baseline', after: /(^|::)baseline$/m, longest: 900 },
  { phase: 'the first candidate', after: /trying: Reuse/, longest: 700 },
  { phase: 'checks and probes of the second candidate', after: /trying: Move/, longest: 1_500 },
  { phase: 'landing', after: /(^|::)land$/m, longest: 60 },
];

/** Where a fast run may have ended before. */
const MAY_END = new Set(['anywhere', 'checks and probes of the second candidate', 'landing']);

/** Mulberry32 (T. Ettinger): small, and the same on every machine. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = randomFrom(SEED);
const kills = ['command line', 'Action'].flatMap((surface) => MOMENTS.map(({ phase, after, longest }) => {
  const afterMs = Math.floor(random() * longest);
  return { surface, phase, afterMs, interrupt: { signal: 'SIGKILL', afterMs, ...(after === undefined ? {} : { after }) } satisfies Interrupt };
}));

/** The sample with what an exact undo could miss: odd modes, a link, ignored and untracked files. */
async function sample(): Promise<Machine> {
  const made = await machine({ example: 'javascript', files: { '.gitignore': 'ignored/\n*.log\n', 'tool.sh': '#!/bin/sh\n' }, executable: ['tool.sh'] });
  const { repository } = made;
  symlinkSync('src/xml.js', join(repository.path, 'link.js'));
  repository.commit('link');
  repository.write({ 'notes.txt': 'untracked\n', 'ignored/cache': 'cached', 'debug.log': 'log', '.git/hooks/pre-push': '#!/bin/sh\nexit 1\n' });
  chmodSync(join(repository.path, 'src/xml.js'), 0o640);
  chmodSync(join(repository.path, 'src/atom.js'), 0o600);
  return made;
}

function cli({ repository, directory }: Machine, args: readonly string[], interrupt?: Interrupt): Promise<Ended> {
  return runCli(args, { cwd: repository.path, temporary: directory, ...(interrupt === undefined ? {} : { interrupt }) });
}

/** The tree as it was; or, where the branch had moved already, as the landed commit has it, and nothing else changed. */
function expectRestored({ repository }: Machine, before: ReturnType<typeof snapshotOf>, head: string): void {
  const after = snapshotOf(repository.path);
  const now = repository.git('rev-parse', 'HEAD');
  if (now === head) {
    expect(after).toEqual(before);
    return;
  }
  expect(repository.git('rev-parse', 'HEAD^')).toBe(head);
  expect(repository.git('log', '-1', '--format=%B')).toContain('Self-Coding-Patch:');
  expect(repository.git('status', '--porcelain')).toBe('?? notes.txt');
  const landed = new Set(repository.git('diff', '--name-only', head, now).split('\n'));
  const rest = (snapshot: typeof after): unknown => Object.entries(snapshot).filter(([path]) => !landed.has(path) && path !== '.git/index');
  expect(rest(after)).toEqual(rest(before));
}

describe(`killed at a random moment (seed ${SEED})`, () => {
  test.each(kills.filter(({ surface }) => surface === 'command line'))('$surface, $afterMs ms into $phase: the next run restores everything', async ({ phase, interrupt }) => {
    const place = await sample();
    const before = snapshotOf(place.repository.path);
    const head = place.repository.git('rev-parse', 'HEAD');
    const killed = await cli(place, ['run'], interrupt);
    if (!MAY_END.has(phase)) expect(killed.signal).toBe('SIGKILL');
    const next = await cli(place, phase === 'the baseline' ? ['run'] : ['suggest']);
    expect({ exitCode: next.exitCode, log: next.log }).toMatchObject({ exitCode: 0 });
    expect(await leftOverIn(place.repository.path)).toEqual([]);
    expectRestored(place, before, head);
    if (phase === 'the baseline') expect(place.repository.git('rev-parse', 'HEAD')).not.toBe(head);
  });

  test.each(kills.filter(({ surface }) => surface === 'Action'))('$surface, $afterMs ms into $phase: `post` restores everything', async ({ phase, interrupt }) => {
    const place = await sample();
    const before = snapshotOf(place.repository.path);
    const head = place.repository.git('rev-parse', 'HEAD');
    const result = await place.job({ publish: 'commit' }, { interrupt });
    if (!MAY_END.has(phase)) expect(result.exitCode).toBeNull();
    expect({ post: result.postExitCode, log: result.postLog }).toMatchObject({ post: 0 });
    expect(result.postLog).not.toContain('::warning');
    expect(await leftOverIn(place.repository.path)).toEqual([]);
    expectRestored(place, before, head);
    if (phase !== 'the first candidate') return;
    const next = await place.job({ publish: 'commit' });
    expect({ outcome: next.outputs['outcome'], log: next.log }).toMatchObject({ outcome: 'kept' });
  });
});

describe('cancelled', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('by %s while a command runs: it is ended, everything is put back, the exit code says so', async (signal) => {
    const place = await sample();
    const before = snapshotOf(place.repository.path);
    const stubborn = 'trap "" TERM INT; echo x > src/xml.js; echo y > new.txt; while :; do sleep 1; done';
    const result = await cli(place, ['run', '--test-command', stubborn], { signal, after: /^baseline$/m, afterMs: 400 });
    expect(result.exitCode).toBe(1);
    expect(result.log).toContain(`The run was cancelled (received ${signal}).`);
    expect(snapshotOf(place.repository.path)).toEqual(before);
    expect(await leftOverIn(place.repository.path)).toEqual([]);
  });

  test('the command line while a change is tried: what was tried before is remembered, the interrupted try is no evidence', async () => {
    const place = await sample();
    const before = snapshotOf(place.repository.path);
    const result = await cli(place, ['run'], { signal: 'SIGINT', after: /trying: Move/, afterMs: 150 });
    expect(result.exitCode).toBe(1);
    expect(snapshotOf(place.repository.path)).toEqual(before);
    const next = await cli(place, ['run']);
    expect(next.exitCode).toBe(0);
    expect(next.log).toMatch(/restored 1 attempt/);
    expect(next.log).toMatch(/not tried again: the same change was reverted/);
    expect(next.log).toMatch(/^Kept/m);
  });

  test('the Action: outputs and summary are written, `post` has nothing left to do, the state is saved', async () => {
    const place = await sample();
    const before = snapshotOf(place.repository.path);
    const result = await place.job({ publish: 'commit' }, { interrupt: { signal: 'SIGINT', after: /trying: Move/, afterMs: 150 } });
    expect(result.exitCode).toBe(1);
    expect(result.outputs['outcome']).toBe('failed');
    expect(result.outputs['reasons']).toContain('The run was cancelled');
    expect(result.summary).toContain('cancelled');
    expect(result.postLog).toContain('nothing left to do');
    expect(snapshotOf(place.repository.path)).toEqual(before);
    expect(place.cache.entries).toHaveLength(1);
    const next = await place.job({ publish: 'commit', mode: 'suggest', prompt: 'escape' });
    expect(next.log).toMatch(/restored 1 attempt/);
  });
});
