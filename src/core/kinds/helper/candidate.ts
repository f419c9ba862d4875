import type { Candidate, FileEdit, GeneratorId, Interaction, NoCandidate, Proposal, Site } from '../../model/change.ts';
import type { TreeEntry } from '../../ports.ts';
import type { Request } from './request.ts';

export const OFFLINE: GeneratorId = { name: 'offline', model: null };

export interface Made {
  readonly edits: readonly FileEdit[];
  readonly title: string;
  readonly explanation: string;
  readonly sites: readonly Site[];
  readonly generator?: GeneratorId;
  readonly transplanted?: boolean;
  readonly ownTests?: readonly string[];
  readonly interactions?: readonly Interaction[];
  readonly tokens?: number;
  readonly cost?: number | null;
}

export function candidateOf({ task }: Request, made: Made): Proposal {
  const candidate: Candidate = {
    generator: OFFLINE, transplanted: false, ownTests: [], interactions: [], tokens: 0, cost: 0, ...made, taskId: task.id, kind: 'helper',
  };
  return { type: 'candidate', candidate };
}

export function noneOf(reason: string, remedy: string | null, more: Partial<NoCandidate> = {}): Proposal {
  return { type: 'none', none: { reason, remedy, nearMisses: [], interactions: [], ...more } };
}

export function modeOf(entries: readonly TreeEntry[], path: string): '100644' | '100755' {
  return entries.find((entry) => entry.path === path)?.mode === '100755' ? '100755' : '100644';
}
