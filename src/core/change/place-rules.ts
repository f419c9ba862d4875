import type { FileEdit } from '../model/change.ts';
import type { TreeEntry } from '../ports.ts';
import type { GuardProblem } from './guard-problem.ts';
import { mixedWords } from './look-alikes.ts';
import { isGenerated, isProtected } from './protected.ts';

export interface PlaceRules {
  readonly entries: readonly TreeEntry[];
  readonly untracked: readonly string[];
  readonly mayEdit: (path: string) => boolean;
  readonly isTest: (path: string) => boolean;
}

/** Where a candidate may write: inside the root, inside `paths`, in no protected file, through no link, with the mode that is there. */
export function placeProblems(edits: readonly FileEdit[], rules: PlaceRules): GuardProblem[] {
  const byPath = new Map(rules.entries.map((entry) => [entry.path, entry]));
  const problems: GuardProblem[] = [];
  const directories = new Set(rules.entries.flatMap(({ path }) => prefixesOf(path).slice(0, -1)));
  for (const edit of edits) {
    const escape = escapeOf(edit.path, byPath) ?? (byPath.has(edit.path) ? null : unusable(edit.path, directories));
    if (escape !== null) problems.push({ rule: 'path', path: edit.path, problem: escape, remedy: 'Write to a plain path below the repository root.' });
    else problems.push(...permissionProblems(edit, rules), ...modeProblems(edit, byPath.get(edit.path)));
  }
  return [...problems, ...collisionProblems(edits, rules.entries)];
}

function escapeOf(path: string, byPath: ReadonlyMap<string, TreeEntry>): string | null {
  const parts = path.split('/');
  if (path === '' || path.startsWith('/') || /^[a-z]:/i.test(path)) return 'the path is absolute or empty';
  if (path.includes('\\')) return 'the path contains a backslash';
  if (/[\u0000-\u001f\u007f]/.test(path)) return 'the path contains a control character';
  if (parts.some((part) => part === '' || part === '.' || part === '..')) return 'the path contains an empty part, `.` or `..`';
  if (parts.some(isGitDirectory)) return 'the path leads into `.git`';
  for (let length = 1; length <= parts.length; length += 1) {
    const ancestor = byPath.get(parts.slice(0, length).join('/'));
    if (ancestor?.mode === '120000') return `\`${ancestor.path}\` is a symbolic link`;
    if (ancestor?.mode === '160000') return `\`${ancestor.path}\` is a submodule`;
    if (ancestor !== undefined && length < parts.length) return `\`${ancestor.path}\` is a file, not a directory`;
  }
  return null;
}

/** Names of new files that some machine cannot check out, or takes for another file: Windows' devices, streams and short names, and names in disguise. */
function unusable(path: string, directories: ReadonlySet<string>): string | null {
  const parts = path.split('/');
  if (directories.has(path)) return 'the path is a directory';
  if (!path.isWellFormed() || path.length > 1024 || parts.some((part) => Buffer.byteLength(part) > 255)) return 'the path is too long or no text';
  if (/[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(path)) return 'the path contains an invisible character';
  if (parts.some((part) => /[<>:"|?*]|[. ]$|^ /.test(part))) return 'the path contains a name that Windows cannot hold';
  if (parts.some((part) => /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(part))) return 'the path contains the name of a device';
  if (parts.some((part) => /^[^.]{1,6}~\d(?:\.[^.]{0,3})?$/.test(part))) return 'the path contains a short name of Windows, which may stand for another file';
  return parts.some((part) => mixedWords(part).length > 0) ? 'the path contains letters that look like others' : null;
}

/** Spellings that some file system takes for `.git`: case, NTFS short name, trailing dots, spaces and streams, ignorable characters of HFS+. */
function isGitDirectory(part: string): boolean {
  const plain = part.replace(/\p{Default_Ignorable_Code_Point}/gu, '').toLowerCase().replace(/:.*$/, '').replace(/[. ]+$/, '');
  return plain === '.git' || /^git~\d+$/.test(plain);
}

function permissionProblems(edit: FileEdit, { untracked, mayEdit, isTest }: PlaceRules): GuardProblem[] {
  const { path } = edit;
  if (isProtected(path)) {
    const problem = 'the file is protected: manifests, lockfiles, snapshots, continuous integration, and what tools load by themselves decide what the checks do';
    return [{ rule: 'protected', path, problem, remedy: 'Make this change by hand.' }];
  }
  if (isTest(path) && edit.before !== null) {
    return [{ rule: 'protected', path, problem: 'the file is an existing test, and the tests that judge a change stay as they are', remedy: 'Put new tests into a new file.' }];
  }
  if (untracked.includes(path)) return [{ rule: 'untracked', path, problem: 'an untracked file of this name exists', remedy: 'Commit, move or remove it.' }];
  if (mayEdit(path) && !isGenerated(path, edit.before)) return [];
  return [{ rule: 'paths', path, problem: 'the file is outside `paths`, generated or vendored', remedy: 'Widen `paths` if the engine may change this file.' }];
}

function modeProblems({ path, mode, before }: FileEdit, entry: TreeEntry | undefined): GuardProblem[] {
  const expected = before === null ? '100644' : (entry?.mode ?? mode);
  if (mode === expected) return [];
  return [{ rule: 'mode', path, problem: `the file mode would be ${mode} instead of ${expected}`, remedy: 'Keep the mode; make a file executable by hand.' }];
}

/** Two paths that a case-insensitive or normalising file system holds for one, directories included. */
function collisionProblems(edits: readonly FileEdit[], entries: readonly TreeEntry[]): GuardProblem[] {
  const spellings = new Map<string, string>();
  for (const { path } of entries) for (const prefix of prefixesOf(path)) if (!spellings.has(folded(prefix))) spellings.set(folded(prefix), prefix);
  const present = new Set(entries.map(({ path }) => path));
  const problems: GuardProblem[] = [];
  const seen = new Set<string>();
  for (const { path } of edits) {
    if (seen.has(path)) problems.push({ rule: 'collision', path, problem: 'two edits of one candidate write this file', remedy: 'Join them into one edit.' });
    seen.add(path);
    const below = edits.find((other) => other.after !== null && other.path.startsWith(`${path}/`));
    if (below !== undefined) problems.push({ rule: 'collision', path, problem: `\`${below.path}\` would lie below it, so it would have to be file and directory`, remedy: 'Choose another name.' });
    if (present.has(path)) continue;
    const other = prefixesOf(path).map((prefix) => [prefix, spellings.get(folded(prefix))] as const).find(([prefix, known]) => known !== undefined && known !== prefix);
    if (other) problems.push({ rule: 'collision', path, problem: `\`${other[0]}\` and \`${other[1] ?? ''}\` differ only by case or normalisation`, remedy: 'Use the spelling that exists, or another name.' });
    for (const prefix of prefixesOf(path)) if (!spellings.has(folded(prefix))) spellings.set(folded(prefix), prefix);
  }
  return problems;
}

function prefixesOf(path: string): string[] {
  const parts = path.split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

function folded(path: string): string {
  return path.normalize('NFKC').toLowerCase().toUpperCase();
}
