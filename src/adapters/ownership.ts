/** Whether this user may work in a repository: asked before anything is written, so that a run neither fails half-way nor leaves what its owner cannot change. */
import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Problem } from '../core/errors.ts';

export interface OwnedPlaces {
  /** The working tree, absolute. */
  readonly root: string;
  /** The engine's own directory below the git directory, absolute; it may not exist yet. */
  readonly own: string;
  /** Where git keeps its objects, absolute. */
  readonly objects: string;
}

/** `uid`: the user that this process runs as; `null` where the system has no such users. Returns what stands against a run there; `null`: nothing. */
export function ownershipProblem({ root, own, objects }: OwnedPlaces, uid: number | null = process.getuid?.() ?? null): Problem | null {
  const gitDirectory = dirname(own);
  const owner = statSync(gitDirectory, { throwIfNoEntry: false });
  if (uid === null || owner === undefined) return null;
  const remedy = `Run the engine as the owner: in a container with \`--user ${owner.uid}:${owner.gid}\` (in the owner's shell, \`--user "$(id -u):$(id -g)"\`), elsewhere with \`sudo -u '#${owner.uid}'\`.`;
  // A runner may own the directory of a checkout that root made in a job's container; the git directory tells whose the repository is.
  if (uid === 0 && owner.uid !== 0) {
    return { setting: 'user', value: 'root', problem: `the repository in ${root} belongs to user ${owner.uid}, who could not change what root writes there`, remedy };
  }
  for (const path of [root, gitDirectory, objects, own]) {
    const code = refusal(path);
    if (code === 'EROFS') return { setting: 'working tree', value: root, problem: `${path} is read-only, and a change is tried in the working tree itself`, remedy: 'Mount it for writing (in a container: without `:ro`), or run the engine in a clone that can be written.' };
    if (code === 'EACCES') return { setting: 'user', value: String(uid), problem: `this user may not write in ${path}, which belongs to user ${statSync(path).uid}`, remedy };
  }
  return null;
}

/** Why a directory cannot be written, as the system says it; `null` if it can, or if it does not exist yet. */
function refusal(path: string): string | null {
  try {
    accessSync(path, constants.W_OK);
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? null : code ?? null;
  }
}
