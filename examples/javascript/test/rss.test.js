import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderRss } from '../src/index.js';

const feed = {
  title: 'Notes & Queries',
  url: 'https://example.org/',
  items: [{ title: '"<b>"', url: "https://example.org/?a=1&b='2'", date: new Date('2026-03-01T10:00:00Z') }],
};

test('reserved characters are escaped in every place', () => {
  const text = renderRss(feed);
  assert.ok(text.includes('<title>Notes &amp; Queries</title>'));
  assert.ok(text.includes('<title>&quot;&lt;b&gt;&quot;</title>'));
  assert.ok(text.includes('<guid>https://example.org/?a=1&amp;b=&apos;2&apos;</guid>'));
});

test('dates are RFC 822', () => {
  assert.ok(renderRss(feed).includes('<pubDate>Sun, 01 Mar 2026 10:00:00 +0000</pubDate>'));
});

test('a missing description is an empty element', () => {
  assert.ok(renderRss(feed).includes('<description/>'));
});
