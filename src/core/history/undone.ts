import type { LoggedCommit } from '../ports-log.ts';

/** Texts that a commit of interest to `rollback` mentions: what the engine landed, and whatever took something back. */
export const MENTIONS: readonly string[] = ['Self-Coding-Patch: ', 'Self-Coding-Rollback: ', 'This reverts commit '];

/** One landed change of the engine on a branch. */
export interface LandedChange {
  readonly patchId: string;
  /** As the trailer names it; `null` without that trailer. */
  readonly kind: string | null;
  readonly commit: LoggedCommit;
  /** The commit that took it back and still stands; `null` if none does. */
  readonly undoneBy: string | null;
}

const TRAILER = /^(Self-Coding-[A-Za-z]+): (.*)$/;
const ANY_TRAILER = /^[A-Za-z0-9]+(?:-[A-Za-z0-9]+)+: |^-+$/;
const REVERTS = /\bThis reverts commit\s+([0-9a-f]{7,64})\b/g;

/** What later commits of a branch took back. */
export interface Undoings {
  /** The commit that took this one, or this patch, back and still stands; `null` if none does. */
  of(commit: string, patchId?: string): string | null;
}

/**
 * Reads the messages of a branch, newest first. A commit that was itself taken back later takes nothing back: what a person brought back by
 * reverting a revert stands again.
 */
export function undoingsIn(log: readonly LoggedCommit[]): Undoings {
  const commits: { readonly prefix: string; readonly by: string }[] = [];
  const patches = new Map<string, string>();
  const ofCommit = (commit: string): string | null => commits.find(({ prefix }) => commit.startsWith(prefix))?.by ?? null;
  for (const { commit, message } of log) {
    if (ofCommit(commit) !== null) continue;
    for (const [, prefix] of message.matchAll(REVERTS)) commits.push({ prefix: prefix!, by: commit });
    const rolledBack = trailersOf(message)['Self-Coding-Rollback'];
    if (rolledBack !== undefined && !patches.has(rolledBack)) patches.set(rolledBack, commit);
  }
  return { of: (commit, patchId) => ofCommit(commit) ?? (patchId === undefined ? null : patches.get(patchId)) ?? null };
}

/** Changes that the engine landed, newest first; its rollbacks are none. */
export function landedChanges(log: readonly LoggedCommit[]): readonly LandedChange[] {
  const undoings = undoingsIn(log);
  return log.flatMap((commit): readonly LandedChange[] => {
    const trailers = trailersOf(commit.message);
    const patchId = trailers['Self-Coding-Patch'];
    if (patchId === undefined || trailers['Self-Coding-Rollback'] !== undefined) return [];
    return [{ patchId, kind: trailers['Self-Coding-Kind'] ?? null, commit, undoneBy: undoings.of(commit.commit, patchId) }];
  });
}

/** Trailers of the engine in the last paragraphs that hold nothing but trailers: a squash adds one of its own below. */
export function trailersOf(message: string): Readonly<Record<string, string>> {
  const found = new Map<string, string>();
  for (const paragraph of message.trimEnd().split(/\n[ \t]*\n/).reverse()) {
    const lines = paragraph.split('\n');
    if (!lines.every((line) => ANY_TRAILER.test(line))) break;
    for (const line of lines) {
      const [, name, value] = TRAILER.exec(line) ?? [];
      if (name !== undefined && !found.has(name)) found.set(name, value!);
    }
  }
  return Object.fromEntries(found);
}

/** The first line of a message. */
export function subjectOf({ message }: Pick<LoggedCommit, 'message'>): string {
  return message.split('\n')[0]!.trim();
}
