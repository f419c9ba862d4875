/** RFC 3339, to the second, as Atom and sitemaps want it. */
export function toTimestamp(date) {
  return date.toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** RFC 822, as RSS wants it. */
export function toRfc822(date) {
  return date.toUTCString().replace('GMT', '+0000');
}
