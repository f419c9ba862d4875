import { createRandom, systemClock } from '../../src/adapters/clock.ts';

const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

test('ids are ULIDs whose text order is the order of creation', () => {
  const random = createRandom(systemClock);
  const ids = Array.from({ length: 2_000 }, () => random.id());
  expect(ids.every((id) => ULID.test(id))).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
  expect([...ids].sort()).toEqual(ids);
});

test('ids keep growing when the clock is set back and when the random part is exhausted', () => {
  const times = [2_000, 1_000, 1_000, 3_000];
  const random = createRandom({ now: () => new Date(times.shift()!), monotonicMs: () => 0 }, (count) => new Uint8Array(count).fill(255));
  const ids = [random.id(), random.id(), random.id(), random.id()];
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(4);
});

test('the time part is the time of creation in milliseconds', () => {
  const random = createRandom({ now: () => new Date(1_469_918_176_385), monotonicMs: () => 0 });
  // The example of the ULID specification.
  expect(random.id().slice(0, 10)).toBe('01ARYZ6S41');
});

test('monotonic time does not go back', () => {
  const first = systemClock.monotonicMs();
  expect(systemClock.monotonicMs()).toBeGreaterThanOrEqual(first);
});
