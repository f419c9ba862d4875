/** Pull requests as GitHub's REST API writes them. What it answers is checked before it is believed. */
import type { PullRequest } from '../core/ports-forge.ts';

type Json = Readonly<Record<string, unknown>>;

export interface PullAnswer {
  readonly pull: PullRequest;
  /** False: its head is in another repository, such as a fork, or in one that is gone. */
  readonly isOwn: boolean;
  /** For the GraphQL API. */
  readonly nodeId: string;
}

const COMMIT = /^[0-9a-f]{40,64}$/;

/** `null` if this is no pull request. */
export function readPull(value: unknown): PullAnswer | null {
  const [pull, head, base] = [json(value), json(json(value)['head']), json(json(value)['base'])];
  const { number, html_url: url, state, title, body, updated_at: updatedAt, node_id: nodeId } = pull;
  const [branch, commit, target] = [head['ref'], head['sha'], base['ref']];
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || typeof url !== 'string' || !/^https?:\/\/[^\s<>"`]+$/.test(url)) return null;
  if ((state !== 'open' && state !== 'closed') || typeof title !== 'string' || typeof updatedAt !== 'string' || typeof nodeId !== 'string') return null;
  if (typeof branch !== 'string' || typeof commit !== 'string' || !COMMIT.test(commit) || typeof target !== 'string') return null;
  const [headRepository, baseRepository] = [json(head['repo'])['id'], json(base['repo'])['id']];
  const author = json(pull['user'])['login'];
  const isMerged = typeof pull['merged_at'] === 'string';
  // Before a merge this is a commit that GitHub tries the merge with.
  const mergeCommit = isMerged && typeof pull['merge_commit_sha'] === 'string' && COMMIT.test(pull['merge_commit_sha']) ? pull['merge_commit_sha'] : null;
  return {
    pull: {
      number, url, state: isMerged ? 'merged' : state, mergeCommit, draft: pull['draft'] === true, branch, head: commit, base: target, title, body: typeof body === 'string' ? body : '',
      // Accounts that were deleted show as this one.
      author: typeof author === 'string' ? author : 'ghost',
      updatedAt,
    },
    isOwn: headRepository !== undefined && headRepository === baseRepository,
    nodeId,
  };
}

/** `null` if one of them is no pull request. */
export function readPulls(value: unknown): readonly PullAnswer[] | null {
  if (!Array.isArray(value)) return null;
  const pulls = value.map(readPull);
  return pulls.includes(null) ? null : (pulls as readonly PullAnswer[]);
}

/** An object's members; none if it is no object. */
export function json(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

/** Values of a member of each item of a list. */
export function members(list: unknown, name: string): readonly string[] {
  return Array.isArray(list) ? list.map((item) => json(item)[name]).filter((member) => typeof member === 'string') : [];
}
