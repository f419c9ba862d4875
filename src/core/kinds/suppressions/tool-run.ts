import type { KindContext } from '../kind.ts';
import type { FileEdit } from '../../model/change.ts';
import { withLocalPrograms } from './manifest.ts';

export const TOOL_TIMEOUT_MS = 600_000;

export interface Answer {
  /** Absolute top level of the tree in which the tool ran. */
  readonly root: string;
  readonly stdout: string;
  readonly exitCode: number;
}

/** Runs a shell line with the programs of the directory; `null` if it did not end by itself, does not exist, or said more than fits. */
export async function answerOf(context: KindContext, directory: string, line: string, edits: readonly FileEdit[]): Promise<Answer | null> {
  const result = await context.lab.run(withLocalPrograms(directory, `pwd -P; ${line}`), { directory, edits, timeoutMs: TOOL_TIMEOUT_MS });
  if (result.status !== 'exited' || result.truncated || result.exitCode === null) return null;
  const [cwd = '', ...rest] = result.stdout.split('\n');
  const root = directory === '' ? cwd : cwd.slice(0, -directory.length - 1);
  return { root, stdout: rest.join('\n'), exitCode: result.exitCode };
}

/** The text of a file in the tree with the edits. */
export async function textOf({ tree }: Pick<KindContext, 'tree'>, path: string, edits: readonly FileEdit[]): Promise<string | null> {
  const edit = edits.find((one) => one.path === path);
  return edit === undefined ? tree.read(path) : edit.after;
}
