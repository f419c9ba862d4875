import { isBuiltinModule } from '../../syntax/builtin-modules.ts';
import { familyOf } from '../../syntax/language.ts';
import { exportedAs } from '../../syntax/edit-exports.ts';
import type { ModuleFacts } from '../../syntax/modules.ts';
import { closureOf, dottedName, importRoot, resolveSpecifier } from '../../syntax/resolve.ts';
import { canBeRelative } from '../../syntax/specifiers.ts';
import { moduleReason, packageRoot } from './copies.ts';
import type { Copy } from './copies.ts';
import { canBeHome, differOnlyInNumber, foreignSegment, isBarrel, parallelParent, saysGenerated } from '../repository/places.ts';
import type { Repository } from '../repository/repository.ts';
import { mockedBy } from './strings.ts';

/** A module that could hold the one remaining function. */
export interface Home {
  readonly path: string;
  readonly text: string;
  readonly facts: ModuleFacts;
  /** The copy that stands there already; `null` if the function has to move in. */
  readonly copy: Copy | null;
}

/** Why a module cannot be the home of a shared function; `null` if it can. */
export async function homeReason(repository: Repository, home: Home): Promise<string | null> {
  const { path, text, facts, copy } = home;
  const { context } = repository;
  if (!context.mayEdit(path) || context.isTest(path) || foreignSegment(path) !== null || saysGenerated(text)) return 'it may not be edited';
  const reason = moduleReason(text, facts);
  if (reason !== null) return reason;
  const isExported = copy !== null && (exportedAs(facts, copy.fn.name) !== null && (facts.language !== 'python' || !copy.fn.name.startsWith('_')));
  if (facts.shebang || facts.mainGuard || (!canBeHome(path) && !isExported)) return 'it is an entry point';
  if (isBarrel(path) && !isExported) return 'it only gathers other modules';
  if (copy === null && declaresTypesOnly(facts)) return 'it declares types only: nothing is loaded for it so far';
  const manifest = await repository.manifest(path);
  if (manifest?.programs.has(path) === true) return 'it is run as a program';
  if (facts.language !== 'python' && !isExported && (manifest?.entries.has(path) === true || (await isStarExported(repository, path)))) return 'a new export there would become part of the public interface';
  const mock = await mockedBy(repository, path);
  return mock === null ? null : `${mock} replaces it by a mock`;
}

function declaresTypesOnly({ exports, functions, impurity }: ModuleFacts): boolean {
  return exports.length > 0 && functions.length === 0 && impurity === null && exports.every((fact) => fact.typeOnly);
}

async function isStarExported(repository: Repository, target: string): Promise<boolean> {
  const name = target.replace(/^.*\//, '').replace(/\.\w+$/, '');
  const aliases = await repository.aliases();
  for (const path of await repository.searchable()) {
    const text = /\.[cm]?[jt]sx?$/.test(path) ? await repository.text(path) : null;
    if (text === null || !/export\s*\*/.test(text) || !(text.includes(name) || name === 'index')) continue;
    const facts = await repository.facts(path);
    if (facts?.exports.some((fact) => fact.form === 'star' && resolveSpecifier(path, fact.source!, repository.files, aliases) === target) === true) return true;
  }
  return false;
}

/** Why `copy` cannot be replaced by an import from `home`; `null` if it provably can. */
export async function pairReason(repository: Repository, home: Home, copy: Copy): Promise<string | null> {
  if (differOnlyInNumber(home.path, copy.path)) return 'their names differ in a number only: they are parallel by design';
  const parent = parallelParent(home.path);
  if (parent !== null && parent === parallelParent(copy.path)) return `what lies in ${parent} is parallel by design`;
  if (home.facts.directives.join() !== copy.facts.directives.join()) return 'their directives differ';
  const meaning = home.copy === null ? null : differentMeaning(home.copy, copy);
  if (meaning !== null) return `\`${meaning}\` is not the same there`;
  if (home.copy !== null && !callsStayValid(home.copy, copy)) return 'it is called by keyword, and its parameters have other names';
  // A public function that is an alias of somebody else's private one reads worse than two copies.
  const turnsPrivate = home.copy?.fn.name.startsWith('_') === true && !copy.fn.name.startsWith('_');
  if (home.facts.language === 'python' && turnsPrivate) return 'it is public, and the other one is private';
  if (home.facts.language === 'python' && !(await canImport(repository, copy, home.path))) return 'it cannot be imported from there';
  return loadReason(repository, home, copy);
}

/** The first free name that stands for something else in the other module. */
export function differentMeaning(a: Pick<Copy, 'meanings'>, b: Copy): string | null {
  for (const [key, meaning] of b.meanings) if (a.meanings.get(key) !== meaning) return key.split(' ', 1)[0]!;
  return null;
}

/** Python calls may name parameters; those names then belong to the interface. */
function callsStayValid(kept: Copy, copy: Copy): boolean {
  if (copy.facts.language !== 'python' || kept.fn.parameters.join() === copy.fn.parameters.join()) return true;
  const isPublic = !copy.fn.name.startsWith('_');
  const byKeyword = copy.uses.some((use) => use.role === 'call' && hasKeyword(copy.text, use.end));
  return !isPublic && !byKeyword;
}

/** True unless the argument list at `open` plainly has positional arguments only. */
function hasKeyword(text: string, open: number): boolean {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    const char = text[at]!;
    if (char === '(') depth += 1;
    else if (char === ')') depth -= 1;
    if (depth === 0) return /(^|[(,\s])(\w+\s*=[^=]|\*\*)/.test(text.slice(open, at));
  }
  return true;
}

/** Relative imports within a package; absolute ones where the tree shows that they work. */
async function canImport(repository: Repository, copy: Copy, target: string): Promise<boolean> {
  const { files } = repository;
  if (canBeRelative(copy.path, target, files)) return true;
  const name = dottedName(target, files).split('.', 1)[0]!;
  const sameRoot = importRoot(target, files) === importRoot(copy.path, files);
  const directory = `${importRoot(copy.path, files)}/`.replace(/^\//, '');
  if (!sameRoot || name === '') return false;
  for (const path of files) {
    const isSibling = path.endsWith('.py') && path.startsWith(directory) && !path.slice(directory.length).includes('/') && !repository.context.isTest(path);
    if (!isSibling) continue;
    const loads = await repository.loads(path);
    if (loads?.modules.some((each) => importRoot(each, files) === importRoot(path, files) && each !== path) === true) return true;
  }
  return false;
}

/** Cycles, and effects of loading what was not loaded before. */
async function loadReason(repository: Repository, home: Home, copy: Copy): Promise<string | null> {
  // A file that does not exist yet loads nothing that its importers do not load.
  if (!repository.files.has(home.path)) return null;
  const loads = (path: string): ReturnType<Repository['loads']> => repository.loads(path);
  const later = await closureOf([home.path], loads, { lazy: true });
  if (later.modules.has(copy.path)) return 'the import would close a cycle';
  const known = await undeclared(repository, home, later.externals);
  if (known !== null) return `${known} cannot be told apart from a module of this repository`;
  if ((await repository.loads(copy.path))?.modules.includes(home.path) === true) return null;
  const there = await closureOf([home.path], loads);
  const here = await closureOf([copy.path], loads);
  const family = familyOf(home.facts.language);
  for (const path of there.modules) {
    if (here.modules.has(path)) continue;
    const facts = await repository.facts(path);
    if (facts === null) return `${path} cannot be parsed`;
    if (facts.impurity !== null) return `loading ${path} has an effect: ${facts.impurity}`;
  }
  const added = [...there.externals].find((each) => !here.externals.has(each) && !isBuiltinModule(each, family));
  return added === undefined ? null : `it would load ${added}, which ${copy.path} does not need today`;
}

/** A bare specifier that no manifest declares: an alias that may lead anywhere, so that cycles cannot be excluded. */
async function undeclared(repository: Repository, home: Home, externals: ReadonlySet<string>): Promise<string | null> {
  const family = familyOf(home.facts.language);
  if (family === 'python') return null;
  const manifest = await repository.manifest(home.path);
  const root = await repository.manifest('package.json');
  for (const specifier of externals) {
    if (isBuiltinModule(specifier, family) || specifier.includes('/./') || specifier.includes('/../')) continue;
    const name = specifier.startsWith('@') ? specifier.split('/').slice(0, 2).join('/') : specifier.split('/', 1)[0]!;
    if (manifest?.dependencies.has(name) !== true && root?.dependencies.has(name) !== true) return specifier;
  }
  return null;
}

/** Modules other than the copies' own that most of the copies' files import already, where the function could move. */
export async function sharedModules(repository: Repository, copies: readonly Copy[]): Promise<readonly Home[]> {
  const counts = new Map<string, number>();
  for (const copy of copies) {
    // Imports of types count here: they load nothing, but they show where the module looks.
    const ofTypes = copy.facts.imports.filter((fact) => fact.typeOnly).map((fact) => resolveSpecifier(copy.path, fact.specifier, repository.files));
    const direct = new Set([...((await repository.loads(copy.path))?.modules ?? []), ...ofTypes.filter((path) => path !== null)]);
    for (const path of direct) counts.set(path, (counts.get(path) ?? 0) + 1);
  }
  const own = new Set(copies.map((copy) => copy.path));
  const enough = Math.max(2, Math.ceil(copies.length / 2));
  const homes: Home[] = [];
  for (const [path, count] of counts) {
    if (own.has(path) || count < enough || isBarrel(path)) continue;
    const home = await openHome(repository, path);
    const sameRoot = (await packageRoot(repository, path)) === (await packageRoot(repository, copies[0]!.path));
    if (home !== null && sameRoot) homes.push(home);
  }
  return homes;
}

export async function openHome(repository: Repository, path: string): Promise<Home | null> {
  const text = await repository.text(path);
  const facts = await repository.facts(path);
  return text === null || facts === null || facts.hasSyntaxError ? null : { path, text, facts, copy: null };
}
