import type { FileEdit } from '../../model/change.ts';
import type { Family } from '../../model/code.ts';
import type { SyntaxNode } from '../../ports.ts';
import { quoted } from '../../report/format.ts';
import { familyOf, languageOf } from '../../syntax/language.ts';
import { readModule } from '../../syntax/modules.ts';
import type { Request } from './request.ts';

/** "named `x`", "called parseX", "add a function `x`", "… as `x`." at the end of a clause: what the words say that the helper is called, as opposed to other code that they name. */
const CALLED: readonly RegExp[] = [
  /\b(?:named|called)\s+["'`]([A-Za-z_$][\w$]*)["'`(]/g,
  /\b(?:named|called)\s+([a-z][a-z0-9]*(?:[A-Z_][A-Za-z0-9]*)+)\b/g,
  /\b(?:add|write|create|implement|export)\s+(?:an?\s+|the\s+)?(?:\w+\s+)?(?:function\s+|helper\s+|utility\s+)?`([A-Za-z_$][\w$]*)(?:\([^`]*\))?`/gi,
  /\bas\s+`([A-Za-z_$][\w$]*)(?:\([^`]*\))?`(?=\s*(?:$|[.,:;(\n]))/g,
];
const NO_NAMES = new Set(['null', 'undefined', 'true', 'false', 'None', 'True', 'False', 'NaN', 'async', 'static', 'class', 'function', 'const', 'def',
  // What values are, not what functions are called: "as `number`".
  'string', 'number', 'boolean', 'bigint', 'object', 'symbol', 'any', 'unknown', 'never', 'void', 'String', 'Number', 'Boolean', 'Object', 'Array', 'Map', 'Set', 'Date', 'Promise', 'RegExp', 'str', 'int', 'float', 'bool', 'bytes', 'list', 'dict', 'tuple', 'set', 'Decimal', 'datetime', 'Path']);

const NO_NAMES_OF: Readonly<Partial<Record<Family, ReadonlySet<string>>>> = {
  go: new Set(['nil', 'error', 'rune', 'byte', 'int64', 'float64']),
  rust: new Set(['Option', 'Some', 'Result', 'Ok', 'Err', 'Vec', 'usize', 'u8', 'u32', 'u64', 'i32', 'i64', 'f64', 'char']),
  java: new Set(['Optional', 'List', 'Integer', 'Long', 'Double', 'long', 'double', 'char', 'byte']),
};

/** What the helper has to be called, as far as the accept command or the words say; best first, empty where they do not. */
export function expectedNames({ task, wanted, language, repository: { context } }: Request): readonly string[] {
  const missing = wanted.missing.filter((name) => name !== 'default');
  if (missing.length > 0) return missing;
  const known = new Set(context.index.records.map(({ name }) => name));
  const said = CALLED.flatMap((pattern) => [...task.prompt.matchAll(pattern)].map((match) => match[1]!));
  return [...new Set(said)].filter((name) => !known.has(name) && !NO_NAMES.has(name) && NO_NAMES_OF[familyOf(language)]?.has(name) !== true);
}

/** Why the code has none of the names that are expected; `null` if it has one. */
export async function nameProblem(code: readonly FileEdit[], request: Request): Promise<{ readonly reason: string; readonly remedy: string } | null> {
  const expected = expectedNames(request);
  if (expected.length === 0) return null;
  const added: string[] = [];
  for (const { path, before, after } of code) {
    const earlier = new Set(await declaredIn(path, before ?? '', request));
    added.push(...(await declaredIn(path, after ?? '', request)).filter((name) => !earlier.has(name)));
  }
  if (expected.some((name) => added.includes(name))) return null;
  const instead = added.length === 0 ? 'nothing new' : `${added.slice(0, 5).map(quoted).join(', ')} only`;
  return { reason: `${expected.map(quoted).join(', ')} is asked for, and the answer declares ${instead}`, remedy: `Call the function ${quoted(expected[0]!)}.` };
}

/** Names that a module declares or exports, and those of its methods. */
async function declaredIn(path: string, text: string, { repository: { context: { syntax } } }: Request): Promise<string[]> {
  const language = languageOf(path);
  if (language === null) return [];
  await syntax.load([language]);
  return syntax.parse(language, text, (tree) => {
    const { scopes, exports } = readModule(tree);
    const methods = tree.root.descendantsOfType(['method_definition', 'function_definition', 'pair', 'method_declaration', 'function_item']).map((node: SyntaxNode) => (node.childForFieldName('name') ?? node.childForFieldName('key'))?.text ?? '');
    return [...new Set([...scopes.bindings.filter(({ scope }) => scope === 0).map(({ name }) => name), ...exports.map(({ exported }) => exported), ...methods])];
  });
}
