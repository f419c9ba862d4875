import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { widget } from '../src/embed.js';

test('shows the newest item, shortened', () => {
  assert.equal(widget({ items: [{ html: '<p>Short</p>' }] }), 'Short');
  assert.equal(widget({ items: [{ html: 'abcdefghi '.repeat(9) }] }), 'abcdefghi abcdefghi abcdefghi abcdefghi…');
});

test('an empty feed shows nothing', () => {
  assert.equal(widget({ items: [] }), '');
});

test('can be pasted into a page: it imports nothing', async () => {
  const source = await readFile(new URL('../src/embed.js', import.meta.url), 'utf8');
  assert.doesNotMatch(source, /^import /m);
});
