import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDepth, heightAt } from '../src/index.js';

const low = { hour: 2, height: 0.4 };
const high = { hour: 8, height: 4.4 };

test('half way, the water stands half way', () => {
  assert.ok(Math.abs(heightAt(5, low, high) - 2.4) < 1e-9);
});

test('outside, the nearer tide counts', () => {
  assert.deepEqual([heightAt(1, low, high), heightAt(9, low, high)], [0.4, 4.4]);
});

test('depths have one decimal and a real minus', () => {
  assert.deepEqual([formatDepth(2.04), formatDepth(-0.25), formatDepth(-0.01)], ['2.0 m', '−0.2 m', '0.0 m']);
});
