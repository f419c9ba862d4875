import { isExportedName } from '../../syntax/modules-go.ts';
import { parallelParent, differOnlyInNumber, foreignSegment, affinity, isShared } from '../repository/places.ts';
import { declaringFiles, goClosure, goPackageAt, goPackagesIn, goUses, importPathsOf, internalReason, isStandard, platformOf } from '../repository/go-packages.ts';
import type { GoFile, GoPackage } from '../repository/go-packages.ts';
import type { Repository } from '../repository/repository.ts';
import { goFileReason, isVisible } from './go-copies.ts';
import type { GoCopy } from './go-copies.ts';

/** A place for the one remaining function. */
export interface GoHome {
  readonly package: GoPackage;
  /** The copy that stands there already; `null` if the function has to move in. */
  readonly copy: GoCopy | null;
  /** Where it moves in; a file that does not exist yet has no facts to speak of. */
  readonly file: GoFile;
}

/** Why a copy cannot be replaced by a function of the home; `null` if it provably can. */
export async function goPairReason(repository: Repository, home: GoHome, copy: GoCopy): Promise<string | null> {
  if (differOnlyInNumber(home.file.path, copy.path)) return 'their names differ in a number only: they are parallel by design';
  if (home.copy !== null) {
    for (const [name, meaning] of copy.meanings) if (home.copy.meanings.get(name) !== meaning) return `\`${name}\` is not the same there`;
  }
  return home.package === copy.package ? null : goImportReason(repository, copy.package, home.package, copy.bound);
}

/** Why one package cannot call into another; `null` if it can, and nothing more runs when the program starts. */
export async function goImportReason(repository: Repository, from: GoPackage, target: GoPackage, bound = false): Promise<string | null> {
  const parent = parallelParent(`${target.directory}/x`);
  if (parent !== null && parent === parallelParent(`${from.directory}/x`)) return `what lies in ${parent} is parallel by design`;
  if (target.module.path !== from.module.path) return 'it belongs to another module';
  if (target.name === 'main') return 'a program cannot be imported';
  if (target.name.endsWith('_test')) return 'tests cannot be imported';
  if (bound) return 'it needs what only its own package has';
  const internal = internalReason(from, target.importPath);
  return internal ?? loadReason(repository, from, target);
}

async function loadReason(repository: Repository, from: GoPackage, target: GoPackage): Promise<string | null> {
  // A cycle through the tests of a package is one, too.
  const back = await goClosure(repository, target.module, importPathsOf(target, true));
  if (back.packages.has(from.id)) return 'the import would close a cycle';
  for (const each of back.packages.values()) {
    if ((await goClosure(repository, each.module, importPathsOf(each, true))).packages.has(from.id)) return `the import would close a cycle through the tests of ${each.importPath}`;
  }
  if (back.unknown !== null) return `${back.unknown} cannot be found, so that a cycle cannot be excluded`;
  const here = await goClosure(repository, from.module, importPathsOf(from));
  if (here.packages.has(target.id)) return null;
  const there = await goClosure(repository, target.module, importPathsOf(target));
  for (const each of [target, ...there.packages.values()]) {
    const reason = here.packages.has(each.id) ? null : effectOf(each);
    if (reason !== null) return `loading ${each.importPath} has an effect: ${reason}`;
  }
  const added = [...there.others].find((path) => !here.others.has(path) && (!isStandard(path, target.module) || REGISTERS.test(path)));
  return added === undefined ? null : `it would load ${added}, which ${from.importPath} does not need today`;
}

/** Packages of the standard library that change the program by being there. */
const REGISTERS = /^(net\/http\/pprof|expvar|image\/(gif|jpeg|png)|time\/tzdata|C|plugin)$/;

function effectOf({ files }: GoPackage): string | null {
  for (const { path, facts, isTest } of files) {
    if (isTest) continue;
    if (facts.impurity !== null) return `${facts.impurity} (${path})`;
    const blank = facts.imports.find(({ names, wildcard, specifier }) => names.length === 0 && !wildcard && !/^(embed|unsafe)$/.test(specifier));
    if (blank !== undefined) return `${path} imports ${blank.specifier} for what it does`;
  }
  return null;
}

/**
 * Why a new exported name in this package would widen what others may rely on; `null` where nobody outside can, or would: below `internal`, and
 * in a module whose root is a program, outside `pkg`.
 */
export async function publicReason(repository: Repository, { importPath, module, directory }: GoPackage): Promise<string | null> {
  if (importPath.split('/').includes('internal')) return null;
  const isProgram = (await goPackagesIn(repository, module.directory)).some(({ name }) => name === 'main');
  const isOpen = directory === module.directory || directory.slice(module.directory.length).split('/').includes('pkg');
  return isProgram && !isOpen ? null : 'a new exported name there would become part of the public interface';
}

/** What the function is called where other packages can see it, or why the package cannot give it such a name. `asked`: somebody wants it there, so that it may become public. */
export async function exportedNameFor(repository: Repository, home: GoHome, name: string, asked: boolean): Promise<{ readonly name: string } | { readonly reason: string }> {
  if (isExportedName(name)) return { name };
  const exported = name.replace(/^_+/, '').replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
  if (!isExportedName(exported)) return { reason: `\`${name}\` cannot be exported` };
  const reason = asked ? null : await publicReason(repository, home.package);
  if (reason !== null) return { reason };
  if (declaringFiles(home.package, exported).length > 0) return { reason: `the package has a \`${exported}\` already` };
  const uses = home.copy === null ? [] : goUses(home.package, name);
  const fixed = uses.find(({ file }) => file.isTest || !repository.context.mayEdit(file.path));
  if (fixed !== undefined) return { reason: `${fixed.file.path} uses it under its private name` };
  return isVisible(uses, exported) ? { name: exported } : { reason: `\`${exported}\` means something else where it is used` };
}

/** Why a function cannot move into this file; `null` if it can. */
export function moveReason(repository: Repository, { file, package: own }: GoHome): string | null {
  const { context } = repository;
  if (!context.mayEdit(file.path) || context.isTest(file.path) || foreignSegment(file.path) !== null) return 'it may not be edited';
  if (own.opaque !== null) return `${own.opaque} in the same package cannot be read`;
  if (file.facts.directives.length > 0 || platformOf(file.path) !== '') return 'it is not built everywhere';
  return goFileReason(file);
}

/** Packages that most of the copies' packages import, with the file in each where the function's name belongs. */
export async function sharedGoHomes(repository: Repository, copies: readonly GoCopy[]): Promise<readonly GoHome[]> {
  const packages = new Map(copies.map((copy) => [copy.package.id, copy.package]));
  if (packages.size < 2 || copies.some(({ bound }) => bound)) return [];
  const counts = new Map<string, { readonly found: GoPackage; count: number }>();
  for (const own of packages.values()) {
    for (const path of importPathsOf(own)) {
      const found = await goPackageAt(repository, own.module, path);
      if (found === null || packages.has(found.id)) continue;
      const entry = counts.get(found.id) ?? { found, count: 0 };
      entry.count += 1;
      counts.set(found.id, entry);
    }
  }
  const enough = Math.max(2, Math.ceil(packages.size / 2));
  return [...counts.values()].filter(({ count }) => count >= enough).flatMap(({ found }) => {
    const files = found.files.filter(({ isTest, path }) => !isTest && !/(^|\/)doc\.go$/.test(path) && moveReason(repository, { package: found, copy: null, file: found.files.find((each) => each.path === path)! }) === null);
    const best = files.toSorted((a, b) => goAffinity(copies, b) - goAffinity(copies, a) || (a.path < b.path ? -1 : 1))[0];
    return best === undefined ? [] : [{ package: found, copy: null, file: best }];
  });
}

/** How much the copies' names have to do with a file. */
export function goAffinity(copies: readonly GoCopy[], { path, facts }: GoFile): number {
  const names = facts.scopes.bindings.filter((each) => each.kind !== 'import' && each.scope === 0).map(({ name }) => name);
  return Math.max(...copies.map(({ fn }) => affinity(fn.name, path, names)), 0);
}

/** True where the function would be looked for. */
export function belongsIn(copies: readonly GoCopy[], { file }: GoHome): boolean {
  return goAffinity(copies, file) > 1 || isShared(file.path);
}
