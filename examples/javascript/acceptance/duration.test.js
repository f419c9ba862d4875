import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDuration } from '../src/dates.js';

test('minutes alone', () => assert.equal(parseDuration('45m'), 45 * 60_000));
test('hours and minutes', () => assert.equal(parseDuration('1h30m'), 90 * 60_000));
test('seconds', () => assert.equal(parseDuration('20s'), 20_000));
test('days', () => assert.equal(parseDuration('2d'), 2 * 86_400_000));
test('garbage is refused', () => assert.throws(() => parseDuration('soon'), RangeError));
