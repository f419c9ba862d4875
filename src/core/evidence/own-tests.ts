import type { FileEdit } from '../model/change.ts';
import type { Evidence } from '../model/evidence.ts';
import { isStandIn, SEPARATOR } from './test-ids.ts';

/**
 * The evidence before without the tests that went with removed files: absent after, and of such a file by the name that the report gives; where
 * it gives none, by a title that stands in the text of the file.
 */
export function withoutTestsOf(removed: readonly FileEdit[], before: Evidence, after: Evidence): Evidence {
  if (removed.length === 0) return before;
  const present = new Set(after.tests.map(({ id }) => id));
  const isGone = (id: string, file: string | null): boolean => {
    if (present.has(id) || isStandIn(id)) return false;
    const title = id.slice(id.lastIndexOf(SEPARATOR) + SEPARATOR.length).replace(/ \(\d+\)$/, '');
    return removed.some(({ path, before: text }) => (file === null ? title.endsWith(path) || text?.includes(title) === true : file === path));
  };
  return { ...before, tests: before.tests.filter(({ id, file }) => !isGone(id, file)) };
}
