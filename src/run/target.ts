/** Whether the file that a request names can be edited: said before anything runs, not after minutes of work. */
import { pathFilter } from '../core/change/paths.ts';
import { isGenerated, isProtected, isTest } from '../core/change/protected.ts';
import type { Problem } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import type { Git, TreeEntry } from '../core/ports.ts';
import { LANGUAGE_BY_EXTENSION, languageOf } from '../core/syntax/language.ts';
import { decodeText } from './source-tree.ts';

export interface TargetPlace {
  readonly git: Pick<Git, 'attributes' | 'readBlobs'>;
  /** The base's files. */
  readonly entries: readonly TreeEntry[];
  readonly untracked: readonly string[];
  /** The setting `paths`. */
  readonly paths: readonly string[];
}

type TargetProblem = Pick<Problem, 'problem' | 'remedy'>;

/** Why a requested target cannot be edited; empty if it can. Also used for backlog entries, one by one. */
export async function targetProblems(target: string, place: TargetPlace): Promise<readonly Problem[]> {
  const problem = outOfReach(target, place) ?? (await unfit(target, place));
  return problem === null ? [] : [{ setting: 'target', value: target, ...problem }];
}

/** By its path alone. */
function outOfReach(target: string, { entries, untracked, paths }: TargetPlace): TargetProblem | null {
  const above = entries.find((entry) => (entry.mode === '160000' || entry.mode === '120000') && (target === entry.path || target.startsWith(`${entry.path}/`)));
  if (above?.mode === '160000') return { problem: `lies in the submodule ${above.path}`, remedy: 'Run the engine in the repository of the submodule.' };
  if (above !== undefined) return { problem: above.path === target ? 'is a symbolic link' : `lies behind the symbolic link ${above.path}`, remedy: 'Name the file that it points to.' };
  if (isProtected(target)) return { problem: 'is a protected file: workflows, manifests, lockfiles, and tool and test configuration decide what the checks do', remedy: 'Name a source file.' };
  if (untracked.includes(target)) return { problem: 'is not tracked by git, so a change to it could not be undone from the base', remedy: 'Commit the file first, or name another one.' };
  if (!pathFilter(paths)(target)) return { problem: 'lies outside `paths`', remedy: 'Widen `paths`, or name a file inside.' };
  if (languageOf(target) === null) return { problem: 'is in no language that the engine can write yet', remedy: `Name a file that ends in ${[...LANGUAGE_BY_EXTENSION.keys()].join(', ')}.` };
  return null;
}

async function unfit(target: string, place: TargetPlace): Promise<TargetProblem | null> {
  const entry = place.entries.find((one) => one.path === target);
  if (entry === undefined) return missing(target, place.entries);
  if (isTest(target)) return { problem: 'is an existing test, and the tests that judge a change stay as they are', remedy: 'Name a source file, or a new test file.' };
  const [attributes, blobs] = await Promise.all([place.git.attributes([target]), place.git.readBlobs([entry.blob])]);
  const attribute = attributes.get(target);
  const bytes = blobs.get(entry.blob);
  const text = bytes === undefined ? null : decodeText(bytes);
  if (attribute?.binary === true || text === null) return { problem: 'is binary or not UTF-8', remedy: 'Name a text file in UTF-8, or convert this one first.' };
  if (attribute?.generated === true) return { problem: 'is marked as generated or vendored in .gitattributes', remedy: 'Name the file that it is generated from.' };
  if (isGenerated(target, text)) return { problem: 'is generated, vendored or minified: its path or its first lines say so', remedy: 'Name the file that it is generated from.' };
  return null;
}

/** A new file is fine where its directory exists; a new directory is more likely a slip of the pen. */
function missing(target: string, entries: readonly TreeEntry[]): TargetProblem | null {
  const directory = target.includes('/') ? target.slice(0, target.lastIndexOf('/')) : '';
  if (entries.some((entry) => entry.path === directory)) return { problem: `cannot exist: ${directory} is a file`, remedy: 'Name a file in a directory.' };
  if (isGenerated(target, null)) return { problem: 'would lie where generated or vendored files are kept', remedy: 'Name a source file.' };
  if (directory === '' || entries.some((entry) => entry.path.startsWith(`${directory}/`))) return null;
  return { problem: 'does not exist, nor does its directory', remedy: `Check the path${didYouMean(target, entries.map((entry) => entry.path))}, or create the directory with a first file.` };
}

/** A target that will be a new file, but has a name much like that of another one; `null` otherwise. */
export function newTargetNote(target: string, entries: readonly TreeEntry[]): string | null {
  if (entries.some((entry) => entry.path === target)) return null;
  const near = nearest(target, entries.map((entry) => entry.path), 1);
  return near.length === 0 ? null : `\`${target}\` does not exist yet, so it would be a new file. Did you mean \`${near[0]!}\`?`;
}

export function didYouMean(given: string, known: readonly string[]): string {
  const near = nearest(given, known, 3);
  return near.length === 0 ? '' : `; did you mean ${near.join(' or ')}`;
}
