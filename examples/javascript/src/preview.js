/** Plain text of an HTML fragment, cut at a word, for previews on the page. */
export function excerpt(html, limit) {
  const text = html
    .replace(/<(script|style)[^>]*>.*?<\/\1>/gis, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&nbsp;/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (text.length <= limit) {
    return text;
  }
  const cut = text.slice(0, limit + 1);
  const lastSpace = cut.lastIndexOf(' ');
  const kept = lastSpace > 0 ? cut.slice(0, lastSpace) : text.slice(0, limit);
  return `${kept}…`;
}

/** Title and excerpt of an item, as a card shows them. */
export function preview(item) {
  return { title: item.title, text: excerpt(item.html, 80) };
}
