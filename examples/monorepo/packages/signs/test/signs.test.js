import assert from 'node:assert/strict';
import { test } from 'node:test';
import { berthSign } from '../src/index.js';

test('a sign has number, name and depth', () => {
  assert.equal(berthSign({ number: 7, name: 'Old quay' }, 3.14), 'Berth 7\nOLD QUAY\n3.1 m');
});
