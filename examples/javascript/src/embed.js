// Pasted as it is into other people's pages, so everything it needs is in this file.

function excerpt(source, max) {
  const text = source
    .replace(/<(script|style)[^>]*>.*?<\/\1>/gis, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&nbsp;/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (text.length <= max) {
    return text;
  }
  const cut = text.slice(0, max + 1);
  const lastSpace = cut.lastIndexOf(' ');
  const kept = lastSpace > 0 ? cut.slice(0, lastSpace) : text.slice(0, max);
  return `${kept}…`;
}

/** The text of a widget that shows the newest item. */
export function widget(feed) {
  const [newest] = feed.items;
  return newest === undefined ? '' : excerpt(newest.html, 40);
}
