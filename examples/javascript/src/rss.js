import { toRfc822 } from './dates.js';
import { element } from './xml.js';

/** Replaces the characters that XML reserves. */
function escapeXml(text) {
  return String(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}

function renderItem(item) {
  return element(
    'item',
    [
      element('title', escapeXml(item.title)),
      element('link', escapeXml(item.url)),
      element('guid', escapeXml(item.id ?? item.url)),
      element('pubDate', toRfc822(item.date)),
    ].join(''),
  );
}

/** An RSS 2.0 document. */
export function renderRss(feed) {
  const channel = [
    element('title', escapeXml(feed.title)),
    element('link', escapeXml(feed.url)),
    element('description', escapeXml(feed.description ?? '')),
    ...feed.items.map(renderItem),
  ].join('');
  return `<?xml version="1.0"?><rss version="2.0">${element('channel', channel)}</rss>`;
}
