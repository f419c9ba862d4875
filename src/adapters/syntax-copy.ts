import type * as TreeSitter from 'web-tree-sitter';

import { UnparsableError } from '../core/errors.ts';
import type { Point, SyntaxNode } from '../core/ports.ts';

/**
 * Levels of nesting. Readers of trees recurse, and a few stack frames per level must fit into Node's default stack;
 * chains such as `a + b + …` of a thousand operands still do.
 */
export const DEPTH_LIMIT = 1_200;

/** Per language: names and namedness by type id, names by field id. */
export interface NodeTypes {
  readonly names: readonly string[];
  readonly named: readonly boolean[];
  readonly fields: readonly (string | null)[];
}

/** What all nodes of one tree share. */
interface Shared {
  readonly types: NodeTypes;
  /** True if the tree has errors: only then is each node asked what is wrong with it, which costs several calls. */
  readonly broken: boolean;
  readonly source: string;
  readonly lineStarts: readonly number[];
}

/** These are extras wherever they stand; asking WebAssembly for every node would double the cost. */
const EXTRAS = new Set(['comment', 'line_comment', 'block_comment', 'html_comment', 'line_continuation']);
const ERROR_TYPE_ID = 65535;

class CopiedNode implements SyntaxNode {
  readonly shared: Shared;
  readonly id: number;
  readonly type: string;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly isNamed: boolean;
  readonly isExtra: boolean;
  readonly isMissing: boolean;
  readonly hasError: boolean;
  readonly parent: CopiedNode | null;
  readonly children: CopiedNode[] = [];
  readonly field: string | null;
  readonly position: number;
  named: CopiedNode[] | null = null;

  constructor(shared: Shared, id: number, parent: CopiedNode | null, cursor: TreeSitter.TreeCursor) {
    const typeId = cursor.nodeTypeId;
    const isError = typeId === ERROR_TYPE_ID;
    this.shared = shared;
    this.id = id;
    this.type = isError ? 'ERROR' : shared.types.names[typeId]!;
    this.startIndex = cursor.startIndex;
    this.isNamed = isError || shared.types.named[typeId]!;
    this.endIndex = isToken(this, shared) ? this.startIndex + this.type.length : cursor.endIndex;
    const asked = shared.broken ? cursor.currentNode : null;
    this.isExtra = asked?.isExtra ?? EXTRAS.has(this.type);
    this.isMissing = asked?.isMissing ?? false;
    this.hasError = isError || (asked?.hasError ?? false);
    this.parent = parent;
    this.field = shared.types.fields[cursor.currentFieldId] ?? null;
    this.position = parent ? parent.children.push(this) - 1 : 0;
  }

  get text(): string {
    return this.shared.source.slice(this.startIndex, this.endIndex);
  }

  get isError(): boolean {
    return this.type === 'ERROR';
  }

  get startPosition(): Point {
    return pointAt(this.shared.lineStarts, this.startIndex);
  }

  get endPosition(): Point {
    return pointAt(this.shared.lineStarts, this.endIndex);
  }

  get namedChildren(): readonly CopiedNode[] {
    this.named ??= this.children.filter((child) => child.isNamed);
    return this.named;
  }

  get nextSibling(): CopiedNode | null {
    return this.parent?.children[this.position + 1] ?? null;
  }

  get previousSibling(): CopiedNode | null {
    return this.parent?.children[this.position - 1] ?? null;
  }

  childForFieldName(name: string): CopiedNode | null {
    return this.children.find((child) => child.field === name) ?? null;
  }

  childrenForFieldName(name: string): readonly CopiedNode[] {
    return this.children.filter((child) => child.field === name);
  }

  fieldNameForChild(index: number): string | null {
    return this.children[index]?.field ?? null;
  }

  descendantsOfType(types: string | readonly string[]): readonly CopiedNode[] {
    const wanted = new Set(typeof types === 'string' ? [types] : types);
    const found: CopiedNode[] = [];
    const open: CopiedNode[] = [this];
    for (let node = open.pop(); node; node = open.pop()) {
      if (wanted.has(node.type)) found.push(node);
      for (let i = node.children.length - 1; i >= 0; i--) open.push(node.children[i]!);
    }
    return found;
  }
}

/** Reads a whole tree out of WebAssembly in one pass. Throws `UnparsableError` beyond `DEPTH_LIMIT`. */
export function copyTree(tree: TreeSitter.Tree, source: string, types: NodeTypes): SyntaxNode {
  const shared: Shared = { types, broken: tree.rootNode.hasError, source, lineStarts: lineStartsOf(source) };
  const cursor = tree.walk();
  try {
    return copyFrom(cursor, shared);
  } finally {
    cursor.delete();
  }
}

function copyFrom(cursor: TreeSitter.TreeCursor, shared: Shared): SyntaxNode {
  const root = new CopiedNode(shared, 0, null, cursor);
  let parent: CopiedNode = root;
  let last: CopiedNode = root;
  let depth = 0;
  for (let id = 1; ; id++) {
    if (!isToken(last, shared) && cursor.gotoFirstChild()) {
      if (++depth > DEPTH_LIMIT) throw tooDeep(cursor);
      parent = last;
    } else {
      while (!cursor.gotoNextSibling()) {
        if (!cursor.gotoParent()) return root;
        depth--;
        if (!parent.parent) return root;
        parent = parent.parent;
      }
    }
    last = new CopiedNode(shared, id, parent, cursor);
  }
}

/**
 * Punctuation and keywords have their own name as text and no children, so two calls are spared for every other node.
 * Names with a space (`not in`, `static get`) stand for several tokens, and in a broken tree any token may be missing.
 */
function isToken({ isNamed, type }: CopiedNode, { broken }: Shared): boolean {
  return !isNamed && !broken && !type.includes(' ');
}

function tooDeep(cursor: TreeSitter.TreeCursor): UnparsableError {
  const line = cursor.startPosition.row + 1;
  return new UnparsableError(`The source is nested deeper than ${DEPTH_LIMIT} levels at line ${line}.`);
}

function lineStartsOf(source: string): number[] {
  const starts = [0];
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Row and column (UTF-16 code units), both from 0. */
function pointAt(lineStarts: readonly number[], index: number): Point {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (lineStarts[middle]! <= index) low = middle;
    else high = middle - 1;
  }
  return { row: low, column: index - lineStarts[low]! };
}
