/** Text of others between marks that do not occur in it, so that a prompt never takes it for words of its own. */
export function section(title: string, text: string): string {
  let mark = '=====';
  while (text.includes(mark)) mark += '=';
  return `${mark} begin ${title.replace(/\s+/g, ' ')}\n${text}\n${mark} end`;
}

/** Head and tail of a long text: imports stand at one end, exports and the reason of a failure often at the other. */
export function clipped(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const half = Math.floor(limit / 2);
  return `${text.slice(0, half)}\n[… ${text.length - 2 * half} characters left out …]\n${text.slice(text.length - half)}`.toWellFormed();
}
