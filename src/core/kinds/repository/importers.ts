import { languageOf } from '../../syntax/language.ts';
import { directoryOf, resolveSpecifier } from '../../syntax/resolve.ts';
import type { CodeIndex } from '../kind.ts';
import type { Repository } from './repository.ts';

/** Who imports whom, from the index alone: good enough to rank with, never a proof. */
interface ImportGraph {
  readonly targets: ReadonlyMap<string, readonly string[]>;
  readonly importers: ReadonlyMap<string, number>;
  /** Modules that a test imports: 1 directly, 2 through another module. */
  readonly distance: ReadonlyMap<string, 1 | 2>;
}

const graphs = new WeakMap<CodeIndex, ImportGraph>();

function graphOf(repository: Repository): ImportGraph {
  const { index, isTest } = repository.context;
  const known = graphs.get(index);
  if (known !== undefined) return known;
  const edges = new Map<string, readonly string[]>();
  for (const file of index.files) edges.set(file.path, targetsOf(repository, file.path, file.imports));
  const importers = new Map<string, number>();
  for (const [path, targets] of edges) if (!isTest(path)) for (const target of targets) importers.set(target, (importers.get(target) ?? 0) + 1);
  const direct = new Set([...edges].filter(([path]) => isTest(path)).flatMap(([, targets]) => targets));
  const reached = new Set(direct);
  for (const path of reached) for (const target of edges.get(path) ?? []) reached.add(target);
  const made = { targets: edges, importers, distance: new Map([...reached].map((path) => [path, direct.has(path) ? 1 : 2] as const)) };
  graphs.set(index, made);
  return made;
}

function targetsOf(repository: Repository, path: string, imports: readonly string[]): readonly string[] {
  if (languageOf(path) === 'go') return goTargetsOf(repository, path, imports);
  const found = new Set<string>();
  for (const specifier of imports) {
    const target = resolveSpecifier(path, specifier, repository.files) ?? (specifier.includes('.') ? resolveSpecifier(path, specifier.replace(/\.\w+$/, ''), repository.files) : null);
    if (target !== null && languageOf(target) !== null && target !== path) found.add(target);
  }
  return [...found];
}

const directories = new WeakMap<CodeIndex, ReadonlyMap<string, readonly string[]>>();

/** Files of the packages that a Go file imports, found by the end of the path; a test reaches its own package, too. */
function goTargetsOf({ context: { index, isTest } }: Repository, path: string, imports: readonly string[]): readonly string[] {
  const known = directories.get(index) ?? Map.groupBy(index.files.map((file) => file.path).filter((each) => each.endsWith('.go') && !isTest(each)), directoryOf);
  directories.set(index, known);
  const own = isTest(path) ? known.get(directoryOf(path)) ?? [] : [];
  const others = imports.flatMap((specifier) => {
    const parts = specifier.split('/');
    const at = parts.findIndex((_, start) => known.has(parts.slice(start).join('/')));
    return at === -1 ? [] : known.get(parts.slice(at).join('/'))!;
  });
  return [...new Set([...own, ...others])].filter((each) => each !== path);
}

/** Tracked modules that `path` imports by itself. */
export function importsOf(repository: Repository, path: string): readonly string[] {
  return graphOf(repository).targets.get(path) ?? [];
}

/** How many modules other than tests import `path`. */
export function importersOf(repository: Repository, path: string): number {
  return graphOf(repository).importers.get(path) ?? 0;
}

/** Share of the baseline's executable lines of a file that tests execute, or how near the tests' imports come: 0 to 1. */
export function testStrength(repository: Repository, paths: readonly string[]): number {
  const { baseline } = repository.context;
  const { distance } = graphOf(repository);
  const each = paths.map((path) => {
    const covered = baseline?.coverage?.find((file) => file.path === path);
    if (covered !== undefined) return Math.max(0.1, covered.covered.length / Math.max(1, covered.covered.length + covered.missed.length));
    const near = distance.get(path);
    return near === 1 ? 1 : near === 2 ? 0.7 : 0.1;
  });
  return each.reduce((sum, value) => sum + value, 0) / Math.max(1, each.length);
}
