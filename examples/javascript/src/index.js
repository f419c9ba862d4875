export { renderAtom } from './atom.js';
export { excerpt, preview } from './preview.js';
export { renderRss } from './rss.js';
export { renderSitemap } from './sitemap.js';
