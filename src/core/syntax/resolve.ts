/** Where import specifiers lead among the tracked files. Paths are relative to the repository root, with `/`. */
import { languageOf } from './language.ts';
import type { ImportFact, ModuleFacts } from './modules.ts';

/** `@/*` → `src/*` and the like, below one directory. */
export interface PathAlias {
  readonly directory: string;
  /** May contain one `*`. */
  readonly pattern: string;
  /** Relative to the repository root; may contain one `*`. */
  readonly targets: readonly string[];
}

/** What loading one module loads in turn. */
export interface Loads {
  /** Tracked modules that run first. */
  readonly modules: readonly string[];
  /** Packages, and files that are no modules. */
  readonly externals: readonly string[];
  /** Tracked modules that may be loaded later, from inside functions. */
  readonly lazy: readonly string[];
}

const SCRIPT_ENDINGS = ['.js', '.mjs', '.cjs', '.jsx', '.ts', '.mts', '.cts', '.tsx'];
/** TypeScript sources behind the name that they are emitted as. */
const EMITTED: Readonly<Record<string, readonly string[]>> = { '.js': ['.ts', '.tsx'], '.mjs': ['.mts'], '.cjs': ['.cts'], '.jsx': ['.tsx'] };

/** The tracked file that `specifier`, written in `from`, means; `null` for packages and for what does not exist. */
export function resolveSpecifier(from: string, specifier: string, files: ReadonlySet<string>, aliases: readonly PathAlias[] = []): string | null {
  if (languageOf(from) === 'python') return resolvePython(from, specifier, files);
  if (/^\.{1,2}(\/|$)/.test(specifier)) {
    const base = normalise(`${directoryOf(from)}/${specifier}`);
    return base === null ? null : resolveFile(base, files);
  }
  for (const alias of aliases) {
    if (alias.directory !== '' && !from.startsWith(`${alias.directory}/`)) continue;
    const [head, tail] = alias.pattern.split('*', 2) as [string, string | undefined];
    const matches = tail === undefined ? specifier === head : specifier.startsWith(head) && specifier.endsWith(tail) && specifier.length >= head.length + tail.length;
    if (!matches) continue;
    const middle = tail === undefined ? '' : specifier.slice(head.length, specifier.length - tail.length);
    const found = alias.targets.map((target) => resolveFile(target.replace('*', () => middle), files)).find((path) => path !== null);
    if (found !== undefined) return found;
  }
  return null;
}

function resolveFile(base: string, files: ReadonlySet<string>): string | null {
  const ending = /\.[cm]?jsx?$/.exec(base)?.[0];
  const emitted = ending === undefined ? [] : (EMITTED[ending] ?? []).map((other) => base.slice(0, -ending.length) + other);
  const inDirectory = base === '' ? '' : `${base}/`;
  const tries = [base, ...emitted, ...SCRIPT_ENDINGS.map((each) => base + each), ...SCRIPT_ENDINGS.map((each) => `${inDirectory}index${each}`)];
  return tries.find((path) => files.has(path)) ?? null;
}

// ---------------------------------------------------------------------------------------------- Python

/** The directory on the import path above a module's package: the parent of the topmost directory with an `__init__.py`. */
export function importRoot(path: string, files: ReadonlySet<string>): string {
  let directory = directoryOf(path);
  while (directory !== '' && files.has(`${directory}/__init__.py`)) directory = directoryOf(directory);
  return directory;
}

/** Dotted name of a Python module below its import root: `pkg/sub/__init__.py` is `pkg.sub`. */
export function dottedName(path: string, files: ReadonlySet<string>): string {
  const root = importRoot(path, files);
  const below = root === '' ? path : path.slice(root.length + 1);
  return below.replace(/(\/__init__)?\.py$/, '').replaceAll('/', '.');
}

function resolvePython(from: string, specifier: string, files: ReadonlySet<string>): string | null {
  const dots = /^\.*/.exec(specifier)![0].length;
  const rest = specifier.slice(dots).split('.').filter((part) => part !== '');
  if (dots > 0) {
    let directory = directoryOf(from);
    for (let level = 1; level < dots; level += 1) directory = directoryOf(directory);
    return pythonFile([directory, ...rest].filter((part) => part !== '').join('/'), files);
  }
  const roots = new Set([importRoot(from, files), directoryOf(from), '', 'src', 'lib']);
  for (const root of roots) {
    const found = pythonFile([root, ...rest].filter((part) => part !== '').join('/'), files);
    if (found !== null) return found;
  }
  return null;
}

function pythonFile(base: string, files: ReadonlySet<string>): string | null {
  return [`${base}.py`, base === '' ? '__init__.py' : `${base}/__init__.py`].find((path) => files.has(path)) ?? null;
}

/** Packages that Python runs before a module, outermost first, except those that contain the importing module: they run already. */
function pythonPackages(target: string, from: string, files: ReadonlySet<string>): readonly string[] {
  const found: string[] = [];
  for (let directory = directoryOf(target); directory !== '' && files.has(`${directory}/__init__.py`); directory = directoryOf(directory)) {
    const init = `${directory}/__init__.py`;
    if (init !== target && !from.startsWith(`${directory}/`)) found.unshift(init);
  }
  return found;
}

function pythonLoads(fact: ImportFact, from: string, files: ReadonlySet<string>): { readonly modules: readonly string[]; readonly externals: readonly string[] } {
  const own = resolvePython(from, fact.specifier, files);
  if (own === null && !(fact.specifier.startsWith('.') && fact.form === 'from')) return { modules: [], externals: [fact.specifier.split('.', 1)[0]!] };
  const names = fact.form === 'from' ? fact.names.map((name) => name.imported) : [];
  const submodules = names.map((name) => resolvePython(from, fact.specifier.endsWith('.') ? fact.specifier + name : `${fact.specifier}.${name}`, files));
  const isOwnPackage = own?.endsWith('/__init__.py') === true && from.startsWith(own.slice(0, -'__init__.py'.length));
  // `from . import sibling` needs the package object, which exists already; any other name needs the package to have run.
  const needsOwn = own !== null && !(isOwnPackage && names.length > 0 && submodules.every((path) => path !== null));
  const direct = [...(needsOwn ? [own] : []), ...submodules.filter((path) => path !== null)];
  return { modules: direct.flatMap((path) => [...pythonPackages(path, from, files), path]), externals: [] };
}

// ---------------------------------------------------------------------------------------------- graph

/** Direct loads of one module. Type-only imports load nothing. */
export function loadsOf(path: string, facts: ModuleFacts, files: ReadonlySet<string>, aliases: readonly PathAlias[] = []): Loads {
  const modules = new Set<string>();
  const externals = new Set<string>();
  const add = (specifier: string): void => {
    const found = resolveSpecifier(path, specifier, files, aliases);
    if (found === null) externals.add(specifier.startsWith('.') ? `${directoryOf(path)}/${specifier}` : specifier);
    else if (languageOf(found) !== null) modules.add(found);
    else if (!found.endsWith('.json')) externals.add(found);
  };
  for (const fact of facts.imports) {
    if (fact.typeOnly) continue;
    if (facts.language !== 'python') add(fact.specifier);
    else {
      const loads = pythonLoads(fact, path, files);
      loads.modules.forEach((each) => modules.add(each));
      loads.externals.forEach((each) => externals.add(each));
    }
  }
  for (const fact of facts.exports) if (fact.source !== null && !fact.typeOnly) add(fact.source);
  const lazy = facts.lazyImports.map((specifier) => resolveSpecifier(path, specifier, files, aliases)).filter((found) => found !== null);
  modules.delete(path);
  return { modules: [...modules], externals: [...externals], lazy };
}

/** Everything that loading `start` loads, itself included. `null` from `loads` means unreadable: reported in `unknown`. */
export async function closureOf(
  start: readonly string[],
  loads: (path: string) => Promise<Loads | null>,
  options: { readonly lazy: boolean } = { lazy: false },
): Promise<{ readonly modules: ReadonlySet<string>; readonly externals: ReadonlySet<string>; readonly unknown: readonly string[] }> {
  const modules = new Set<string>(start);
  const externals = new Set<string>();
  const unknown: string[] = [];
  for (const path of modules) {
    const direct = await loads(path);
    if (direct === null) unknown.push(path);
    for (const next of direct?.modules ?? []) modules.add(next);
    for (const next of options.lazy ? (direct?.lazy ?? []) : []) modules.add(next);
    direct?.externals.forEach((each) => externals.add(each));
  }
  return { modules, externals, unknown };
}

// ---------------------------------------------------------------------------------------------- paths

export function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '' : path.slice(0, slash);
}

/** Resolves `.` and `..`; `null` if the path leaves the root. */
export function normalise(path: string): string | null {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return null;
    } else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** Path of the nearest directory at or above `path` that holds `name`; `null` if there is none. */
export function nearestWith(path: string, name: string, files: ReadonlySet<string>): string | null {
  for (let directory = directoryOf(path); ; directory = directoryOf(directory)) {
    if (files.has(directory === '' ? name : `${directory}/${name}`)) return directory;
    if (directory === '') return null;
  }
}
