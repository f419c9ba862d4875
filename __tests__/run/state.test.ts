import { createRandom } from '../../src/adapters/clock.ts';
import { createDatabaseFactory } from '../../src/adapters/database.ts';
import { openLedger } from '../../src/core/history/ledger.ts';
import { PatchHistoryDB } from '../../src/core/history/patch-history.ts';
import { GptMemory } from '../../src/core/knowledge/memory.ts';
import type { Comparison } from '../../src/core/model/evidence.ts';
import type { Attempt } from '../../src/core/model/patch.ts';
import { openState, type State } from '../../src/run/state.ts';
import { attempt, bare } from '../core/report/sample.ts';

const factory = await createDatabaseFactory();
const CONTEXT = { environment: 'linux', baseCommit: 'c0', testsDigest: 'tests-1', lands: true };

function open(): State {
  let time = Date.parse('2026-11-03T10:00:00Z');
  const clock = { now: () => new Date((time += 1000)), monotonicMs: () => time };
  const opening = openLedger(factory.open(), { clock, random: createRandom(clock) });
  if (opening.type !== 'ledger') throw new Error(opening.reason);
  return openState({ history: new PatchHistoryDB(opening.ledger), memory: new GptMemory(opening.ledger), now: clock.now, environment: 'linux' });
}

function made(change: Partial<Attempt>): Attempt {
  return { ...attempt(), ...change };
}

test('what was kept and landed counts; what was only proposed earns nothing and may come again', () => {
  const state = open();
  state.record(made({ patchId: 'p1', outcome: 'kept', commit: null }), CONTEXT);
  expect(state.history.entries().map(({ outcome }) => outcome)).toEqual(['proposed']);
  expect(state.rejection(attempt().patch!.fingerprint, 'tests-1')).toBeNull();
  expect(state.series().cumulativeRoi.at(-1)).toBe(0);
  state.record(made({ patchId: 'p2', outcome: 'kept', commit: 'c1', roiDelta: 1.5 }), CONTEXT);
  expect(state.series().cumulativeRoi.at(-1)).toBe(1.5);
});

test('what was reverted is rejected; what was held only while the tests are the same', () => {
  const { fingerprint } = attempt().patch!;
  const reverted = open();
  reverted.record(made({ outcome: 'reverted', commit: null }), CONTEXT);
  expect(reverted.rejection(fingerprint, 'tests-2')?.outcome).toBe('reverted');
  const held = open();
  held.record(made({ outcome: 'held', commit: null }), CONTEXT);
  expect(held.rejection(fingerprint, 'tests-1')?.outcome).toBe('held');
  expect(held.rejection(fingerprint, 'tests-2')).toBeNull();
});

test('an attempt that measured nothing enters no series', () => {
  const state = open();
  state.record(bare(), CONTEXT);
  expect(state.series().errors).toEqual([]);
  expect(state.history.entries()).toHaveLength(1);
});

test('a failure that the base shows too is a flake of the base, and excuses the next suspect', () => {
  const state = open();
  const failure = (id: string, cause: 'not-the-patch' | 'suspect') => ({ id, class: cause, message: null, candidateReruns: [], baseReruns: [] });
  const comparison = (failures: Comparison['newFailures']): Comparison => ({ ...attempt().patch!.comparison!, newFailures: failures });
  const sample = attempt();
  state.record({ ...sample, patch: { ...sample.patch!, comparison: comparison([failure('test › a', 'not-the-patch'), failure('test › b', 'suspect')]) } }, CONTEXT);
  expect([...state.flakesOnBase()]).toEqual(['test › a']);
  expect(state.suspects(comparison([failure('test › a', 'suspect'), failure('test › b', 'suspect')]), sample.patch!.before)).toEqual([
    { id: 'test › a', reachesChange: true, flakedOnBase: true },
    { id: 'test › b', reachesChange: true, flakedOnBase: false },
  ]);
});
