import { cognitiveComplexity } from '../evidence/cognitive-complexity.ts';
import type { CodeRecord, Family, FileFacts } from '../model/code.ts';
import type { SyntaxNode, SyntaxTree } from '../ports.ts';
import { familyOf } from '../syntax/language.ts';
import { declarationsInGo } from './facts-go.ts';
import { declarationsInJava } from './facts-java.ts';
import { declarationsInJavaScript } from './facts-javascript.ts';
import { declarationsInPython } from './facts-python.ts';
import { declarationsInRust } from './facts-rust.ts';
import { documentationOf, signatureOf } from './facts-text.ts';

/** A declaration as a language's reader found it. */
export interface Declaration {
  readonly kind: CodeRecord['kind'];
  readonly name: string;
  readonly container: string | null;
  /** Spans the record: without `export`, with Python's decorators; for the only name of a `const`, the whole statement. */
  readonly node: SyntaxNode;
  /** The function or class itself: what has the body. */
  readonly definition: SyntaxNode;
  /** Where the signature ends; the definition's field `body` if absent, its end if `null`. */
  readonly body?: SyntaxNode | null;
  readonly exported: boolean;
  readonly topLevel: boolean;
}

export interface Declarations {
  readonly declarations: readonly Declaration[];
  readonly imports: readonly string[];
}

/** `null`: not comparable. */
export type CloneKeyOf = (declaration: SyntaxNode, tree: SyntaxTree) => string | null;

const READERS: Readonly<Record<Family, (root: SyntaxNode) => Declarations>> = {
  javascript: declarationsInJavaScript,
  typescript: declarationsInJavaScript,
  python: declarationsInPython,
  go: declarationsInGo,
  rust: declarationsInRust,
  java: declarationsInJava,
};

/**
 * What one parsed blob holds. Records come in the order of their start; nested functions are records too, callbacks
 * without a name are not. `exported` is false for methods of JavaScript and Python: what can be imported is their class; in
 * Go, Rust and Java it says whether another package or module can name the declaration.
 */
export function factsOf(path: string, blob: string, tree: SyntaxTree, cloneKeyOf: CloneKeyOf): FileFacts {
  const { declarations, imports } = READERS[familyOf(tree.language)](tree.root);
  const records = declarations.map((declaration) => recordOf(path, blob, tree, declaration, cloneKeyOf));
  return {
    blob,
    path,
    language: tree.language,
    records: records.sort((a, b) => a.start - b.start || b.end - a.end),
    imports: [...new Set(imports)],
    hasSyntaxError: tree.root.hasError,
  };
}

function recordOf(path: string, blob: string, tree: SyntaxTree, declaration: Declaration, cloneKeyOf: CloneKeyOf): CodeRecord {
  const { kind, name, container, node, definition, body, exported, topLevel } = declaration;
  return {
    id: `${blob}:${node.startIndex}`,
    path,
    language: tree.language,
    kind,
    name,
    container,
    signature: signatureOf(node, definition, tree.source, body),
    doc: documentationOf(node, definition, tree.language),
    body: node.text,
    start: node.startIndex,
    end: node.endIndex,
    startLine: node.startPosition.row + 1,
    endLine: node.endPosition.row + 1,
    complexity: cognitiveComplexity(node),
    exported,
    topLevel,
    cloneKey: kind === 'class' ? null : cloneKeyOf(node, tree),
  };
}
