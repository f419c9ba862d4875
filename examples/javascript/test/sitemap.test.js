import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderSitemap } from '../src/index.js';

const date = new Date('2026-11-22T08:30:00Z');

test('locations are escaped', () => {
  const text = renderSitemap('https://example.org', [{ url: 'https://example.org/?a=1&b=2', date }]);
  assert.ok(text.includes('<loc>https://example.org/?a=1&amp;b=2</loc>'));
});

test('a page without a URL is named by its date and title', () => {
  const text = renderSitemap('https://example.org', [{ title: 'Autumn: Notes é', date }]);
  assert.ok(text.includes('<loc>https://example.org/2026-11-22-autumn-notes-e</loc>'));
});
