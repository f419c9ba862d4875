import { toTimestamp } from './dates.js';
import { element } from './xml.js';

// XML's five reserved characters
function escapeXml(value) {
  return String(value)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}

function renderEntry(entry) {
  return element(
    'entry',
    [
      element('title', escapeXml(entry.title)),
      `<link href="${escapeXml(entry.url)}"/>`,
      element('id', escapeXml(entry.id ?? entry.url)),
      element('updated', toTimestamp(entry.date)),
    ].join(''),
  );
}

/** An Atom 1.0 document. */
export function renderAtom(feed) {
  const body = [
    element('title', escapeXml(feed.title)),
    element('id', escapeXml(feed.url)),
    ...feed.items.map(renderEntry),
  ].join('');
  return `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">${body}</feed>`;
}
