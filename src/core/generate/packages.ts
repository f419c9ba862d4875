/** Which package a file belongs to, where files say so themselves: Go and Java. */
import type { SourceTree } from '../kinds/kind.ts';
import type { Family } from '../model/code.ts';
import { familyOf, languageOf } from '../syntax/language.ts';
import { directoryOf } from '../syntax/resolve.ts';

const CLAUSES: Readonly<Partial<Record<Family, RegExp>>> = { go: /^package\s+(\w+)/m, java: /^\s*package\s+([\w.]+)\s*;/m };
/** Files that are read to learn where packages begin. */
const READ = 8;
const JAVA_ROOT = /^(?:.*\/)?src\/(?:[\w-]+\/java|java)(?:\/|$)|^src(?:\/|$)/;

/** The package of a file at this path, whether it exists or not; `null` for other languages, and for Java's package without a name. */
export async function packageOf(path: string, tree: SourceTree): Promise<string | null> {
  const language = languageOf(path);
  if (language === 'go') return (await clauseBeside(path, tree)) ?? (await mainOrName(path, tree));
  if (language !== 'java') return null;
  return (await clauseBeside(path, tree)) ?? (await javaPackage(path, tree));
}

/** What a file's text says; `null` if nothing. */
export function clauseIn(text: string, family: Family): string | null {
  return CLAUSES[family]?.exec(text)?.[1] ?? null;
}

/** The text with another name in its package clause; as it is without one. */
export function withClause(text: string, family: Family, name: string): string {
  const found = CLAUSES[family]?.exec(text);
  if (found == null || found[1] === name) return text;
  const at = found.index + found[0].lastIndexOf(found[1]!);
  return text.slice(0, at) + name + text.slice(at + found[1]!.length);
}

function endingOf(path: string): string {
  return path.slice(path.lastIndexOf('.'));
}

/** Of the files in the same directory; of Go's, tests may belong to a package beside it. */
async function clauseBeside(path: string, tree: SourceTree): Promise<string | null> {
  const family = familyOf(languageOf(path)!);
  const beside = tree.entries.filter((entry) => entry.path !== path && entry.mode.startsWith('100') && directoryOf(entry.path) === directoryOf(path) && endingOf(entry.path) === endingOf(path));
  const inOrder = beside.map((entry) => entry.path).sort((a, b) => Number(a.endsWith('_test.go')) - Number(b.endsWith('_test.go')) || (a < b ? -1 : 1));
  for (const each of inOrder.slice(0, READ)) {
    const clause = clauseIn((await tree.read(each)) ?? '', family);
    if (clause !== null) return family === 'go' && each.endsWith('_test.go') ? clause.replace(/_test$/, '') : clause;
  }
  return null;
}

/** A directory without Go files: its own name; at the root of a module the last part of the module's. */
async function mainOrName(path: string, tree: SourceTree): Promise<string> {
  const directory = directoryOf(path);
  const manifest = await tree.read(directory === '' ? 'go.mod' : `${directory}/go.mod`);
  const module = /^module\s+"?([^\s"]+)/m.exec(manifest ?? '')?.[1]?.replace(/\/v\d+$/, '');
  const name = (module ?? directory).split('/').at(-1)!.replace(/^go-|-go$|\.v\d+$/g, '').replace(/\W/g, '').toLowerCase();
  return /^[a-z]/.test(name) ? name : 'main';
}

/** From where packages begin: below the source root that the nearest other file shows, or that Maven and Gradle have. */
async function javaPackage(path: string, tree: SourceTree): Promise<string | null> {
  const directory = directoryOf(path);
  const others = tree.entries.flatMap((entry) => (entry.path.endsWith('.java') && entry.mode.startsWith('100') ? [entry.path] : []));
  const shared = (other: string): number => other.split('/').findIndex((part, index) => part !== path.split('/')[index]);
  for (const other of others.toSorted((a, b) => shared(b) - shared(a) || (a < b ? -1 : 1)).slice(0, READ)) {
    const below = (clauseIn((await tree.read(other)) ?? '', 'java') ?? '').replaceAll('.', '/');
    const there = directoryOf(other);
    const root = below === '' ? null : there === below ? '' : there.endsWith(`/${below}`) ? there.slice(0, -below.length) : null;
    if (root !== null && `${directory}/`.startsWith(root)) return dotted(directory.slice(root.length));
  }
  const root = JAVA_ROOT.exec(directory)?.[0];
  return root === undefined ? null : dotted(directory.slice(root.length));
}

function dotted(directory: string): string | null {
  const name = directory.split('/').filter((part) => part !== '').join('.');
  return name === '' ? null : name;
}
