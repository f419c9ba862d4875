import type { SyntaxNode } from '../ports.ts';

/** Attributes that make a function a test: the built-in ones and those of the usual crates. */
const TESTS = /^(?:(?:\w+::)*(?:test|rstest|bench|test_case|test_log|proptest|quickcheck|wasm_bindgen_test|fixture|apply)|should_panic)$/u;

/** The outer attributes of an item, first to last. They are its siblings, with comments between. */
export function attributesOf(item: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let above = item.previousSibling; above?.type === 'attribute_item' || above?.type === 'line_comment' || above?.type === 'block_comment'; above = above.previousSibling) {
    if (above.type === 'attribute_item') found.unshift(above);
  }
  return found;
}

/** True for an item that only tests are built with: a test, or under a `cfg` that cannot hold without `test`. */
export function isTestOnly(item: SyntaxNode): boolean {
  if (item.type === 'attribute_item' || !item.isNamed) return false;
  return attributesOf(item).some(isForTests);
}

/** True if `#![cfg(test)]` stands at the head of the file. */
export function testsOnlyFile(root: SyntaxNode): boolean {
  return root.namedChildren.some((child) => child.type === 'inner_attribute_item' && isForTests(child));
}

function isForTests(attribute: SyntaxNode): boolean {
  const text = attribute.namedChildren.find((child) => child.type === 'attribute')?.text ?? '';
  const name = /^[\w:\s]+/u.exec(text)?.[0].replace(/\s+/gu, '') ?? '';
  return name === 'cfg' ? neverWithoutTest(text) : TESTS.test(name);
}

/** What a predicate of `cfg` is when `test` is off: `null` if that depends on something else. */
type Truth = boolean | null;

function neverWithoutTest(text: string): boolean {
  const tokens = text.match(/"(?:\\.|[^"\\])*"|[\w-]+|[(),=]/gu) ?? [];
  let at = 1;
  const list = (): Truth[] => {
    const values: Truth[] = [];
    for (at += 1; at < tokens.length && tokens[at] !== ')'; ) {
      if (tokens[at] === ',') at += 1;
      else values.push(predicate());
    }
    at += 1;
    return values;
  };
  const predicate = (): Truth => {
    const name = tokens[at];
    at += 1;
    if (tokens[at] === '(') return combined(name ?? '', list());
    if (tokens[at] === '=') at += 2;
    return name === 'test' ? false : null;
  };
  return tokens[1] === '(' && combined('all', list()) === false;
}

function combined(name: string, values: readonly Truth[]): Truth {
  switch (name) {
    case 'all':
      return values.includes(false) ? false : values.includes(null) ? null : true;
    case 'any':
      return values.includes(true) ? true : values.includes(null) ? null : false;
    case 'not':
      return values[0] === null || values[0] === undefined ? null : !values[0];
    default:
      return null;
  }
}
