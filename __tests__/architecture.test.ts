/** The house of the project, held by a test: who may import whom, who may touch what, how big a file may be. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { globalsUsed, parse } from './support/imports.ts';

const SRC = resolve(import.meta.dirname, '../src');
const ENTRIES = ['index.ts', 'cli.ts', 'library.ts'];
const ROOMS = ['config', 'run', 'core', 'adapters'];

/** Which rooms a room may import from, beside itself. `main` is the composition root. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  run: ['core'],
  adapters: ['core'],
  config: ['core'],
  main: ['wiring', 'wiring-doctor', 'wiring-library', 'wiring-place', 'config', 'run', 'core', 'adapters'],
  'wiring-doctor': ['wiring', 'wiring-place', 'run', 'core', 'adapters'],
  'wiring-library': ['wiring', 'wiring-place', 'run', 'core', 'adapters'],
  wiring: ['wiring-place', 'run', 'core', 'adapters'],
  'wiring-place': ['config', 'run', 'core', 'adapters'],
  boot: [],
  entry: ['main', 'boot'],
};

/** Each SDK has one adapter, so that a new major version is one file's work. */
const SDKS: Readonly<Record<string, RegExp>> = {
  '@actions/core': /^adapters\/actions(-[a-z]+)?\.ts$/,
  '@actions/exec': /^adapters\/git(-[a-z]+)?\.ts$/,
  '@actions/cache': /^adapters\/cache(-[a-z]+)?\.ts$/,
  '@actions/github': /^adapters\/forge(-[a-z]+)?\.ts$/,
  openai: /^adapters\/model(-[a-z]+)?\.ts$/,
  'sql.js': /^adapters\/database\.ts$/,
  'web-tree-sitter': /^adapters\/syntax(-[a-z]+)?\.ts$/,
};

/** What a pure function gets through its arguments. */
const OUTSIDE = /^(process|globalThis)(\.|$)|^console\.|^Date\.now$|^new Date\(\)$|^Math\.random$|^performance\.|^(crypto\.)?random(UUID|Bytes|Int|FillSync)$|^(fetch|setTimeout|setInterval|setImmediate|queueMicrotask)$/;

const NODE_IN_CORE = new Set(['node:crypto', 'node:path/posix']);

interface Source {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly { readonly specifier: string; readonly typeOnly: boolean }[];
}

const sources: readonly Source[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
  .map((path) => {
    const text = readFileSync(join(SRC, path), 'utf8');
    return { path, text, imports: parse(text) };
  });

function packageOf(specifier: string): string {
  return specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

function roomOf(path: string): string {
  const [first] = path.split('/');
  if (ROOMS.includes(first!)) return first!;
  if (ENTRIES.includes(path)) return 'entry';
  return path.replace(/\.ts$/, '');
}

function relativeImports(source: Source): readonly string[] {
  return source.imports.filter(({ specifier }) => specifier.startsWith('.')).map(({ specifier }) => relative(SRC, resolve(SRC, dirname(source.path), specifier)));
}

test('there is something to check', () => {
  expect(sources.length).toBeGreaterThan(20);
  expect(sources.flatMap(({ imports }) => imports).length).toBeGreaterThan(50);
});

test('imports go in one direction', () => {
  const wrong = sources.flatMap((source) => {
    const room = roomOf(source.path);
    const allowed = [room, ...(MAY_IMPORT[room] ?? [])];
    return relativeImports(source).filter((target) => !allowed.includes(roomOf(target))).map((target) => `${source.path} -> ${target}`);
  });
  expect(wrong).toEqual([]);
});

test('the core is pure: no file system, process, clock, network or randomness but through arguments', () => {
  const wrong = sources.filter(({ path }) => path.startsWith('core/')).flatMap(({ path, text, imports }) => [
    ...imports.filter(({ specifier }) => specifier.startsWith('node:') && !NODE_IN_CORE.has(specifier)).map(({ specifier }) => `${path} imports ${specifier}`),
    ...globalsUsed(text).filter((use) => OUTSIDE.test(use)).map((use) => `${path} uses ${use}`),
  ]);
  expect(wrong).toEqual([]);
});

test('the check of purity sees uses, and no words in comments, strings, types or patterns', () => {
  const impure = ['Date.now()', 'new Date()', 'f(process.env)', 'const { env } = process;', 'await fetch(url)', 'Math.random()', 'const p = process', 'setTimeout(f, 1)', 'x = { now: Date.now }', 'run({ process })'];
  const pure = ['new Date(ms)', '// Date.now()', "'process.exit'", '/process\\./', 'type T = typeof process.env;', 'git.fetch(branch)', 'interface G { fetch(b: string): void }', 'const one = { process: 1 };', 'a.process.b'];
  expect(impure.filter((text) => !globalsUsed(text).some((use) => OUTSIDE.test(use)))).toEqual([]);
  expect(pure.filter((text) => globalsUsed(text).some((use) => OUTSIDE.test(use)))).toEqual([]);
});

test('each SDK is imported in exactly one adapter', () => {
  for (const [sdk, adapter] of Object.entries(SDKS)) {
    const users = sources.filter(({ imports }) => imports.some(({ specifier, typeOnly }) => !typeOnly && (specifier === sdk || specifier.startsWith(`${sdk}/`)))).map(({ path }) => path);
    expect([sdk, users.filter((path) => !adapter.test(path))]).toEqual([sdk, []]);
  }
});

test('each dependency is used by src, is named in its decision, and nothing else is imported', () => {
  const root = resolve(SRC, '..');
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Readonly<Record<'dependencies' | 'devDependencies', Readonly<Record<string, string>>>>;
  const decision = readFileSync(join(root, 'docs/adr/0005-dependencies.md'), 'utf8');
  const imported = new Set(sources.flatMap(({ imports }) => imports).map(({ specifier }) => specifier).filter((specifier) => !/^(\.|node:)/.test(specifier)).map(packageOf));
  // The grammars are read as files.
  const used = new Set([...imported, ...sources.some(({ text }) => text.includes('@vscode/tree-sitter-wasm')) ? ['@vscode/tree-sitter-wasm'] : []]);
  const declared = Object.keys(manifest.dependencies);
  const named = [...declared, ...Object.keys(manifest.devDependencies)];
  expect([...used].sort()).toEqual(declared.sort());
  expect(named.filter((name) => !decision.includes(`\`${name}\``))).toEqual([]);
});

test('only config, the composition root and boot read environment variables', () => {
  const readers = sources.filter(({ text }) => globalsUsed(text).includes('process.env')).map(({ path }) => path);
  expect(readers.filter((path) => !/^(config\/|main\.ts$|wiring-library\.ts$|boot\.ts$)/.test(path))).toEqual([]);
});

test('files stay small and are named for what they own', () => {
  const long = sources.filter(({ text }) => text.split('\n').length > 351).map(({ path }) => path);
  const vague = sources.filter(({ path }) => /(^|\/)(utils?|helpers|misc|common|index)\.ts$/.test(path) && path !== 'index.ts').map(({ path }) => path);
  const barrels = sources.filter(({ path, text }) => path !== 'library.ts' && /^export \* from/m.test(text)).map(({ path }) => path);
  expect({ long, vague, barrels }).toEqual({ long: [], vague: [], barrels: [] });
});

test('nothing imports in a circle', () => {
  const edges = new Map(sources.map((source) => [source.path, source.imports.filter(({ specifier, typeOnly }) => specifier.startsWith('.') && !typeOnly).map(({ specifier }) => relative(SRC, resolve(SRC, dirname(source.path), specifier)))]));
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) circles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
    if (done.has(path) || trail.includes(path)) return;
    for (const target of edges.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of edges.keys()) visit(path, []);
  expect(circles).toEqual([]);
});
