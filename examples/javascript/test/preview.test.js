import assert from 'node:assert/strict';
import { test } from 'node:test';
import { preview } from '../src/preview.js';

test('markup and scripts are left out', () => {
  const item = { title: 'T', html: '<p>One <b>two</b></p><script>three()</script>' };
  assert.deepEqual(preview(item), { title: 'T', text: 'One two' });
});

test('long text is cut at a word', () => {
  const text = preview({ title: 'T', html: 'word '.repeat(40) }).text;
  assert.equal(text, `${'word '.repeat(16).trim()}…`);
});
