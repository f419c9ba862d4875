import type { CodeRecord } from '../model/code.ts';
import type { FunctionComplexity } from '../model/judge-input.ts';

/**
 * Functions that differ between the edited files before and after. A moved or renamed function is compared with what it
 * was: by its place, else by its shape. Without that, moving a long function would count as writing one.
 */
export function touchedFunctions(before: readonly CodeRecord[], after: readonly CodeRecord[]): readonly FunctionComplexity[] {
  const places = byPlace(before);
  const shapes = new Map(before.flatMap((record) => (record.cloneKey === null ? [] : [[record.cloneKey, record] as const])));
  return [...byPlace(after)].flatMap(([place, record]) => {
    const same = places.get(place);
    if (same?.body === record.body) return [];
    const origin = same ?? (record.cloneKey === null ? undefined : shapes.get(record.cloneKey));
    return [{ path: record.path, name: nameOf(record), before: origin?.complexity ?? null, after: record.complexity }];
  });
}

function nameOf({ container, name }: CodeRecord): string {
  return container === null ? name : `${container}.${name}`;
}

/** Functions and methods by path and name; equal ones (overloads, branches) are numbered in order. */
function byPlace(records: readonly CodeRecord[]): ReadonlyMap<string, CodeRecord> {
  const places = new Map<string, CodeRecord>();
  for (const record of [...records].filter(({ kind }) => kind !== 'class').sort((a, b) => a.start - b.start)) {
    let place = `${record.path}\n${nameOf(record)}`;
    while (places.has(place)) place += '\n';
    places.set(place, record);
  }
  return places;
}
