import type { FileEdit } from '../model/change.ts';
import type { Language } from '../model/code.ts';
import type { Syntax, SyntaxNode } from '../ports.ts';
import { languageOf } from '../syntax/language.ts';
import type { GuardProblem } from './guard-problem.ts';
import { isDisguised, looksLike } from './look-alikes.ts';

/** Syntax errors that the text after has and the text before has not, and names in it that look like others. */
export async function syntaxProblems(edits: readonly FileEdit[], syntax: Syntax): Promise<GuardProblem[]> {
  const problems: GuardProblem[] = [];
  for (const { path, before, after } of edits) {
    const language = languageOf(path);
    if (after !== null && path.endsWith('.json') && !isJson(after) && (before === null || isJson(before))) {
      problems.push({ rule: 'syntax', path, problem: 'the new content is not JSON', remedy: 'Only data that parses is tried.' });
    }
    if (language === null) continue;
    await syntax.load([language]);
    if (after === null) continue;
    problems.push(...disguised(path, namesIn(syntax, language, before ?? ''), namesIn(syntax, language, after)));
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

function disguised(path: string, had: ReadonlySet<string>, has: ReadonlySet<string>): GuardProblem[] {
  const name = [...has].find((each) => !had.has(each) && isDisguised(each));
  if (name === undefined) return [];
  return [{ rule: 'characters', path, problem: `the name ${JSON.stringify(name)} is not ASCII but looks like ${JSON.stringify(looksLike(name))}`, remedy: 'Spell it in ASCII.' }];
}

/** Names beyond ASCII: identifiers of every sort. */
function namesIn(syntax: Syntax, language: Language, text: string): ReadonlySet<string> {
  if (/^[\x00-\x7f]*$/.test(text)) return new Set();
  return syntax.parse(language, text, ({ root }) => {
    const names = new Set<string>();
    const pending: SyntaxNode[] = [root];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      if (node.namedChildren.length === 0 && node.type.endsWith('identifier')) names.add(node.text);
      pending.push(...node.namedChildren);
    }
    return names;
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
