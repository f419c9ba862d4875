import type { FileEdit } from '../model/change.ts';
import type { Language } from '../model/code.ts';
import type { Syntax, SyntaxNode } from '../ports.ts';
import { languageOf } from '../syntax/language.ts';
import type { GuardProblem } from './guard-problem.ts';

/** Syntax errors that the text after has and the text before has not. */
export async function syntaxProblems(edits: readonly FileEdit[], syntax: Syntax): Promise<GuardProblem[]> {
  const problems: GuardProblem[] = [];
  for (const { path, before, after } of edits) {
    const language = languageOf(path);
    if (after === null || language === null) continue;
    await syntax.load([language]);
    const errors = errorLines(syntax, language, after);
    if (errors.length === 0 || (before !== null && errors.length <= errorLines(syntax, language, before).length)) continue;
    problems.push({ rule: 'syntax', path, problem: `the new content does not parse as ${language} (line ${errors[0]!})`, remedy: 'Only code that parses is tried.' });
  }
  return problems;
}

function errorLines(syntax: Syntax, language: Language, text: string): number[] {
  return syntax.parse(language, text, ({ root }) => {
    const lines: number[] = [];
    const pending: SyntaxNode[] = [root];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      if (node.isError || node.isMissing) lines.push(node.startPosition.row + 1);
      else if (node.hasError) pending.push(...node.children);
    }
    return lines.sort((a, b) => a - b);
  });
}
