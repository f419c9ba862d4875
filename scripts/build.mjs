// Builds dist/: tsc, then one ncc bundle for everything but the entries.
// The entries stay tiny files of their own: the first process image only hands over secrets (see src/boot.ts), so it must not load the bundle.
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ncc from '@vercel/ncc';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const modules = join(root, 'node_modules');

const ENTRIES = ['index.js', 'cli.js', 'library.js', 'boot.js'];
const GRAMMARS = ['javascript', 'typescript', 'tsx', 'python'];

rmSync(join(root, 'lib'), { recursive: true, force: true });
execFileSync(process.execPath, [join(modules, 'typescript/bin/tsc'), '-p', join(root, 'tsconfig.json')], { cwd: root, stdio: 'inherit' });

const options = {
  esm: true,
  cache: false,
  minify: false,
  quiet: true,
  // Without it @actions/cache pulls in an optional native dependency as a second chunk.
  externals: { kerberos: 'node:util' },
};
const { code, assets } = await ncc(join(root, 'lib/main.js'), { ...options, license: 'licenses.txt' });
// A thread of its own that needs a tenth of the whole: the engine's code alone, no package.
const worker = await ncc(join(root, 'lib/adapters/index-worker.js'), options);

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
write('main.js', code);
write('index-worker.js', worker.code);
for (const [name, asset] of Object.entries(assets)) if (name !== 'package.json') write(name, asset.source);
write('package.json', '{ "type": "module" }\n');
for (const entry of ENTRIES) copy(join(root, 'lib', entry), entry);
// web-tree-sitter breaks when bundled; it and the grammars lie beside the bundle.
copy(join(modules, 'web-tree-sitter/web-tree-sitter.js'), 'web-tree-sitter.js');
copy(join(modules, 'web-tree-sitter/web-tree-sitter.wasm'), 'web-tree-sitter.wasm');
for (const grammar of GRAMMARS) copy(join(modules, `@vscode/tree-sitter-wasm/wasm/tree-sitter-${grammar}.wasm`), `tree-sitter-${grammar}.wasm`);
appendSidecarLicenses();
copyDeclarations(join(root, 'lib/library.d.ts'));

function write(name, content) {
  mkdirSync(dirname(join(dist, name)), { recursive: true });
  writeFileSync(join(dist, name), content, { mode: 0o644 });
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

function appendSidecarLicenses() {
  const file = join(dist, 'licenses.txt');
  const parts = ['web-tree-sitter', '@vscode/tree-sitter-wasm'].map((name) => `${name}\nMIT\n${readFileSync(join(modules, name, 'LICENSE'), 'utf8')}`);
  writeFileSync(file, `${readFileSync(file, 'utf8').trimEnd()}\n\n${parts.join('\n')}`, { mode: 0o644 });
}
