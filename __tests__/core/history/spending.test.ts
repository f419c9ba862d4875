import { createDatabaseFactory } from '../../../src/adapters/database.ts';
import type { CallBody } from '../../../src/core/history/bodies.ts';
import { LOST, spentSince } from '../../../src/core/history/spending.ts';
import { ledgerIn } from '../../support/event-logs.ts';

const factory = await createDatabaseFactory();
const call = (change: Partial<CallBody> = {}): CallBody => ({ model: 'm', tokens: 100, cost: 0.25, durationMs: 1000, outcome: 'answer', ...change });
const EARLY = new Date('2000-01-01');

test('calls are summed, whatever came of them; other events are not', () => {
  const ledger = ledgerIn(factory.open());
  ledger.append('call', call());
  ledger.append('call', call({ tokens: 5, cost: 0.5, outcome: 'timed-out' }));
  ledger.append('note', { key: 'k', text: 't', writer: 'w', parents: [] });
  expect(spentSince(ledger.events('call'), EARLY)).toEqual({ spent: { calls: 2, tokens: 105, cost: 0.75, timeMs: 2000 }, unknown: null });
});

test('what is older does not count; what lies in the future does', () => {
  const ledger = ledgerIn(factory.open(), 'A', '2026-11-01T00:00:00.000Z');
  const { at } = ledger.append('call', call());
  expect(spentSince(ledger.events('call'), new Date(at)).spent.calls).toBe(1);
  expect(spentSince(ledger.events('call'), new Date(Date.parse(at) + 1)).spent.calls).toBe(0);
  expect(spentSince(ledger.events('call'), new Date(Date.parse(at) - 86_400_000)).spent.calls).toBe(1);
});

test('one unknown cost makes the sum unknown', () => {
  const ledger = ledgerIn(factory.open());
  ledger.append('call', call());
  ledger.append('call', call({ cost: null }));
  expect(spentSince(ledger.events('call'), EARLY).spent.cost).toBeNull();
});

test.each([{ tokens: -5 }, { tokens: 'many' }, { cost: 'free' }, { cost: -1 }, { durationMs: null }, { cost: undefined }])('a call whose numbers read %j makes the day unknown', (broken) => {
  const ledger = ledgerIn(factory.open());
  ledger.append('call', { ...call(), ...broken } as unknown as CallBody);
  expect(spentSince(ledger.events('call'), EARLY).unknown).toBe('a recorded question has no readable numbers');
});

test('a lost state makes the day unknown for as long as its calls would have counted', () => {
  const ledger = ledgerIn(factory.open(), 'A', '2026-11-01T00:00:00.000Z');
  const { at } = ledger.append('call', call({ tokens: 0, cost: null, outcome: LOST }));
  expect(spentSince(ledger.events('call'), EARLY).unknown).toBe('the state was lost on 2026-11-01');
  expect(spentSince(ledger.events('call'), new Date(Date.parse(at) + 1))).toEqual({ spent: { calls: 0, tokens: 0, cost: 0, timeMs: 0 }, unknown: null });
});

test('two logs that went apart count together once they are one', () => {
  const [a, b] = [ledgerIn(factory.open(), 'A'), ledgerIn(factory.open(), 'B')];
  a.append('call', call());
  b.append('call', call());
  a.merge(b.rows());
  expect(spentSince(a.events('call'), EARLY).spent).toMatchObject({ calls: 2, cost: 0.5 });
});
