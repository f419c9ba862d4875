// Builds dist/: tsc, then one ncc bundle for everything but the entries.
// The entries stay tiny files of their own: the first process image only hands over secrets (see src/boot.ts), so it must not load the bundle.
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import ncc from '@vercel/ncc';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const modules = join(root, 'node_modules');

const ENTRIES = ['index.js', 'cli.js', 'library.js', 'boot.js'];
const GRAMMARS = ['javascript', 'typescript', 'tsx', 'python', 'go', 'rust', 'java'];

rmSync(join(root, 'lib'), { recursive: true, force: true });
execFileSync(process.execPath, [join(modules, 'typescript/bin/tsc'), '-p', join(root, 'tsconfig.json')], { cwd: root, stdio: 'inherit' });

const options = {
  esm: true,
  cache: false,
  quiet: true,
  // Without it @actions/cache pulls in an optional native dependency as a second chunk.
  externals: { kerberos: 'node:util' },
};
// What few runs need lies beside the main bundle: SDKs without any code of the engine, and a thread. A start reads only what it uses.
const BUNDLES = { main: 'main', 'actions-sdk': 'adapters/actions-sdk', 'cache-sdk': 'adapters/cache-sdk', 'forge-sdk': 'adapters/forge-sdk', 'model-sdk': 'adapters/model-sdk', 'index-worker': 'adapters/index-worker' };
const bundles = new Map();
for (const [name, path] of Object.entries(BUNDLES)) {
  // Nobody reads the code of an SDK here; the engine's own stays readable.
  bundles.set(name, await ncc(join(root, `lib/${path}.js`), { ...options, minify: name.endsWith('-sdk'), license: 'licenses.txt' }));
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
for (const [bundle, { code, assets }] of bundles) {
  write(`${bundle}.js`, code);
  for (const [name, asset] of Object.entries(assets)) if (!['package.json', 'licenses.txt'].includes(name)) write(name, asset.source);
}
write('package.json', '{ "type": "module" }\n');
for (const entry of ENTRIES) copy(join(root, 'lib', entry), entry);
// web-tree-sitter breaks when bundled; it and the grammars lie beside the bundle.
copy(join(modules, 'web-tree-sitter/web-tree-sitter.js'), 'web-tree-sitter.js');
write('web-tree-sitter.wasm', readFileSync(join(modules, 'web-tree-sitter/web-tree-sitter.wasm')));
for (const grammar of GRAMMARS) write(`tree-sitter-${grammar}.wasm`, readFileSync(join(modules, `@vscode/tree-sitter-wasm/wasm/tree-sitter-${grammar}.wasm`)));
writeLicenses();
copyDeclarations(join(root, 'lib/library.d.ts'));

function write(name, content) {
  mkdirSync(dirname(join(dist, name)), { recursive: true });
  if (name.endsWith('.wasm')) writeFileSync(join(dist, `${name}.br`), compressed(content), { mode: 0o644 });
  else writeFileSync(join(dist, name), content, { mode: 0o644 });
}

/** A tenth of the size for a millisecond at the start: see src/adapters/asset.ts. */
function compressed(content) {
  return brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } });
}

function copy(from, name) {
  copyFileSync(from, join(dist, name));
  chmodSync(join(dist, name), 0o644);
}

/** Declarations lie where they are shipped: only those that the library's own reach. */
function copyDeclarations(from, copied = new Set()) {
  if (copied.has(from)) return;
  copied.add(from);
  const text = readFileSync(from, 'utf8').replaceAll(/(from |import\()'(\.[^']*)\.ts'/g, "$1'$2.js'");
  write(join('types', relative(join(root, 'lib'), from)), text);
  for (const [, , path] of text.matchAll(/(from |import\()'(\.[^']*)\.js'/g)) copyDeclarations(join(dirname(from), `${path}.d.ts`), copied);
}

/** Each package of any bundle once, and the sidecars. */
function writeLicenses() {
  const known = new Set(Object.keys(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages).map((path) => path.split('node_modules/').at(-1)));
  const texts = new Map();
  for (const { assets } of bundles.values()) {
    let name = null;
    for (const [index, line, lines] of String(assets['licenses.txt']?.source ?? '').split('\n').map((each, at, all) => [at, each, all])) {
      const begins = known.has(line) && (index === 0 || lines[index - 1] === '') && /^[A-Z0-9][\w.() -]*$/.test(lines[index + 1] ?? '');
      if (begins) texts.set((name = line), []);
      texts.get(name)?.push(line);
    }
  }
  for (const name of ['web-tree-sitter', '@vscode/tree-sitter-wasm']) texts.set(name, [name, 'MIT', readFileSync(join(modules, name, 'LICENSE'), 'utf8')]);
  write('licenses.txt', `${[...texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text.join('\n').trimEnd()).join('\n\n')}\n`);
}
