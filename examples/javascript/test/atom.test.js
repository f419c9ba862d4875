import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderAtom } from '../src/index.js';

const feed = {
  title: 'R&D',
  url: 'https://example.org/',
  items: [{ title: "it's <new>", url: 'https://example.org/?q="x"', date: new Date('2026-03-01T10:00:00.123Z') }],
};

test('reserved characters are escaped in text and attributes', () => {
  const text = renderAtom(feed);
  assert.ok(text.includes('<title>R&amp;D</title>'));
  assert.ok(text.includes('<title>it&apos;s &lt;new&gt;</title>'));
  assert.ok(text.includes('href="https://example.org/?q=&quot;x&quot;"'));
});

test('timestamps have no fraction', () => {
  assert.ok(renderAtom(feed).includes('<updated>2026-03-01T10:00:00Z</updated>'));
});
