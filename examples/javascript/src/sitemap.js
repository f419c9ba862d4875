import { toTimestamp } from './dates.js';
import { element } from './xml.js';

const escapeXml = (raw) => {
  return String(raw).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&apos;');
};

/** `2026-11-22-autumn-notes` from a title and a date: what a page is called below its section. */
function pageName(title, date) {
  const words = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  return [toTimestamp(date).slice(0, 10), ...words].join('-');
}

function renderPage(base, page) {
  const location = page.url ?? `${base}/${pageName(page.title, page.date)}`;
  return element('url', [element('loc', escapeXml(location)), element('lastmod', toTimestamp(page.date))].join(''));
}

/** A sitemap 0.9 document; pages without a URL get one from their title and date. */
export function renderSitemap(base, pages) {
  const body = pages.map((page) => renderPage(base, page)).join('');
  return `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${body}</urlset>`;
}
