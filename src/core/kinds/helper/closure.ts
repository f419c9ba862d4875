import type { CodeRecord } from '../../model/code.ts';
import { isBuiltinModule } from '../../syntax/builtin-modules.ts';
import { familyOf } from '../../syntax/language.ts';
import { printImport } from '../../syntax/edit-imports.ts';
import { readModule, type ImportedName, type ImportFact, type ModuleFacts } from '../../syntax/modules.ts';
import { resolveSpecifier } from '../../syntax/resolve.ts';
import type { Binding, TextRange } from '../../syntax/scope-builder.ts';
import { isIn, referencesTo, scopeOfFunction } from '../../syntax/scopes.ts';
import { isDirectiveComment, leadingComments } from '../../syntax/trivia.ts';
import { importReason, specifierTo } from './importable.ts';
import type { Request } from './request.ts';

/** A function with everything of its module that it needs, as code for another module. */
export type Closure =
  | { readonly type: 'code'; readonly code: string; readonly names: readonly string[]; readonly packages: readonly string[] }
  | { readonly type: 'impossible'; readonly reason: string };

interface Needed {
  readonly statements: readonly TextRange[];
  readonly bindings: readonly Binding[];
}

/** Names that mean the file they are written in. */
const OF_THE_FILE = new Set(['require', 'module', 'exports', '__dirname', '__filename', '__file__', '__name__', '__package__', '__path__', '__spec__']);
const TIES = new Set(['import.meta', 'eval', 'with', 'locals', 'jsx', 'string-annotation']);

/** Follows a snippet through the helpers and constants of its module; what it imports must be at hand for the target too. */
export async function closureFor(request: Request, record: CodeRecord): Promise<Closure> {
  const facts = await request.repository.facts(record.path);
  const text = await request.repository.text(record.path);
  const fn = facts?.functions.find(({ name }) => name === record.name);
  if (facts === null || text === null || fn === undefined) return impossible(`\`${record.name}\` cannot be read as a plain function`);
  const needed = follow(facts, fn);
  if (typeof needed === 'string') return impossible(needed);
  const imports = await importsFor(request, record, facts, needed.bindings);
  if (typeof imports === 'string') return impossible(imports);
  const parts = needed.statements.map((range) => text.slice(leadingComments(text, facts.comments, range.start).start, range.end));
  if (facts.comments.some((comment) => isDirectiveComment(comment.text) && needed.statements.some((range) => isIn(comment, range)))) return impossible('it holds comments that steer a tool');
  const gap = facts.language === 'python' ? '\n\n\n' : '\n\n';
  const code = [...(imports.lines.length > 0 ? [imports.lines.join('\n')] : []), ...parts].join(gap).replaceAll('\r\n', '\n');
  return { type: 'code', code: `${code}\n`, names: needed.bindings.filter(({ kind }) => kind !== 'import').map(({ name }) => name), packages: imports.packages };
}

function impossible(reason: string): Closure {
  return { type: 'impossible', reason };
}

/** The statements in the order of the file, and the bindings of the module that they use; a reason if they cannot be taken. */
function follow(facts: ModuleFacts, start: TextRange): Needed | string {
  const statements: TextRange[] = [start];
  const bindings = new Map<number, Binding>();
  for (const statement of statements) {
    const tie = tieOf(facts, statement);
    if (tie !== null) return tie;
    for (const reference of facts.scopes.references.filter((one) => isIn(one, statement))) {
      const binding = reference.binding === null ? undefined : facts.scopes.bindings[reference.binding];
      if (reference.binding === null && OF_THE_FILE.has(reference.name)) return `it uses \`${reference.name}\``;
      if (binding === undefined || binding.scope !== 0 || bindings.has(binding.id)) continue;
      bindings.set(binding.id, binding);
      if (binding.kind === 'import') continue;
      const home = facts.statements.find((range) => isIn(binding.declarations[0]!, range));
      const isState = binding.declarations.length > 1 || referencesTo(facts.scopes, binding.id).some(({ role }) => role === 'write');
      if (home === undefined || isState) return `\`${binding.name}\` is state of its module`;
      if (!statements.some((range) => range.start === home.start)) statements.push(home);
    }
  }
  return { statements: statements.sort((a, b) => a.start - b.start), bindings: [...bindings.values()] };
}

function tieOf(facts: ModuleFacts, statement: TextRange): string | null {
  const mark = facts.scopes.marks.find((one) => isIn(one, statement) && TIES.has(one.mark));
  if (mark !== undefined) return `it uses \`${mark.mark}\``;
  const fn = facts.functions.find(({ start }) => start === statement.start);
  return fn !== undefined && scopeOfFunction(facts.scopes, fn.node).marks.includes('this') ? 'it uses `this` of its caller' : null;
}

interface Imports {
  readonly lines: readonly string[];
  readonly packages: readonly string[];
}

async function importsFor(request: Request, record: CodeRecord, facts: ModuleFacts, bindings: readonly Binding[]): Promise<Imports | string> {
  const lines: string[] = [];
  const packages = new Set<string>();
  for (const { name, kind } of bindings) {
    if (kind !== 'import') continue;
    const fact = facts.imports.find(({ names }) => names.some(({ local }) => local === name));
    const entry = fact?.names.find(({ local }) => local === name);
    if (fact === undefined || entry === undefined) return `the import of \`${name}\` cannot be read`;
    const specifier = await specifierFrom(request, record, fact);
    if (specifier.type === 'absent') return specifier.reason;
    if (specifier.package !== null) packages.add(specifier.package);
    const line = importLine(request, specifier.specifier, entry, fact);
    if (line === null) return `the import of \`${name}\` has no equal in ${request.target.path}`;
    lines.push(line);
  }
  return { lines, packages: [...packages] };
}

type Specifier = { readonly type: 'there'; readonly specifier: string; readonly package: string | null } | { readonly type: 'absent'; readonly reason: string };

async function specifierFrom(request: Request, record: CodeRecord, { specifier }: ImportFact): Promise<Specifier> {
  const { repository, target, language } = request;
  const found = resolveSpecifier(record.path, specifier, repository.files, await repository.aliases());
  if (found !== null) {
    const reason = await importReason(request, found);
    return reason === null ? { type: 'there', specifier: await specifierTo(request, found), package: null } : { type: 'absent', reason: `it needs ${found}, and ${reason}` };
  }
  if (specifier.startsWith('.')) return { type: 'absent', reason: `it needs \`${specifier}\`, which is not in the repository` };
  if (isBuiltinModule(specifier, familyOf(language))) return { type: 'there', specifier, package: null };
  const name = language === 'python' ? specifier.split('.', 1)[0]! : specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
  const isDeclared = language === 'python' ? await isImportedNear(request, name) : (await repository.manifest(target.path))?.dependencies.has(name) === true;
  return isDeclared ? { type: 'there', specifier, package: name } : { type: 'absent', reason: `it needs the package \`${name}\`, which the package of ${target.path} does not declare` };
}

/** Python declares dependencies in too many ways: what the target's own files load already is there. */
async function isImportedNear({ repository, target }: Request, name: string): Promise<boolean> {
  const root = target.path.includes('/') ? `${target.path.split('/', 1)[0]!}/` : '';
  for (const path of repository.files) {
    if (!path.endsWith('.py') || !path.startsWith(root) || repository.context.isTest(path)) continue;
    if ((await repository.loads(path))?.externals.includes(name) === true) return true;
  }
  return false;
}

function importLine({ target, language, repository }: Request, specifier: string, { imported, local }: ImportedName, { form }: ImportFact): string | null {
  const source = target.text ?? '';
  const facts = { ...repository.context.syntax.parse(language, source, readModule), system: target.system };
  if (language === 'python') {
    if (form === 'module') return imported === '*' ? `import ${specifier} as ${local}` : `import ${specifier}`;
    return printImport(source, facts, { specifier, imported, local, same: () => false });
  }
  const { quote, semicolons } = facts.style;
  const end = semicolons ? ';' : '';
  const from = `${quote}${specifier}${quote}`;
  const isWhole = imported === '*' || imported === '=' || (imported === 'default' && isBuiltinModule(specifier, 'javascript'));
  if (target.system === 'commonjs') {
    if (isWhole) return `const ${local} = require(${from})${end}`;
    return imported === 'default' ? null : printImport(source, facts, { specifier, imported, local, same: () => false });
  }
  if (imported === '*') return `import * as ${local} from ${from}${end}`;
  return printImport(source, facts, { specifier, imported: imported === '=' ? 'default' : imported, local, same: () => false });
}
