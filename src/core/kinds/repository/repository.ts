import type { ModuleFacts } from '../../syntax/modules.ts';
import { readModule } from '../../syntax/modules.ts';
import { languageOf } from '../../syntax/language.ts';
import { directoryOf, loadsOf, nearestWith, normalise } from '../../syntax/resolve.ts';
import type { Loads, PathAlias } from '../../syntax/resolve.ts';
import type { SourceTree, KindContext } from '../kind.ts';

/** The tracked modules of one tree, read and parsed at most once. */
export interface Repository {
  readonly context: KindContext;
  readonly files: ReadonlySet<string>;
  text(path: string): Promise<string | null>;
  /** Paths of every text that could name a function: sources and configuration, read in one go. */
  searchable(): Promise<readonly string[]>;
  /** `null` for what is no module, or cannot be parsed. */
  facts(path: string): Promise<ModuleFacts | null>;
  loads(path: string): Promise<Loads | null>;
  aliases(): Promise<readonly PathAlias[]>;
  manifest(path: string): Promise<Manifest | null>;
}

/** What a `package.json` says that matters here. */
export interface Manifest {
  /** Directory of the file; `` is the root. */
  readonly directory: string;
  readonly dependencies: ReadonlySet<string>;
  /** Files that run or are loaded under the package's own name. */
  readonly entries: ReadonlySet<string>;
  /** Files named by `bin` and by scripts. */
  readonly programs: ReadonlySet<string>;
}

const repositories = new WeakMap<SourceTree, Repository>();

/** One view per tree, so that finding and proposing share what was parsed. */
export function repositoryOf(context: KindContext): Repository {
  const known = repositories.get(context.tree);
  if (known !== undefined) return known;
  const made = openRepository(context);
  repositories.set(context.tree, made);
  return made;
}

function openRepository(context: KindContext): Repository {
  const files = new Set(context.tree.entries.filter((entry) => entry.mode.startsWith('100')).map((entry) => entry.path));
  const facts = new Map<string, Promise<ModuleFacts | null>>();
  const manifests = new Map<string, Promise<Manifest | null>>();
  let aliases: Promise<readonly PathAlias[]> | null = null;
  let searchable: Promise<readonly string[]> | null = null;
  const repository: Repository = {
    context,
    files,
    text: (path) => context.tree.read(path),
    searchable: () => (searchable ??= readSearchable(context.tree, files)),
    facts: (path) => remember(facts, path, async () => parseModule(context, path, await context.tree.read(path))),
    loads: async (path) => {
      const own = await repository.facts(path);
      return own === null ? null : loadsOf(path, own, files, await repository.aliases());
    },
    aliases: () => (aliases ??= readAliases(context.tree, files)),
    manifest: (path) => {
      const directory = nearestWith(path, 'package.json', files);
      return directory === null ? Promise.resolve(null) : remember(manifests, directory, () => readManifest(context.tree, directory, files));
    },
  };
  return repository;
}

async function readSearchable(tree: SourceTree, files: ReadonlySet<string>): Promise<readonly string[]> {
  const paths = [...files].filter((path) => languageOf(path) !== null || /\.(json|ya?ml|toml|cfg|ini|txt|in|conf)$/.test(path)).filter((path) => !/(^|\/)(package-lock\.json|pnpm-lock\.yaml|npm-shrinkwrap\.json)$/.test(path));
  await tree.readMany?.(paths);
  return paths;
}

function remember<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}

/** Reads a module's text; `null` if its language is unknown, or the text cannot be parsed at all. */
export async function parseModule(context: KindContext, path: string, text: string | null): Promise<ModuleFacts | null> {
  const language = languageOf(path);
  if (language === null || text === null) return null;
  await context.syntax.load([language]);
  try {
    return context.syntax.parse(language, text, readModule);
  } catch {
    // Over the parser's limits: nobody edits such a file by hand.
    return null;
  }
}

// ---------------------------------------------------------------------------------------------- manifests

async function readManifest(tree: SourceTree, directory: string, files: ReadonlySet<string>): Promise<Manifest | null> {
  const json = parseJson(await tree.read(directory === '' ? 'package.json' : `${directory}/package.json`));
  if (json === null) return null;
  const dependencies = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'].flatMap((key) => Object.keys(asObject(json[key])));
  const toPaths = (texts: readonly string[]): Set<string> => new Set(texts.flatMap((text) => existing(directory, text, files)));
  const scripts = Object.values(asObject(json['scripts'])).flatMap((line) => (typeof line === 'string' ? line.split(/[\s"'=]+/) : []));
  return {
    directory,
    dependencies: new Set(dependencies),
    entries: toPaths(['main', 'module', 'browser', 'types', 'exports'].flatMap((key) => stringsIn(json[key])).concat('index')),
    programs: toPaths([...stringsIn(json['bin']), ...scripts]),
  };
}

function existing(directory: string, text: string, files: ReadonlySet<string>): readonly string[] {
  const path = normalise(directory === '' ? text : `${directory}/${text}`);
  if (path === null || path === '') return [];
  return [path, `${path}.js`, `${path}.ts`, `${path}/index.js`].filter((each) => files.has(each));
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** JSON, with the comments and trailing commas that `tsconfig.json` allows. */
function parseJson(text: string | null): Readonly<Record<string, unknown>> | null {
  if (text === null) return null;
  const plain = text.replace(/"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (match) => (match.startsWith('"') ? match : '')).replace(/,(\s*[}\]])/g, '$1');
  try {
    return asObject(JSON.parse(plain));
  } catch {
    return null;
  }
}

async function readAliases(tree: SourceTree, files: ReadonlySet<string>): Promise<readonly PathAlias[]> {
  const found: PathAlias[] = [];
  for (const path of [...files].filter((each) => /(^|\/)[jt]sconfig(\.\w+)?\.json$/.test(each))) {
    const options = asObject(parseJson(await tree.read(path))?.['compilerOptions']);
    const base = typeof options['baseUrl'] === 'string' ? options['baseUrl'] : '.';
    const directory = directoryOf(path);
    for (const [pattern, targets] of Object.entries(asObject(options['paths']))) {
      const resolved = stringsIn(targets).map((target) => normalise(`${directory}/${base}/${target}`)).filter((target) => target !== null);
      found.push({ directory, pattern, targets: resolved });
    }
  }
  return found;
}
