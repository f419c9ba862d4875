import { randomBytes } from 'node:crypto';
import type { Clock, Random } from '../core/ports.ts';

export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
};

/** Crockford's base 32: no I, L, O, U. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_DIGITS = 10;
const RANDOM_DIGITS = 16;

function encode(value: bigint, length: number): string {
  let text = '';
  let rest = value;
  for (let i = 0; i < length; i += 1) {
    text = DIGITS[Number(rest & 31n)]! + text;
    rest >>= 5n;
  }
  return text;
}

/**
 * ULIDs (github.com/ulid/spec): 48 bits of milliseconds, 80 random bits, 26 characters. Within one `Random` they only
 * grow, also when two fall into one millisecond or the clock is set back.
 */
export function createRandom(clock: Clock, bytes: (count: number) => Uint8Array = randomBytes): Random {
  let lastTime = 0;
  let lastRandom = 0n;
  const fresh = (): bigint => BigInt(`0x${Buffer.from(bytes(RANDOM_DIGITS * 5 / 8)).toString('hex')}`);
  const id = (): string => {
    const time = clock.now().getTime();
    if (time > lastTime) {
      lastTime = time;
      lastRandom = fresh();
    } else {
      lastRandom += 1n;
      if (lastRandom >> 80n !== 0n) {
        lastTime += 1;
        lastRandom = fresh();
      }
    }
    return encode(BigInt(lastTime), TIME_DIGITS) + encode(lastRandom, RANDOM_DIGITS);
  };
  return { id };
}
