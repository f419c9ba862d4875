/** Turns the patches of `fixtures/guard` into what the guard and a run are given. */
import { isGenerated } from '../../src/core/change/protected.ts';
import type { Candidate, FileEdit } from '../../src/core/model/change.ts';
import { BASE, type Patch } from '../fixtures/guard/base.ts';

/** As a run with `paths: ['!docs/']` would say. */
export function mayEdit(path: string): boolean {
  return !path.startsWith('docs/') && !isGenerated(path, BASE[path] ?? null);
}

export function editsOf({ edits }: Patch): readonly FileEdit[] {
  return edits.map(({ path, after, before, mode }) => ({ path, after, before: before === undefined ? BASE[path] ?? null : before, mode: (mode ?? '100644') as FileEdit['mode'] }));
}

export function candidateOf(patch: Patch, taskId = 'task'): Candidate {
  return {
    taskId, kind: 'helper', edits: editsOf(patch), title: patch.name, explanation: '', generator: { name: 'offline', model: null }, sites: [], transplanted: false, ownTests: [], interactions: [], tokens: 0, cost: 0,
  };
}
