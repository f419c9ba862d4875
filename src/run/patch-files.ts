/** Commits as files, for whoever applies them by hand. */
import type { Kept } from './kept.ts';
import type { Session } from './session.ts';

/** One `git am`-able file for each commit, beside the decision records. Returns the words that name them. */
export async function writePatches(kept: readonly Kept[], session: Session): Promise<string> {
  const written: string[] = [];
  for (const { attempt, commit } of kept) {
    const path = `${session.settings.recordsDirectory}/${attempt.patchId}.patch`;
    await session.ports.files.write(path, await session.ports.git.formatPatch(commit));
    written.push(path);
  }
  return `wrote ${written.join(', ')} (apply with: git am <file>)`;
}
