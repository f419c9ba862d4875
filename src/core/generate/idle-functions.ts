import type { ModuleFacts } from '../syntax/modules.ts';
import { isIn } from '../syntax/scopes.ts';
import { applyTextEdits } from '../syntax/text-edits.ts';
import { leadingComments, ownLineEnd } from '../syntax/trivia.ts';

/**
 * Code without the functions that nothing in it uses: whoever asked for one function has no use for them, and no check would notice a mistake in
 * them. Functions in `needed`, exported ones, and those that `isMentioned` knows stay, with all that they use; so does everything that is no function.
 */
export function withoutIdle(code: string, facts: ModuleFacts, needed: readonly string[], isMentioned: (name: string) => boolean): string {
  const exported = new Set(facts.exports.map(({ local }) => local));
  const used = new Set(facts.functions.filter(({ name }) => needed.includes(name) || exported.has(name) || isMentioned(name)));
  const user = (at: { readonly start: number; readonly end: number }): ModuleFacts['functions'][number] | undefined => facts.functions.find((fn) => isIn(at, fn));
  const uses = facts.scopes.references.flatMap((reference) => {
    const target = facts.functions.find(({ binding }) => binding === reference.binding);
    const from = user(reference);
    return target === undefined || from === target ? [] : [{ from, target }];
  });
  for (let size = -1; size !== used.size;) {
    size = used.size;
    for (const { from, target } of uses) if (from === undefined || used.has(from)) used.add(target);
  }
  const idle = facts.functions.filter((fn) => !used.has(fn));
  return applyTextEdits(code, idle.map(({ start, end }) => ({ start: leadingComments(code, facts.comments, start).start, end: behindBlankLines(code, ownLineEnd(code, end)), text: '' })));
}

function behindBlankLines(code: string, from: number): number {
  return code[from - 1] === '\n' ? from + /^(?:[ \t]*\n)*/.exec(code.slice(from))![0].length : from;
}
