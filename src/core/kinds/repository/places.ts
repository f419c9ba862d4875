/** What a path alone says about a file: its role, and whether it stands beside another by design. */

/** Never touched: copies are the point of these, or somebody else owns them. */
const FOREIGN = new Set([
  'examples', 'example', 'demo', 'demos', 'sample', 'samples', 'templates', 'template', 'fixtures', 'fixture', '__fixtures__', 'testdata', 'test-data', 'snippets',
  'migrations', 'vendor', 'vendored', '_vendor', 'third_party', 'third-party', 'thirdparty', 'extern', 'external', 'node_modules', 'bower_components', 'dist', 'build', 'out', 'generated', 'gen',
  '__generated__', 'playground', 'public', 'static', 'stories', '__stories__', 'skeleton', 'boilerplate', 'scaffold', 'create-app', 'polyfills', 'polyfill', 'shims', 'codemods',
]);
/** Code around the product: neither side may import the other. */
const TOOLING = new Set(['scripts', 'script', 'tools', 'tool', 'bench', 'benchmark', 'benchmarks', 'docs', 'doc', 'website', 'site', '.github', 'config', 'e2e', 'perf', 'ci', 'bin']);
/** Siblings below such a directory answer the same question each in its own way. */
const PARALLEL_PARENTS = new Set(['dialects', 'dialect', 'platforms', 'platform', 'locales', 'locale', 'lang', 'langs', 'languages', 'i18n', 'l10n', 'translations', 'versions', 'targets', 'backends']);
const VARIANTS = new Set([
  'posix', 'win32', 'windows', 'win', 'linux', 'darwin', 'macos', 'mac', 'osx', 'unix', 'android', 'ios', 'native', 'web', 'browser', 'browsers', 'node', 'deno', 'bun', 'edge', 'worker',
  'server', 'client', 'ssr', 'esm', 'cjs', 'umd', 'legacy', 'modern', 'next', 'py2', 'py3', 'python2', 'python3', 'postgres', 'postgresql', 'pg', 'mysql', 'mariadb', 'sqlite', 'sqlite3',
  'mssql', 'oracle', 'prod', 'production', 'dev', 'development', 'electron', 'workerd', 'cloudflare', 'x86', 'x64', 'arm64', 'wasm', 'asm',
]);
/** Never a home for shared code, whatever it contains. */
const NO_HOME = /(^|\/)(__main__|setup|conftest|manage|noxfile|fabfile|wsgi|asgi|settings|main|cli|server|app)\.(py|[cm]?[jt]sx?)$/;

/** The directory segment for which a path is left alone; `null` if there is none. */
export function foreignSegment(path: string): string | null {
  const parts = path.split('/');
  const directory = parts.slice(0, -1).find((part) => FOREIGN.has(part.toLowerCase()));
  const file = parts.at(-1)!;
  if (directory !== undefined) return directory;
  if (/\.(min|generated|gen|bundle|d|stories|story|config|template|example)\.[cm]?[jt]sx?$|_pb2(_grpc)?\.py$|\.template\.py$/.test(file)) return file;
  return null;
}

/** True for texts that say that a tool wrote them. */
export function saysGenerated(text: string): boolean {
  return /@generated|auto-?generated|generated (by|from|with)|do not (edit|modify)/i.test(text.slice(0, 1000));
}

/** Files of different traits never share code: platforms, versions, dialects, bundles for server and client, tools and product. */
export function traitsOf(path: string): string {
  const parts = path.split('/');
  const words = parts.flatMap((part, index) => (index === parts.length - 1 ? part.replace(/\.[cm]?[jt]sx?$|\.py$/, '') : part).split(/[._-]/));
  const variants = words.map((word) => word.toLowerCase()).filter((word) => VARIANTS.has(word) || /^v\d+$/.test(word));
  const tooling = parts.slice(0, -1).filter((part) => TOOLING.has(part.toLowerCase()));
  return [...variants, '|', ...tooling].join(' ');
}

/** The directory whose children are parallel by design, if `path` is below one. */
export function parallelParent(path: string): string | null {
  const parts = path.split('/');
  const at = parts.findIndex((part, index) => index < parts.length - 1 && PARALLEL_PARENTS.has(part.toLowerCase()));
  return at === -1 ? null : parts.slice(0, at + 1).join('/');
}

/** Two files that differ only in numbers or a suffix in their names, such as `0001_a.js` and `0002_a.js`. */
export function differOnlyInNumber(a: string, b: string): boolean {
  const strip = (path: string): string => path.replace(/\d+/g, '#');
  return a !== b && /\d/.test(a) && strip(a) === strip(b);
}

export function canBeHome(path: string): boolean {
  return !NO_HOME.test(path);
}

/** Files that only gather other modules. */
export function isBarrel(path: string): boolean {
  return /(^|\/)(index\.[cm]?[jt]sx?|__init__\.py|mod\.ts)$/.test(path);
}

/** Names that say that a module exists to be shared. Directories such as `core` or `lib` say so of no single file in them. */
export function isShared(path: string): boolean {
  return /(^|[/_.-])(utils?|helpers?|shared|common)([/_.-]|$)/i.test(path) || /(^|[_.-])(lib|core|base|internal|support|tools|misc)([_.-]|$)/i.test(path.slice(path.lastIndexOf('/') + 1));
}

/** Lower-case words of an identifier or a path: `escapeXml` is `escape`, `xml`. */
export function wordsOf(text: string): readonly string[] {
  return text.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase().split(/[^a-z0-9]+/).filter((word) => word.length > 2);
}

/** Words that say nothing about where a function belongs: none of these in a path, and fewer still among names. */
const EMPTY_WORDS = new Set(['src', 'lib', 'index', 'get', 'set', 'the', 'for', 'with', 'from', 'has', 'can', 'all']);
const COMMON_WORDS = new Set(['get', 'set', 'make', 'create', 'parse', 'format', 'render', 'read', 'write', 'convert', 'normalize', 'value', 'from', 'has', 'can', 'the', 'for', 'with', 'src', 'lib', 'new', 'all', 'one', 'item', 'data', 'string', 'text', 'name', 'object', 'list']);

/** Words that a function's name shares with a module: two points for one in its path, one for one in its own names. */
export function affinity(functionName: string, path: string, moduleNames: readonly string[]): number {
  const own = wordsOf(functionName).filter((word) => !EMPTY_WORDS.has(word));
  const inPath = new Set(wordsOf(path));
  const inNames = new Set(moduleNames.flatMap(wordsOf));
  const matches = (words: ReadonlySet<string>, word: string): boolean => words.has(word) || words.has(`${word}s`) || (word.endsWith('s') && words.has(word.slice(0, -1)));
  return own.reduce((sum, word) => sum + (matches(inPath, word) ? 2 : !COMMON_WORDS.has(word) && matches(inNames, word) ? 1 : 0), 0);
}
