import { isExportedName } from '../../syntax/modules-go.ts';
import type { FunctionFact } from '../../syntax/modules.ts';
import type { FunctionScope } from '../../syntax/scopes.ts';
import { isIn, scopeOfFunction } from '../../syntax/scopes.ts';
import type { TextRange } from '../../syntax/scope-builder.ts';
import { removeStatement } from '../../syntax/text-edits.ts';
import { isDirectiveComment, leadingComments, lineStart, nextLine } from '../../syntax/trivia.ts';
import { declaringFiles, goPackageOf, goUses, platformOf, platformsIn } from '../repository/go-packages.ts';
import type { GoFile, GoPackage, GoUse } from '../repository/go-packages.ts';
import { foreignSegment, saysGenerated, traitsOf } from '../repository/places.ts';
import type { Repository } from '../repository/repository.ts';

/** One Go function that may be replaced by another of the same key, or take the others' place. */
export interface GoCopy {
  readonly path: string;
  readonly file: GoFile;
  readonly package: GoPackage;
  readonly fn: FunctionFact;
  readonly scope: FunctionScope;
  /** Uses outside its own body, in all files of its package. */
  readonly uses: readonly GoUse[];
  /** Other packages can import it. */
  readonly isPublic: boolean;
  /** What every free name means: `name` → entity. A name of a package belongs to that package, whichever file declares it. */
  readonly meanings: ReadonlyMap<string, string>;
  /** It needs something that only its package has. */
  readonly bound: boolean;
  /** Copies with different partitions never meet: module, build constraints, platform, and the package where it is bound to it. */
  readonly partition: string;
}

export type GoExamined = { readonly type: 'copies'; readonly copies: readonly GoCopy[] } | { readonly type: 'refused'; readonly path: string; readonly reason: string };

/** Names that every Go file has. */
export const UNIVERSE: ReadonlySet<string> = new Set(
  'any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune string uint uint8 uint16 uint32 uint64 uintptr true false iota nil append cap clear close complex copy delete imag len make max min new panic print println real recover'.split(' '),
);

/** The functions of one file that have this key and depend on nothing but their arguments, shared imports and their package. */
export async function examineGoFile(repository: Repository, path: string, cloneKey: string): Promise<GoExamined> {
  const refuse = (reason: string): GoExamined => ({ type: 'refused', path, reason });
  const foreign = foreignSegment(path) ?? path.split('/').slice(0, -1).find((part) => /^[_.]/.test(part)) ?? null;
  if (!repository.context.mayEdit(path)) return refuse('the file may not be edited');
  if (repository.context.isTest(path)) return refuse('tests are left alone');
  if (foreign !== null) return refuse(`\`${foreign}\` holds copies on purpose`);
  const own = await goPackageOf(repository, path);
  const file = own?.files.find((each) => each.path === path);
  if (own === null || file === undefined) return refuse('it belongs to no package of a module, or cannot be parsed');
  if (declaringFiles(own, 'main').length > 1) return refuse('its directory holds several programs');
  const reason = goFileReason(file) ?? (own.opaque === null ? null : `${own.opaque} in the same package cannot be read, and may use it`);
  if (reason !== null) return refuse(reason);
  const found = file.facts.functions.filter((fn) => fn.cloneKey === cloneKey);
  if (found.length === 0) return refuse('the function is not declared directly in the package');
  const copies: GoCopy[] = [];
  for (const fn of found) {
    const against = (await functionReason(repository, file, own, fn)) ?? null;
    if (against !== null) return refuse(`\`${fn.name}\`: ${against}`);
    copies.push(goCopyOf(file, own, fn));
  }
  const idle = copies.find((copy) => copy.uses.length === 0 && !copy.isPublic);
  return idle === undefined ? { type: 'copies', copies } : refuse(`nothing calls \`${idle.fn.name}\``);
}

/** Why nothing in this file can be moved or shared safely; `null` if something can. */
export function goFileReason({ text, facts }: GoFile): string | null {
  if (saysGenerated(text)) return 'the file says that it is generated';
  if (facts.directives.includes('import "C"')) return 'the file uses cgo';
  // `go run` takes such a file alone: what lies beside it is no part of its program.
  if (facts.directives.some((text) => /\bignore\b/.test(text))) return 'it is left out of every build, and run by itself';
  if (facts.imports.some(({ wildcard }) => wildcard)) return 'what one of its imports is called cannot be told from the file';
  return text.includes('\r') ? 'its lines end in a way that gofmt would change' : null;
}

async function functionReason(repository: Repository, file: GoFile, own: GoPackage, fn: FunctionFact): Promise<string | null> {
  const { facts, text } = file;
  if (fn.name === 'main' || fn.name === 'TestMain') return 'the program starts there';
  if (declaringFiles(own, fn.name).length > 1 || facts.scopes.bindings[fn.binding]!.declarations.length > 1) return 'the package declares the name more than once, for different builds';
  if (own.assembly.some((each) => new RegExp(`·${fn.name}\\b`).test(each))) return 'assembly of the package calls it';
  const scope = scopeOfFunction(facts.scopes, fn.node);
  const tie = scope.marks.find((mark) => mark === 'recover' || mark === 'caller');
  if (tie !== undefined) return tie === 'recover' ? 'it recovers from a panic, which depends on who calls it' : 'it looks at who calls it';
  if (scope.free.some((free) => free.references.some((reference) => reference.role === 'write'))) return 'it assigns to variables outside itself';
  const attached = leadingComments(text, facts.comments, fn.start).comments;
  const directive = facts.comments.filter((comment) => isIn(comment, fn) || attached.includes(comment)).find((comment) => isDirectiveComment(comment.text));
  if (directive !== undefined) return `a comment steers a tool: \`${directive.text.split('\n', 1)[0]!}\``;
  if (removeStatement(text, fn, facts.comments) === null) return 'it shares its line with other code';
  if (!standsAlone(text, leadingComments(text, facts.comments, fn.start).start, fn.end)) return 'no blank line keeps it apart from its neighbours';
  return linkedByName(repository, fn.name);
}

/** What would become neighbours without it, gofmt would align. */
function standsAlone(text: string, start: number, end: number): boolean {
  const from = lineStart(text, start);
  const to = nextLine(text, end);
  const isBlank = (line: string): boolean => line.trim() === '';
  return isBlank(text.slice(lineStart(text, from - 1), from)) || to >= text.length || isBlank(text.slice(to, nextLine(text, to)));
}

async function linkedByName(repository: Repository, name: string): Promise<string | null> {
  const pattern = new RegExp(`^//go:linkname\\s.*\\b${name}\\b`, 'm');
  for (const path of await repository.searchable()) {
    if (!path.endsWith('.go')) continue;
    const text = await repository.text(path);
    if (text !== null && text.includes('//go:linkname') && pattern.test(text)) return `${path} links to the name`;
  }
  return null;
}

/** A function of a package with what it means there. */
export function goCopyOf(file: GoFile, own: GoPackage, fn: FunctionFact): GoCopy {
  const { facts, path } = file;
  const scope = scopeOfFunction(facts.scopes, fn.node);
  const meanings = goMeanings(file, own, fn);
  const bound = scope.marks.includes('unexported') || [...meanings.values()].some((meaning) => meaning.startsWith('package:'));
  return {
    path, file, package: own, fn, scope, meanings, bound,
    uses: goUses(own, fn.name).filter(({ file: where, reference }) => !(where.path === path && isIn(reference, fn.node))),
    isPublic: isExportedName(fn.name) && own.name !== 'main',
    partition: [own.module.directory, bound ? own.id : '', facts.directives.join(), platformOf(path), platformsIn(path), traitsOf(path)].join('\n'),
  };
}

/** What the names in a range mean that it does not bind itself: `import:path`, `package:directory:name#x`, `global:x`. */
export function goMeanings(file: GoFile, own: GoPackage, fn: FunctionFact): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const free of scopeOfFunction(file.facts.scopes, fn.node).free) {
    if (free.binding === fn.binding) continue;
    const meaning = meaningOf(file, own, free.name, free.binding);
    // A key that no constant or variable of the package explains is the name of a field.
    const isField = free.references.every(({ shorthand }) => shorthand) && !isValueOf(own, free.name);
    if (!isField) found.set(free.name, meaning);
  }
  return found;
}

function meaningOf({ facts }: GoFile, own: GoPackage, name: string, binding: number | null): string {
  const fact = binding === null ? undefined : facts.imports.find(({ names }) => names.some(({ local }) => local === name));
  if (fact !== undefined && facts.scopes.bindings[binding!]!.kind === 'import') return `import:${fact.specifier}`;
  const isOwn = binding !== null || declaringFiles(own, name).length > 0 || !UNIVERSE.has(name);
  return isOwn ? `package:${own.id}#${name}` : `global:${name}`;
}

function isValueOf(own: GoPackage, name: string): boolean {
  return declaringFiles(own, name).some(({ facts }) => facts.scopes.bindings.some((each) => each.scope === 0 && each.name === name && each.kind === 'variable'));
}

/** True if a name can be written at each of these places, in files of one package, and mean what the package or an import calls so. */
export function isVisible(uses: readonly GoUse[], name: string): boolean {
  return uses.every(({ file, reference }) => {
    let scope: number | null = reference.scope;
    while (scope !== null && scope !== 0) {
      const at: number = scope;
      if (file.facts.scopes.bindings.some((each) => each.scope === at && each.name === name)) return false;
      scope = file.facts.scopes.scopes[at]!.parent;
    }
    return true;
  });
}

/** True if another width of this place would make gofmt align neighbouring lines anew: their comments, or the values behind a key that it is part of. */
export function movesColumns(text: string, { start, end }: TextRange, comments: readonly TextRange[]): boolean {
  const trails = (line: number): boolean => {
    const to = nextLine(text, line);
    return comments.some((comment) => comment.start >= line && comment.start < to && text.slice(line, comment.start).trim() !== '');
  };
  if (isInKey(text, end)) return true;
  const line = lineStart(text, start);
  return trails(line) && ((line > 0 && trails(lineStart(text, line - 1))) || (nextLine(text, end) < text.length && trails(nextLine(text, end))));
}

/** True if a colon with a value behind it follows on the same line, outside all brackets: in a composite literal, gofmt aligns what follows. */
function isInKey(text: string, end: number): boolean {
  let depth = 0;
  for (const char of text.slice(end, nextLine(text, end)).matchAll(/[()[\]{}]|:(=?)(?:[ \t]+(\S))?/g)) {
    if ('([{'.includes(char[0][0]!)) depth += 1;
    else if (')]}'.includes(char[0][0]!)) depth -= 1;
    else if (depth === 0 && char[1] === '' && char[2] !== undefined) return true;
    if (depth < 0) return false;
  }
  return false;
}
