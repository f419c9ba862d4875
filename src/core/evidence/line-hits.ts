/** Splits executions per line into covered and missed lines, each in order. */
export function lineHits(hits: ReadonlyMap<number, number>): { readonly covered: readonly number[]; readonly missed: readonly number[] } {
  const lines = [...hits].filter(([line]) => Number.isSafeInteger(line) && line > 0).sort(([a], [b]) => a - b);
  return {
    covered: lines.filter(([, count]) => count > 0).map(([line]) => line),
    missed: lines.filter(([, count]) => count <= 0).map(([line]) => line),
  };
}
