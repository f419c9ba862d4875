/** What somebody probably meant: the known words of which at most a third of the letters differ, nearest first. `_` counts as `-`, capitals as small letters. */
export function nearest(given: string, known: Iterable<string>, limit: number): readonly string[] {
  const plain = (text: string): string => text.toLowerCase().replaceAll('_', '-');
  const word = plain(given);
  return [...new Set(known)]
    .map((name) => {
      const reach = Math.max(1, Math.floor(name.length / 3));
      return { name, reach, distance: editDistance(word, plain(name), reach) };
    })
    .filter(({ distance, reach }) => distance <= reach)
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, limit)
    .map(({ name }) => name);
}

/** `Did you mean …?` followed by a remedy, or the remedy alone. */
export function suggestion(given: string, known: Iterable<string>, remedy: string): string {
  const [meant] = nearest(given, known, 1);
  return meant === undefined ? remedy : `Did you mean \`${meant}\`? ${remedy}`;
}

/**
 * Edits from one word to the other: insert, delete, replace, or swap two neighbours (optimal string alignment, a restricted
 * F. J. Damerau, 1964). Beyond `reach` the result is some number above it.
 */
export function editDistance(from: string, to: string, reach: number): number {
  if (Math.abs(from.length - to.length) > reach) return reach + 1;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      let cost = Math.min(previous[column]! + 1, current[column - 1]! + 1, previous[column - 1]! + (same ? 0 : 1));
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (swapped) cost = Math.min(cost, beforePrevious[column - 2]! + 1);
      current.push(cost);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[to.length]!;
}
