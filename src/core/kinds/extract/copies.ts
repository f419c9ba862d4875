import { familyOf } from '../../syntax/language.ts';
import type { ExportFact, FunctionFact, ModuleFacts } from '../../syntax/modules.ts';
import { importRoot, resolveSpecifier } from '../../syntax/resolve.ts';
import type { Mark, Reference } from '../../syntax/scope-builder.ts';
import type { FreeName, FunctionScope } from '../../syntax/scopes.ts';
import { isIn, referencesTo, scopeOfFunction } from '../../syntax/scopes.ts';
import { removeStatement } from '../../syntax/text-edits.ts';
import { isDirectiveComment, leadingComments } from '../../syntax/trivia.ts';
import { foreignSegment, saysGenerated, traitsOf } from '../repository/places.ts';
import type { Repository } from '../repository/repository.ts';

/** One function that may be replaced by another of the same key, or take the others' place. */
export interface Copy {
  readonly path: string;
  readonly text: string;
  readonly facts: ModuleFacts;
  readonly fn: FunctionFact;
  readonly scope: FunctionScope;
  /** Uses outside its own body. */
  readonly uses: readonly Reference[];
  readonly exports: readonly ExportFact[];
  /** What every free name means, so that two modules can be compared: `name space` → entity. */
  readonly meanings: ReadonlyMap<string, string>;
  /** Copies with different partitions never meet: package, language, module system, directives, platform. */
  readonly partition: string;
}

export type Examined = { readonly type: 'copy'; readonly copy: Copy } | { readonly type: 'refused'; readonly path: string; readonly reason: string };

/** Names that mean something else in every file. */
const OF_THE_FILE = new Set(['require', 'module', 'exports', '__dirname', '__filename', '__file__', '__name__', '__package__', '__doc__', '__spec__', '__path__', '__loader__', '__builtins__', '__annotations__']);
const TIES: ReadonlySet<Mark> = new Set<Mark>(['this', 'super', 'arguments', 'new.target', 'import.meta', 'eval', 'with', 'locals', 'jsx', 'string-annotation']);

/** Whether the copy with this key in `path` can be proved to depend on nothing but its arguments and shared imports. Strings that may name it are looked for later: that takes reading everything. */
export async function examineCopy(repository: Repository, path: string, cloneKey: string): Promise<Examined> {
  const refuse = (reason: string): Examined => ({ type: 'refused', path, reason });
  const { context } = repository;
  const foreign = foreignSegment(path);
  if (!context.mayEdit(path)) return refuse('the file may not be edited');
  if (context.isTest(path)) return refuse('tests are left alone');
  if (foreign !== null) return refuse(`\`${foreign}\` holds copies on purpose`);
  const text = await repository.text(path);
  const facts = await repository.facts(path);
  if (text === null || facts === null || facts.hasSyntaxError) return refuse('the file cannot be parsed');
  const own = facts.functions.filter((fn) => fn.cloneKey === cloneKey);
  if (own.length !== 1) return refuse(own.length === 0 ? 'the function is not declared directly in the module' : 'the module has the function twice');
  const fn = own[0]!;
  const reason = moduleReason(text, facts) ?? functionReason(text, facts, fn);
  if (reason !== null) return refuse(reason);
  const copy = await describe(repository, path, text, facts, fn);
  const late = usesReason(copy);
  return late === null ? { type: 'copy', copy } : refuse(late);
}

/** Why nothing in this module can be moved or shared safely; `null` if something can. */
export function moduleReason(text: string, facts: ModuleFacts): string | null {
  if (saysGenerated(text)) return 'the file says that it is generated';
  if (facts.system === 'mixed') return 'the module mixes `import` and `module.exports`';
  if (facts.system === 'script') return 'the file neither imports nor exports: nobody can tell how it is loaded';
  if (facts.augments) return 'the module augments other modules or globals';
  if (facts.imports.some((fact) => fact.wildcard)) return 'a wildcard import may define any of its names';
  if (facts.scopes.marks.some((fact) => fact.mark === 'eval' || fact.mark === 'with' || fact.mark === 'locals')) return 'the module uses `eval`, `with` or its own name table';
  if (facts.comments.some((comment) => /^\/\*\s*(globals?|eslint-env|@jsx\w*|@jsxImportSource)\s/.test(comment.text))) return 'a comment gives global names a meaning of their own in this file';
  if (facts.language === 'python' && facts.mainGuard && !facts.imports.some((fact) => fact.specifier.startsWith('.'))) return 'the file runs as a script, where a relative import would fail';
  return null;
}

function functionReason(text: string, facts: ModuleFacts, fn: FunctionFact): string | null {
  const binding = facts.scopes.bindings[fn.binding]!;
  if (binding.declarations.length > 1) return 'the name is declared or assigned more than once';
  if (facts.scopes.globalStatements.includes(fn.name)) return 'the name is rebound by a `global` statement';
  const scope = scopeOfFunction(facts.scopes, fn.node);
  const tie = scope.marks.find((mark) => TIES.has(mark));
  if (tie !== undefined) return `the body depends on its place (\`${tie}\`)`;
  const bound = scope.free.find((free) => free.binding === null && OF_THE_FILE.has(free.name));
  if (bound !== undefined) return `\`${bound.name}\` means something else in every file`;
  if (scope.free.some((free) => free.references.some((reference) => reference.role === 'write'))) return 'it assigns to variables outside itself';
  if (fn.sharedDefault) return 'a default value would be shared between the callers';
  const attached = leadingComments(text, facts.comments, fn.start).comments;
  const inside = facts.comments.filter((comment) => isIn(comment, fn) || attached.includes(comment));
  const directive = inside.find((comment) => isDirectiveComment(comment.text));
  if (directive !== undefined) return `a comment steers a tool: \`${directive.text.split('\n', 1)[0]!}\``;
  if (fn.docstring.includes('>>>')) return 'its docstring is a test';
  return removeStatement(text, fn, facts.comments) === null ? 'it shares its line with other code' : null;
}

async function describe(repository: Repository, path: string, text: string, facts: ModuleFacts, fn: FunctionFact): Promise<Copy> {
  const scope = scopeOfFunction(facts.scopes, fn.node);
  const free = scope.free.filter((each) => each.binding !== fn.binding);
  // A variable's own annotation stands outside the function node.
  const annotated = facts.scopes.references.filter((each) => isIn(each, fn.declaration) && !isIn(each, fn.node) && each.binding !== fn.binding);
  const extra = annotated.map((each): FreeName => ({ name: each.name, space: each.space, binding: each.binding, references: [each] }));
  const aliases = await repository.aliases();
  const meanings = new Map([...free, ...extra].map((each) => [`${each.name} ${each.space}`, meaningOf(path, facts, each.name, each.binding, (specifier) => resolveSpecifier(path, specifier, repository.files, aliases))]));
  return {
    path, text, facts, fn, scope, meanings,
    uses: referencesTo(facts.scopes, fn.binding).filter((each) => !isIn(each, fn.node)),
    exports: facts.exports.filter((each) => each.local === fn.name && each.source === null),
    partition: [await packageRoot(repository, path), familyOf(facts.language), facts.system, facts.directives.join(), /\.([cm])[jt]s$/.exec(path)?.[1] ?? '', traitsOf(path)].join('\n'),
  };
}

/** Nearest `package.json`, or the topmost Python package. */
export async function packageRoot(repository: Repository, path: string): Promise<string> {
  if (!path.endsWith('.py')) return (await repository.manifest(path))?.directory ?? '';
  const root = importRoot(path, repository.files);
  const below = root === '' ? path : path.slice(root.length + 1);
  return below.includes('/') ? `${root === '' ? '' : `${root}/`}${below.split('/', 1)[0]!}` : root;
}

/** The entity behind a name: `global:x`, `module#exported` for imports and exported names, something unique for private ones. */
export function meaningOf(path: string, facts: ModuleFacts, name: string, binding: number | null, resolve: (specifier: string) => string | null): string {
  if (binding === null) return `global:${name}`;
  for (const fact of facts.imports) {
    const found = fact.names.find((each) => each.local === name);
    if (found !== undefined) return `${resolve(fact.specifier) ?? fact.specifier.replace(/^node:/, '')}#${found.imported}${found.imported === '=' ? fact.specifier.replace(/^node:/, '') : ''}`;
  }
  const exported = facts.language === 'python' ? name : facts.exports.find((each) => each.local === name && each.form !== 'whole')?.exported;
  return `${path}#${exported ?? `private:${name}`}`;
}

function usesReason({ uses, exports, fn, facts }: Copy): string | null {
  const odd = uses.find((use) => use.role === 'read' || use.role === 'write' || use.asObject);
  if (odd !== undefined) return odd.role === 'write' ? 'the name is assigned again' : `\`${fn.name}\` is used as a value, so which function it is may matter`;
  const isUsed = uses.some((use) => use.role === 'call' || use.role === 'callback') || exports.length > 0 || facts.language === 'python';
  return isUsed ? null : 'nothing calls it';
}
