import type { FileEdit } from '../model/change.ts';
import type { Family } from '../model/code.ts';
import type { Syntax } from '../ports.ts';
import { familyOf, languageOf } from '../syntax/language.ts';
import { addedTo, viewOf } from './code-view.ts';
import type { GuardProblem } from './guard-problem.ts';
import { goTampering, type Finding } from './tamper-go.ts';
import { TAMPERING } from './tamper-patterns.ts';
import { rustTampering } from './tamper-rust.ts';

const NO_VIEW = { code: [], tests: [] } as const;

/**
 * Code that would change what judges it: assertions, the runner, built-ins, the end of the process, tests that stand in a source, and
 * conditions under which a file or an item is not built.
 */
export function tamperProblems(edit: FileEdit, { syntax, isTest }: { readonly syntax: Syntax; readonly isTest: (path: string) => boolean }): GuardProblem[] {
  const { path, after } = edit;
  const language = languageOf(path);
  const family = language === null ? null : familyOf(language);
  const structure = family === 'rust' ? rustTampering(edit, syntax) : family === 'go' ? goTampering(edit, syntax) : [];
  return [...(after === null ? [] : patterns(edit, after, { syntax, isTest, family })), ...structure].map(({ what, remedy }) => ({ rule: 'tampering', path, problem: what, remedy }));
}

function patterns({ path, before }: FileEdit, after: string, { syntax, isTest, family }: { readonly syntax: Syntax; readonly isTest: (path: string) => boolean; readonly family: Family | null }): readonly Finding[] {
  const had = before === null ? NO_VIEW : viewOf(path, before, syntax);
  const has = viewOf(path, after, syntax);
  const added = addedTo(had.code, has.code);
  const inTests = isTest(path) ? added : addedTo(had.tests, has.tests);
  return TAMPERING.filter(({ of }) => of === null || of === family)
    .filter(({ pattern, onlyInTests }) => (onlyInTests === true ? inTests : added).some((line) => pattern.test(line)))
    .map(({ what }) => ({ what, remedy: 'A change must pass the checks as they are.' }));
}
