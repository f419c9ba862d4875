/** Code of an answer on its way into a file of a compiled language. */
import type { Family } from '../model/code.ts';
import type { Syntax } from '../ports.ts';
import type { ModuleFacts } from '../syntax/modules.ts';
import { STANDARD_NAMES } from './standard-names.ts';

export interface Fragment {
  readonly path: string;
  /** The target's text; empty for a new file. */
  readonly source: string;
  /** Declarations with the imports that they need; a package clause and a class around them are allowed. */
  readonly code: string;
  /** Functions that others must be able to call. */
  readonly names: readonly string[];
  /** The package that a file at this path belongs to; `null` where there is none. */
  readonly packageName: string | null;
}

export type Fitted =
  | { readonly type: 'placed'; readonly text: string }
  | { readonly type: 'impossible'; readonly reason: string; readonly remedy: string };

export type Fit = (fragment: Fragment, syntax: Syntax) => Fitted;

export function taken(name: string): Fitted {
  return { type: 'impossible', reason: `the target declares \`${name}\` already`, remedy: 'Choose another name; or replace what is there, as `symbol` with its `code`, or with `search` and `replace`.' };
}

/** Equal but for spaces and comments' indentation. */
export function isSameText(a: string, b: string): boolean {
  return a.replace(/\s+/g, ' ').trim() === b.replace(/\s+/g, ' ').trim();
}

/** What to import for names of the standard library that nothing declares: they were forgotten. */
export function forgottenImports(facts: ModuleFacts, family: Family): readonly string[] {
  const known = STANDARD_NAMES[family];
  const unknown = facts.scopes.references.filter(({ binding, name, asObject, space }) => binding === null && known.has(name) && (family !== 'go' || asObject) && (family !== 'java' || asObject || space === 'type'));
  return [...new Set(unknown.map(({ name }) => known.get(name)!))].sort();
}

/** Blocks with one blank line between, behind what is there. */
export function appended(source: string, blocks: readonly string[], eol: string): string {
  const bodies = blocks.map((block) => block.trim()).filter((block) => block !== '').map((block) => block.replace(/\r?\n/g, eol));
  const before = source.trimEnd();
  return [...(before === '' ? [] : [before]), ...bodies].join(eol + eol) + (source === '' || source.endsWith('\n') ? eol : '');
}
