import { leadingImports } from '../../syntax/edit-imports.ts';
import type { ModuleFacts } from '../../syntax/modules.ts';
import { moduleBinding, referencesTo } from '../../syntax/scopes.ts';
import { applyTextEdits } from '../../syntax/text-edits.ts';
import type { TextEdit } from '../../syntax/text-edits.ts';
import { lineStart, nextLine } from '../../syntax/trivia.ts';
import type { Kept, Rewritten } from './rewrite-copy.ts';
import type { RewrittenHome } from './rewrite-home.ts';

/** What a broken place says when a test reaches it. */
const MESSAGE = 'self-coding probe: this place is broken on purpose';
const NAME = 'selfCodingProbe';

/** One use of the kept function in a changed file. */
export interface Use {
  readonly start: number;
  readonly end: number;
  readonly role: 'call' | 'export';
  readonly shorthand: boolean;
}

/** Uses of the kept function in the file as it is after the change. */
export function usesIn({ facts, access, after }: Pick<Rewritten, 'facts' | 'access' | 'after'>): readonly Use[] {
  const [root, member] = access.callee.split('.', 2) as [string, string | undefined];
  const binding = moduleBinding(facts.scopes, root);
  if (binding === null) return [];
  const found = referencesTo(facts.scopes, binding.id).filter((each) => member === undefined || after.startsWith(access.callee, each.start));
  return found
    .filter((each) => member !== undefined || each.role !== 'read')
    .map((each) => ({ start: each.start, end: each.start + access.callee.length, role: each.role === 'export' ? 'export' : 'call', shorthand: each.shorthand }));
}

/** The home with the function's first statement throwing. */
export function breakHome({ after, facts, kept }: RewrittenHome): string {
  const fn = facts.functions.find((each) => each.name === kept.name)!;
  if (facts.language === 'python') {
    const white = after.slice(lineStart(after, fn.firstStatement), fn.firstStatement);
    const separator = white.trim() === '' ? facts.style.eol + white : '; ';
    return applyTextEdits(after, [{ start: fn.firstStatement, end: fn.firstStatement, text: `raise RuntimeError("${MESSAGE}")${separator}` }]);
  }
  // Under a condition that no compiler folds: unreachable code must not be what a check complains about.
  const statement = `if (Math.PI) throw new Error('${MESSAGE}');`;
  if (fn.bodyForm === 'block') return applyTextEdits(after, [{ start: fn.firstStatement, end: fn.firstStatement, text: ` ${statement} ` }]);
  return applyTextEdits(after, [{ start: fn.body.start, end: fn.body.start, text: `{ ${statement} return (` }, { start: fn.body.end, end: fn.body.end, text: '); }' }]);
}

/** The file with its name for the kept function bound to one that throws. */
export function breakCopy(rewritten: Rewritten, kept: Kept): string {
  if (rewritten.facts.language === 'python') return breakPython(rewritten);
  const { after, facts } = rewritten;
  const edits: TextEdit[] = usesIn(rewritten).map((use) => ({ start: use.start, end: use.end, text: replacement(rewritten, use) }));
  for (const fact of facts.exports) {
    const isOurs = fact.form === 'from' && fact.source === rewritten.specifier && facts.exports.filter((each) => each.statement.start === fact.statement.start).length === 1;
    if (isOurs && after.slice(fact.start, fact.end).startsWith(kept.imported)) edits.push({ ...fact.statement, text: `export { ${NAME} as ${fact.exported} };` });
  }
  const type = facts.language === 'javascript' ? '' : ` as unknown as typeof import('${rewritten.specifier}').${kept.imported}`;
  const at = behindImports(after, facts);
  const declaration = `const ${NAME} = (() => { throw new Error('${MESSAGE}'); })${type};${facts.style.eol}`;
  return applyTextEdits(after, [...edits, { start: at, end: at, text: declaration }]);
}

function replacement({ facts, after }: Rewritten, use: Use): string {
  if (use.role !== 'export') return NAME;
  const name = after.slice(use.start, use.end);
  if (use.shorthand) return `${name}: ${NAME}`;
  const entry = facts.exports.find((each) => use.start >= each.start && use.end <= each.end);
  const isPlain = entry?.form === 'list' && after.slice(entry.start, entry.end) === name;
  return isPlain ? `${NAME} as ${name}` : NAME;
}

function breakPython(rewritten: Rewritten): string {
  const { after, facts, access } = rewritten;
  const isQualified = access.callee.includes('.');
  const name = isQualified ? 'self_coding_probe' : access.callee;
  const edits: TextEdit[] = isQualified ? usesIn(rewritten).map((use) => ({ start: use.start, end: use.end, text: name })) : [];
  const at = behindImports(after, facts);
  const { eol } = facts.style;
  return applyTextEdits(after, [...edits, { start: at, end: at, text: `def ${name}(*args, **kwargs):${eol}    raise RuntimeError("${MESSAGE}")${eol}` }]);
}

function behindImports(text: string, facts: ModuleFacts): number {
  const last = leadingImports(facts).at(-1);
  if (last !== undefined) return nextLine(text, last.end);
  return facts.statements[facts.headStatements]?.start ?? text.length;
}
