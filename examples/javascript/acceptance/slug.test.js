import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageName } from '../src/index.js';

test('a page is named by its date and its words', () => {
  assert.equal(pageName('Autumn: Notes é', new Date('2026-11-22T08:30:00Z')), '2026-11-22-autumn-notes-e');
});

test('signs alone leave the date', () => {
  assert.equal(pageName('!?', new Date('2026-01-02T00:00:00Z')), '2026-01-02');
});
