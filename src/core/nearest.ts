/** What somebody probably meant: the known names within a third of the given one's length, nearest first. */
export function nearest(given: string, known: Iterable<string>, limit: number): readonly string[] {
  const reach = Math.max(1, Math.floor(given.length / 3));
  return [...new Set(known)]
    .map((name) => ({ name, distance: editDistance(given.toLowerCase(), name.toLowerCase(), reach) }))
    .filter(({ distance }) => distance <= reach)
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, limit)
    .map(({ name }) => name);
}

/** Levenshtein distance (V. I. Levenshtein, 1966); anything above `reach` may be returned as `reach + 1`. */
export function editDistance(a: string, b: string, reach: number): number {
  if (Math.abs(a.length - b.length) > reach) return reach + 1;
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substitution, previous[j]! + 1, current[j - 1]! + 1));
    }
    previous = current;
  }
  return previous[b.length]!;
}
