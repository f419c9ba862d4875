/** Tests that an answer writes into the code that they are for, in languages that build them from files of their own: Go and Java. */
import { isTest } from '../change/protected.ts';
import type { Family } from '../model/code.ts';
import type { Syntax, SyntaxNode } from '../ports.ts';
import { familyOf, languageOf } from '../syntax/language.ts';
import { goImports, looksStandard } from '../syntax/imports-go.ts';
import { membersIn } from '../syntax/modules-java.ts';
import { readModule } from '../syntax/modules.ts';
import { applyTextEdits } from '../syntax/text-edits.ts';
import { leadingComments, ownLineEnd } from '../syntax/trivia.ts';
import type { ReplyEdit } from './reply-json.ts';

interface Parts {
  readonly code: string;
  readonly tests: string;
}

const SPLITS: Readonly<Partial<Record<Family, (code: string, syntax: Syntax) => Parts | null>>> = { go: splitGo, java: splitJava };

/** The edits with tests in `testPath`, a new file; without them where there is no place for any. Code that cannot be parsed stays as it is. */
export async function testsApart(edits: readonly ReplyEdit[], testPath: string | null, syntax: Syntax): Promise<readonly ReplyEdit[]> {
  const all: ReplyEdit[] = [];
  for (const edit of edits) {
    const language = languageOf(edit.path);
    const split = language === null || isTest(edit.path) ? undefined : SPLITS[familyOf(language)];
    const text = edit.type === 'insert' ? edit.code : edit.type === 'content' ? edit.content : null;
    if (language === null || split === undefined || text === null) {
      all.push(edit);
      continue;
    }
    await syntax.load([language]);
    const parts = syntax.parse(language, text, ({ root }) => root.hasError) ? null : split(text, syntax);
    if (parts === null) {
      all.push(edit);
      continue;
    }
    all.push(edit.type === 'insert' ? { ...edit, code: parts.code } : { ...edit, type: 'content', content: parts.code });
    if (testPath !== null && !edits.some(({ path }) => path === testPath)) all.push({ type: 'content', path: testPath, content: parts.tests });
  }
  return all;
}

function without(code: string, nodes: readonly SyntaxNode[], syntax: Syntax, language: 'go' | 'java'): string {
  const { comments } = syntax.parse(language, code, readModule);
  return applyTextEdits(code, nodes.map(({ startIndex, endIndex }) => ({ start: leadingComments(code, comments, startIndex).start, end: ownLineEnd(code, endIndex), text: '' }))).replace(/\n{3,}/g, '\n\n');
}

function splitGo(code: string, syntax: Syntax): Parts | null {
  return syntax.parse('go', code, ({ root }) => {
    const isHead = ({ type }: SyntaxNode): boolean => type === 'package_clause' || type === 'import_declaration' || type === 'comment';
    const tests = root.namedChildren.filter((node) => node.type === 'function_declaration' && isGoTest(node));
    const rest = root.namedChildren.filter((node) => !tests.includes(node) && !isHead(node));
    if (tests.length === 0 || rest.length === 0) return null;
    const parts = { code: without(code, tests, syntax, 'go'), tests: without(code, rest, syntax, 'go') };
    // Of an import that the standard library does not have, only its own part can tell whether it is used.
    const foreign = goImports(root).filter(({ path, local }) => !looksStandard(path) && local !== null);
    return foreign.reduce(({ code: a, tests: b }, { path, local }) => ({ code: usesGo(a, local!) ? a : withoutImport(a, path), tests: usesGo(b, local!) ? b : withoutImport(b, path) }), parts);
  });
}

function isGoTest(node: SyntaxNode): boolean {
  const name = node.childForFieldName('name')?.text ?? '';
  const parameters = node.childForFieldName('parameters')?.text ?? '';
  return /^(?:Test|Benchmark|Fuzz)(?!\p{Ll})/u.test(name) ? /\*\s*testing\.[TBF]\b/.test(parameters) : /^Example(?!\p{Ll})/u.test(name) && parameters.replace(/\s/g, '') === '()';
}

function usesGo(code: string, name: string): boolean {
  return new RegExp(`\\b${name.replace(/[^\w]/g, '\\$&')}\\.`).test(code);
}

function withoutImport(code: string, path: string): string {
  const quoted = `"${path.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')}"`;
  return code.replace(new RegExp(`^(?:import[ \\t]+)?[ \\t]*(?:\\w+[ \\t]+)?${quoted}[ \\t]*\\n`, 'm'), '');
}

/** Classes with methods under `@Test`, beside a class or a method that is none. */
function splitJava(code: string, syntax: Syntax): Parts | null {
  return syntax.parse('java', code, ({ root }) => {
    const isHead = ({ type }: SyntaxNode): boolean => /^(?:package|import)_declaration$|comment$/.test(type);
    const tests = root.namedChildren.filter((node) => node.type === 'class_declaration' && membersIn(node).some((member) => member.type === 'method_declaration' && /@(?:ParameterizedTest|RepeatedTest|TestFactory|Test)\b/.test(member.text)));
    const rest = root.namedChildren.filter((node) => !tests.includes(node) && !isHead(node));
    if (tests.length === 0 || rest.length === 0) return null;
    const plain = without(code, tests, syntax, 'java').replace(/^import\s+(?:static\s+)?org\.(?:junit|testng|assertj|hamcrest)\b[^\n]*\n/gm, '');
    return { code: plain, tests: without(code, rest, syntax, 'java') };
  });
}
