import type { CodeRecord } from '../model/code.ts';
import type { FunctionComplexity } from '../model/judge-input.ts';

/**
 * Functions that differ between the edited files before and after. A moved or renamed function is compared with what it
 * was: by its name, else by its shape. Without that, moving a long function would count as writing one.
 */
export function touchedFunctions(before: readonly CodeRecord[], after: readonly CodeRecord[]): readonly FunctionComplexity[] {
  const originals = byName(before);
  const shapes = new Map(before.flatMap((record) => (record.cloneKey === null ? [] : [[record.cloneKey, record.complexity] as const])));
  return [...byName(after)].flatMap(([name, records]) => {
    const [now, was] = withoutEqual(records, originals.get(name) ?? []);
    return now.map((record, index) => {
      const shape = record.cloneKey === null ? null : shapes.get(record.cloneKey) ?? null;
      return { path: record.path, name: nameOf(record), before: original(index, now.length, was) ?? shape, after: record.complexity };
    });
  });
}

/** Complexity of what a function was: paired by order, or, where some of the same name are gone, the hardest of them. */
function original(index: number, total: number, was: readonly CodeRecord[]): number | null {
  if (was.length === 0) return null;
  return was.length === total ? was[index]!.complexity : Math.max(...was.map(({ complexity }) => complexity));
}

/** Both lists without the pairs whose text is equal: those were not touched. */
function withoutEqual(after: readonly CodeRecord[], before: readonly CodeRecord[]): readonly [readonly CodeRecord[], readonly CodeRecord[]] {
  const was = [...before];
  const now = after.filter(({ body }) => {
    const same = was.findIndex((record) => record.body === body);
    if (same >= 0) was.splice(same, 1);
    return same < 0;
  });
  return [now, was];
}

function nameOf({ container, name }: CodeRecord): string {
  return container === null ? name : `${container}.${name}`;
}

/** Functions and methods in order, by path and name: overloads and inner functions share one. */
function byName(records: readonly CodeRecord[]): ReadonlyMap<string, readonly CodeRecord[]> {
  const functions = records.filter(({ kind }) => kind !== 'class').sort((a, b) => a.start - b.start);
  return Map.groupBy(functions, (record) => `${record.path}\n${nameOf(record)}`);
}
