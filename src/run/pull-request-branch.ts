/** Branches that carry changes: their names, and whose a branch of the remote is. */
import { createHash } from 'node:crypto';
import { fingerprintOf } from '../core/change/edits.ts';
import type { FileEdit, FileMode } from '../core/model/change.ts';
import type { Task } from '../core/model/task.ts';
import type { Git, TreeChange } from '../core/ports.ts';
import type { BranchTip } from '../core/ports-log.ts';
import { readTrailers } from '../core/report/commit-message.ts';
import { decodeText } from './source-tree.ts';

const SLUG = 40;

/** `self-coding/helper-parse-a-duration-1a2b3c4d`: the same for a task in every run; a backlog entry keeps its own id. Takes a prefix that ends in `/`. */
export function branchFor(task: Pick<Task, 'id' | 'kind' | 'title'>, prefix: string): string {
  if (rolledBackBy(task.id) !== null) return `${prefix}${task.id}`;
  const backlog = /^backlog:(.+)$/s.exec(task.id)?.[1];
  if (backlog !== undefined) {
    const slug = slugOf(backlog, 60);
    // What could not be written as it is might stand for another entry, too.
    return `${prefix}${task.kind}-${slug === backlog ? slug : joined(slug, digest(task.id))}`;
  }
  return `${prefix}${task.kind}-${joined(slugOf(task.title, SLUG), /^[0-9a-f]{8,}$/.test(task.id) ? task.id.slice(0, 8) : digest(task.id))}`;
}

/** Of the task that takes a change back: one for each patch, so that asking twice updates the same branch. */
export function rollbackId(patchId: string): string {
  return `rollback-${patchId.toLowerCase()}`;
}

/** The patch that a task takes back; `null` for every other task. */
export function rolledBackBy(taskId: string): string | null {
  return /^rollback-([0-9a-z]+)$/.exec(taskId)?.[1]!.toUpperCase() ?? null;
}

/** Lower-case letters, digits and single hyphens: valid in every ref, in every shell. */
function slugOf(words: string, limit: number): string {
  return words.normalize('NFKD').replace(/\p{M}/gu, '').replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, limit).replace(/^-|-$/g, '');
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('-');
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

/** What stands at the tip of a branch of ours. */
export interface Carried {
  readonly commit: string;
  readonly parent: string;
  readonly patchId: string;
  readonly kind: string;
  readonly changes: readonly TreeChange[];
  readonly fingerprint: string;
}

export type Occupancy =
  | { readonly type: 'free' }
  /** Exactly what the engine committed: it may be rewritten. */
  | { readonly type: 'ours'; readonly carried: Carried }
  /** A commit of somebody else; on top of ours or not is for the caller to know. */
  | { readonly type: 'foreign'; readonly commit: string };

/** Whose a branch is. A commit with our trailers whose content is not what they say was amended by somebody. */
export async function occupancyOf(branch: string, git: Git): Promise<Occupancy> {
  const tip = await git.tip(branch);
  return tip === null ? { type: 'free' } : occupancy(tip, git);
}

async function occupancy(tip: BranchTip, git: Git): Promise<Occupancy> {
  const foreign: Occupancy = { type: 'foreign', commit: tip.commit };
  const trailers = readTrailers(tip.message);
  const patchId = trailers['Self-Coding-Patch'];
  const [parent] = tip.parents;
  if (patchId === undefined || parent === undefined || tip.parents.length > 1) return foreign;
  const changes = await git.diffTrees(parent, tip.commit);
  const edits = await editsOf(changes, git);
  if (edits === null) return foreign;
  const fingerprint = fingerprintOf(edits);
  return trailers['Self-Coding-Change'] === fingerprint ? { type: 'ours', carried: { commit: tip.commit, parent, patchId, kind: trailers['Self-Coding-Kind'] ?? '', changes, fingerprint } } : foreign;
}

/** Changes between trees as edits of text; `null` where one is no text. */
async function editsOf(changes: readonly TreeChange[], git: Git): Promise<readonly FileEdit[] | null> {
  const blobs = await git.readBlobs(changes.flatMap(({ before }) => (before === null || !before.mode.startsWith('100') ? [] : [before.blob])));
  const edits: FileEdit[] = [];
  for (const { path, before, after } of changes) {
    const mode = (after ?? before)!.mode;
    const texts = [before === null ? '' : decodeText(blobs.get(before.blob) ?? new Uint8Array([0])), after === null ? '' : decodeText(after.content)];
    if (!mode.startsWith('100') || texts.includes(null)) return null;
    edits.push({ path, mode: mode as FileMode, before: before === null ? null : texts[0]!, after: after === null ? null : texts[1]! });
  }
  return edits;
}
