/**
 * Syntax trees through tree-sitter's WebAssembly runtime, which cannot be bundled. The build copies these files into the
 * directory of the bundle: `web-tree-sitter.js` and `web-tree-sitter.wasm` (package `web-tree-sitter`) and
 * `tree-sitter-<language>.wasm` (package `@vscode/tree-sitter-wasm`, folder `wasm`), those ending in `.wasm` compressed.
 * Elsewhere they are found in the nearest `node_modules` above this module.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type * as TreeSitter from 'web-tree-sitter';

import { InfrastructureError, UnparsableError } from '../core/errors.ts';
import type { Language } from '../core/model/code.ts';
import type { Syntax } from '../core/ports.ts';
import { hasAsset, readAsset } from './asset.ts';
import { copyTree, type NodeTypes } from './syntax-copy.ts';

/** UTF-16 code units. Above any file written by hand; a tree of this size can take a gigabyte at worst. */
export const PARSE_LIMIT = 1_000_000;

interface Grammar {
  readonly parser: TreeSitter.Parser;
  readonly types: NodeTypes;
}

/**
 * A `Syntax` whose trees are plain copies: a tree is read out of WebAssembly once (which costs less than one walk
 * through it) and freed before `use` runs. Nodes are therefore identical objects however they are reached.
 * `parse` throws `UnparsableError` for a source over `PARSE_LIMIT` or nested deeper than `DEPTH_LIMIT`.
 */
export function createSyntax(): Syntax {
  const grammars = new Map<Language, Promise<Grammar>>();
  const ready = new Map<Language, Grammar>();
  return {
    async load(languages) {
      for (const language of languages) {
        let grammar = grammars.get(language);
        if (!grammar) grammars.set(language, (grammar = loadGrammar(language)));
        ready.set(language, await grammar);
      }
    },
    parse(language, source, use) {
      const grammar = ready.get(language);
      if (!grammar) throw new Error(`The grammar of ${language} was not loaded before the first parse.`);
      return use({ language, source, root: parseRoot(grammar, language, source) });
    },
  };
}

function parseRoot({ parser, types }: Grammar, language: Language, source: string): ReturnType<typeof copyTree> {
  if (source.length > PARSE_LIMIT) {
    throw new UnparsableError(`This ${language} source of ${source.length} characters is over the limit of ${PARSE_LIMIT}.`);
  }
  const tree = parser.parse(source);
  if (!tree) throw new UnparsableError(`The ${language} parser gave no tree.`);
  try {
    return copyTree(tree, source, types);
  } finally {
    tree.delete();
  }
}

async function loadGrammar(language: Language): Promise<Grammar> {
  const { Parser, Language: Grammars } = await (runtime ??= loadRuntime());
  const grammar = await Grammars.load(readAsset(locate(`tree-sitter-${language}.wasm`, '@vscode/tree-sitter-wasm/wasm')));
  const named = grammar.types.map((_, id) => grammar.nodeTypeIsNamed(id));
  return { parser: new Parser().setLanguage(grammar), types: { names: grammar.types, named, fields: grammar.fields } };
}

/** One per process: the package keeps its WebAssembly instance in a module variable, and a second start would replace it under live parsers. */
let runtime: Promise<typeof TreeSitter> | null = null;

async function loadRuntime(): Promise<typeof TreeSitter> {
  // Both specifiers stay literal: the compiler wraps any other, and the bundler then no longer sees the comment that keeps it away.
  const treeSitter = existsSync(join(import.meta.dirname, 'web-tree-sitter.js'))
    ? // @ts-expect-error -- exists next to the bundle only
      ((await import(/* webpackIgnore: true */ './web-tree-sitter.js')) as typeof TreeSitter)
    : await import(/* webpackIgnore: true */ 'web-tree-sitter');
  // Handing over the bytes keeps the runtime from guessing where its own wasm file is.
  await treeSitter.Parser.init({ wasmBinary: readAsset(locate('web-tree-sitter.wasm', 'web-tree-sitter')) as unknown as ArrayBuffer });
  return treeSitter;
}

/** A file next to the bundle, else in the nearest `node_modules` that has it. */
function locate(name: string, folder: string): string {
  const sidecar = join(import.meta.dirname, name);
  if (hasAsset(sidecar)) return sidecar;
  for (let directory = import.meta.dirname; ; directory = dirname(directory)) {
    const installed = join(directory, 'node_modules', folder, name);
    if (existsSync(installed)) return installed;
    if (dirname(directory) === directory) break;
  }
  throw new InfrastructureError(`${name} is neither next to ${import.meta.dirname} nor in a node_modules above it.`, 'Rebuild dist with `npm run build`, or run `npm ci`.');
}
