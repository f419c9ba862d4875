/** Where a Rust file stands in its crate: which file declares it, and whether a test outside the crate can reach it. */
import { readToml } from '../evidence/detect-toml.ts';
import type { SourceTree } from '../kinds/kind.ts';
import { directoryOf, nearestWith } from '../syntax/resolve.ts';

export interface CratePlace {
  /** Directory of its Cargo.toml. */
  readonly directory: string;
  /** As `use` names the library; `null` if the crate has none. */
  readonly library: string | null;
  /** Modules from the crate's root to the file; empty for a root itself. */
  readonly modules: readonly string[];
  /** The root that the modules begin at; `null` for a file that Cargo finds by itself: a test, an example, one of several binaries. */
  readonly root: string | null;
  /** False where `autotests = false` keeps new files in `tests/` from being built. */
  readonly findsTests: boolean;
}

/** `null` for a file in no crate. */
export async function cratePlace(path: string, tree: SourceTree): Promise<CratePlace | null> {
  const files = new Set(tree.entries.map((entry) => entry.path));
  const directory = nearestWith(path, 'Cargo.toml', files);
  if (directory === null) return null;
  const at = (name: string): string => (directory === '' ? name : `${directory}/${name}`);
  const text = (await tree.read(at('Cargo.toml'))) ?? '';
  const manifest = readToml(text);
  const own = manifest.get('package');
  const lib = manifest.get('lib');
  const libPath = typeof lib?.get('path') === 'string' ? String(lib.get('path')) : 'src/lib.rs';
  const name = lib?.get('name') ?? own?.get('name');
  const library = files.has(at(libPath)) || path === at(libPath) ? (typeof name === 'string' ? name.replaceAll('-', '_') : null) : null;
  const root = library !== null ? at(libPath) : files.has(at('src/main.rs')) || path === at('src/main.rs') ? at('src/main.rs') : null;
  const place = { directory, library, findsTests: !/^\s*autotests\s*=\s*false\b/m.test(text) };
  const below = root === null ? null : modulesBelow(path, directoryOf(root));
  if (root === null || below === null || path === at('src/main.rs') || path === at('build.rs') || path.startsWith(at('src/bin/'))) return { ...place, modules: [], root: path === root ? root : null };
  return { ...place, modules: path === root ? [] : below, root };
}

function modulesBelow(path: string, source: string): readonly string[] | null {
  if (source !== '' && !path.startsWith(`${source}/`)) return null;
  const parts = path.slice(source === '' ? 0 : source.length + 1).replace(/\.rs$/, '').split('/');
  return parts.at(-1) === 'mod' ? parts.slice(0, -1) : parts;
}

/** Files that may declare the last of the modules, the newer way first. */
export function parentFiles({ root, modules }: CratePlace): readonly string[] {
  const above = modules.slice(0, -1);
  if (root === null || above.length === 0) return root === null ? [] : [root];
  const source = directoryOf(root);
  const base = `${source === '' ? '' : `${source}/`}${above.join('/')}`;
  return [`${base}.rs`, `${base}/mod.rs`];
}

/** The declaration of a module in the text of its parent. */
export function declaredModule(text: string, name: string): 'public' | 'private' | null {
  const found = new RegExp(`^[ \\t]*(?:(pub)(\\s*\\([^)]*\\))?\\s+)?mod\\s+${name}\\s*[;{]`, 'm').exec(text);
  if (found === null) return null;
  return found[1] !== undefined && found[2] === undefined ? 'public' : 'private';
}

/** True if a test outside the crate can name the file's public functions: each module above it, and it itself, is public or will be. */
export async function isReachable(place: CratePlace, tree: SourceTree): Promise<boolean> {
  if (place.library === null || place.root === null) return false;
  for (let depth = 1; depth <= place.modules.length; depth += 1) {
    const modules = place.modules.slice(0, depth);
    const texts = await Promise.all(parentFiles({ ...place, modules }).map((path) => tree.read(path)));
    const declared = texts.map((text) => (text === null ? null : declaredModule(text, modules.at(-1)!))).find((each) => each !== null) ?? null;
    // What is declared nowhere yet is declared with the file.
    if (declared === 'private' || (declared === null && depth < place.modules.length)) return false;
  }
  return true;
}
