/** Go's units: modules (`go.mod`), packages (a directory and a package clause), and who imports whom. */
import { GO_MACHINES, GO_SYSTEMS } from '../../syntax/go-targets.ts';
import { looksStandard } from '../../syntax/imports-go.ts';
import type { ModuleFacts } from '../../syntax/modules.ts';
import { directoryOf, nearestWith } from '../../syntax/resolve.ts';
import type { Reference } from '../../syntax/scope-builder.ts';
import type { Repository } from './repository.ts';

export interface GoModule {
  /** Directory of `go.mod`; `` is the root. */
  readonly directory: string;
  readonly path: string;
  /** Minor version of Go that `go.mod` names: 21 for 1.21. 16 where it names none. */
  readonly version: number;
}

export interface GoFile {
  readonly path: string;
  readonly text: string;
  readonly facts: ModuleFacts;
  readonly isTest: boolean;
}

export interface GoPackage {
  /** Directory and name: what a package-level name belongs to. */
  readonly id: string;
  readonly directory: string;
  readonly name: string;
  readonly module: GoModule;
  readonly importPath: string;
  /** Tests inside the package are among them; those of `package x_test` are not. */
  readonly files: readonly GoFile[];
  /** A file beside these that cannot be read as Go, or holds C that may call in; `null` if there is none. */
  readonly opaque: string | null;
  /** Texts of assembly beside these: they call a function as `·name`. */
  readonly assembly: readonly string[];
}

/** One place that means a package-level name. */
export interface GoUse {
  readonly file: GoFile;
  readonly reference: Reference;
}

interface View {
  readonly directories: ReadonlyMap<string, readonly string[]>;
  readonly modules: Map<string, Promise<GoModule | null>>;
  readonly packages: Map<string, Promise<readonly GoPackage[]>>;
}

const views = new WeakMap<Repository, View>();
const NATIVE = /\.(S|c|cc|cpp|cxx|m|h|hpp|swig|swigcxx|syso)$/;

function viewOf(repository: Repository): View {
  const known = views.get(repository);
  if (known !== undefined) return known;
  const made = { directories: Map.groupBy([...repository.files].filter((path) => /\.(go|s)$/.test(path) || NATIVE.test(path)), directoryOf), modules: new Map(), packages: new Map() };
  views.set(repository, made);
  return made;
}

/** The module of the nearest `go.mod`; `null` without one. */
export function goModuleOf(repository: Repository, path: string): Promise<GoModule | null> {
  const directory = nearestWith(path, 'go.mod', repository.files);
  if (directory === null) return Promise.resolve(null);
  const { modules } = viewOf(repository);
  const known = modules.get(directory);
  if (known !== undefined) return known;
  const made = readGoModule(repository, directory);
  modules.set(directory, made);
  return made;
}

async function readGoModule(repository: Repository, directory: string): Promise<GoModule | null> {
  const text = (await repository.text(inDirectory(directory, 'go.mod'))) ?? '';
  const path = /^\s*module\s+["`]?([^\s"`()]+)/m.exec(text)?.[1] ?? /^\s*module\s*\(\s*["`]?([^\s"`()]+)/m.exec(text)?.[1];
  return path === undefined ? null : { directory, path, version: Number(/^\s*go\s+1\.(\d+)/m.exec(text)?.[1] ?? 16) };
}

/** All packages of a directory: usually one, and `x_test`. */
export function goPackagesIn(repository: Repository, directory: string): Promise<readonly GoPackage[]> {
  const { packages } = viewOf(repository);
  const known = packages.get(directory);
  if (known !== undefined) return known;
  const made = readPackages(repository, directory);
  packages.set(directory, made);
  return made;
}

async function readPackages(repository: Repository, directory: string): Promise<readonly GoPackage[]> {
  const paths = viewOf(repository).directories.get(directory) ?? [];
  const module = await goModuleOf(repository, inDirectory(directory, 'any.go'));
  if (module === null) return [];
  await repository.context.tree.readMany?.(paths);
  const files: GoFile[] = [];
  let opaque: string | null = paths.find((path) => NATIVE.test(path)) ?? null;
  for (const path of paths.filter((each) => each.endsWith('.go'))) {
    const [text, facts] = [await repository.text(path), await repository.facts(path)];
    if (text === null || facts === null || facts.hasSyntaxError || facts.packageName === null) opaque = path;
    else files.push({ path, text, facts, isTest: path.endsWith('_test.go') });
  }
  const assembly: string[] = [];
  for (const path of paths.filter((each) => each.endsWith('.s'))) assembly.push((await repository.text(path)) ?? '');
  const below = module.directory === '' ? directory : directory.slice(module.directory.length + 1);
  const importPath = below === '' ? module.path : `${module.path}/${below}`;
  return [...Map.groupBy(files, ({ facts }) => facts.packageName!)].map(([name, own]) => ({ id: `${directory}:${name}`, directory, name, module, importPath, files: own, opaque, assembly }));
}

/** The package that a file belongs to. */
export async function goPackageOf(repository: Repository, path: string): Promise<GoPackage | null> {
  return (await goPackagesIn(repository, directoryOf(path))).find(({ files }) => files.some((file) => file.path === path)) ?? null;
}

/** The package of the same module behind an import path; `null` for everything else, nested modules included. */
export async function goPackageAt(repository: Repository, module: GoModule, importPath: string): Promise<GoPackage | null> {
  if (importPath !== module.path && !importPath.startsWith(`${module.path}/`)) return null;
  const directory = inDirectory(module.directory, importPath.slice(module.path.length + 1)).replace(/\/$/, '');
  const found = (await goPackagesIn(repository, directory)).filter(isBuilt);
  const [only] = found;
  return only !== undefined && only.module === module && found.length === 1 ? only : null;
}

/** Neither tests of another package nor a program that is only run by hand: `//go:build ignore`. */
function isBuilt({ files }: GoPackage): boolean {
  return files.some(({ isTest, facts }) => !isTest && !facts.directives.some((each) => /\bignore\b/.test(each)));
}

/** True for packages of the standard library. */
export function isStandard(importPath: string, module: GoModule): boolean {
  return looksStandard(importPath) && importPath !== module.path && !importPath.startsWith(`${module.path}/`);
}

/** The files that declare a name for the whole package. */
export function declaringFiles({ files }: GoPackage, name: string): readonly GoFile[] {
  return files.filter(({ facts }) => facts.scopes.bindings.some((each) => each.scope === 0 && each.name === name && each.kind !== 'import'));
}

/** Every place in the package that means a package-level name. Keys of literals are no uses of a function: none can be a key. */
export function goUses({ files }: GoPackage, name: string): readonly GoUse[] {
  return files.flatMap((file) => {
    const own = file.facts.scopes.bindings.find((each) => each.scope === 0 && each.name === name && each.kind !== 'import')?.id ?? null;
    return file.facts.scopes.references.filter((each) => each.name === name && each.binding === own && !each.shorthand).map((reference) => ({ file, reference }));
  });
}

/** Import paths that building the package needs; with its own tests on wish. */
export function importPathsOf({ files }: GoPackage, withTests = false): ReadonlySet<string> {
  return new Set(files.filter(({ isTest }) => withTests || !isTest).flatMap(({ facts }) => facts.imports.map(({ specifier }) => specifier)));
}

/** Everything that these import paths lead to: packages of the module, and others by path. */
export async function goClosure(repository: Repository, module: GoModule, start: Iterable<string>): Promise<{ readonly packages: ReadonlyMap<string, GoPackage>; readonly others: ReadonlySet<string>; readonly unknown: string | null }> {
  const packages = new Map<string, GoPackage>();
  const others = new Set<string>();
  const paths = new Set(start);
  let unknown: string | null = null;
  for (const path of paths) {
    const found = await goPackageAt(repository, module, path);
    if (found !== null) {
      packages.set(found.id, found);
      importPathsOf(found).forEach((each) => paths.add(each));
    } else if (path === module.path || path.startsWith(`${module.path}/`)) unknown = path;
    else others.add(path);
  }
  return { packages, others, unknown };
}

/** Why `internal` keeps `from` from importing `target`; `null` if it does not. */
export function internalReason(from: GoPackage, target: string): string | null {
  const parts = target.split('/');
  const at = parts.lastIndexOf('internal');
  if (at === -1) return null;
  const parent = parts.slice(0, at).join('/');
  return from.importPath === parent || from.importPath.startsWith(`${parent}/`) ? null : `${target} is internal to ${parent}`;
}

/** The part of a file's name that decides for which system it is built: `_linux`, `_windows_amd64`; empty for all. */
export function platformOf(path: string): string {
  const parts = path.slice(path.lastIndexOf('/') + 1).replace(/(_test)?\.go$/, '').split('_').slice(1);
  const [system, machine] = parts.slice(-2);
  if (machine !== undefined && GO_SYSTEMS.has(system!) && GO_MACHINES.has(machine)) return `${system!}_${machine}`;
  const last = parts.at(-1) ?? '';
  return GO_SYSTEMS.has(last) || GO_MACHINES.has(last) ? last : '';
}

/** Directories named for a system or a machine: siblings there answer the same question each in its own way. */
export function platformsIn(path: string): string {
  return path.split('/').slice(0, -1).filter((part) => GO_SYSTEMS.has(part) || GO_MACHINES.has(part) || part === 'x86').join('/');
}

function inDirectory(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`;
}
