import type { Comment } from './comments.ts';
import { linesOf, type StaleDirective } from './directive.ts';

interface Block {
  readonly comment: Comment;
  readonly kind: 'disable' | 'enable';
  readonly rules: readonly string[];
}

const EVERYTHING = '*';

/**
 * The `eslint-enable` comments that end nothing any more once the stale `eslint-disable` blocks are gone: they go along,
 * or ESLint reports them next.
 */
export function enablePartners(comments: readonly Comment[], stale: readonly StaleDirective[], text: string): StaleDirective[] {
  const lines = linesOf(text);
  const partners: StaleDirective[] = [];
  const active = new Set<string>();
  const removed = new Set<string>();
  for (const block of comments.flatMap(blockOf)) {
    if (block.kind === 'disable') {
      const gone = goneRules(block, stale);
      for (const rule of block.rules) {
        if (gone.includes(rule)) removed.add(rule);
        else active.add(rule);
      }
      continue;
    }
    const idle = block.rules.filter((rule) => isIdle(rule, active, removed));
    if (idle.length > 0 && goneRules(block, stale).length === 0) partners.push(partnerOf(block, idle, stale[0]!.path, lines));
    for (const rule of block.rules.includes(EVERYTHING) ? [...active, ...removed] : block.rules) {
      active.delete(rule);
      removed.delete(rule);
    }
  }
  return partners;
}

function isIdle(rule: string, active: ReadonlySet<string>, removed: ReadonlySet<string>): boolean {
  if (rule === EVERYTHING) return active.size === 0 && removed.size > 0;
  return (removed.has(rule) || removed.has(EVERYTHING)) && !active.has(rule) && !active.has(EVERYTHING);
}

function partnerOf({ comment, rules }: Block, idle: readonly string[], path: string, lines: readonly string[]): StaleDirective {
  const whole = idle.length === rules.length;
  return { tool: 'eslint', path, line: comment.line, column: comment.column, text: lines[comment.line - 1]!, rules: whole ? null : idle };
}

function goneRules({ comment, rules }: Block, stale: readonly StaleDirective[]): readonly string[] {
  const here = stale.filter(({ line, column }) => line === comment.line && column === comment.column);
  return here.some((one) => one.rules === null) ? rules : here.flatMap((one) => one.rules ?? []);
}

function blockOf(comment: Comment): Block[] {
  const match = /^\/\*\s*eslint-(disable|enable)(?![\w-])([\s\S]*?)\*\/$/.exec(comment.text);
  if (match === null) return [];
  const rules = match[2]!.split(/\s-{2,}\s/)[0]!.split(',').map((rule) => rule.trim()).filter((rule) => rule !== '');
  return [{ comment, kind: match[1] === 'enable' ? 'enable' : 'disable', rules: rules.length === 0 ? [EVERYTHING] : rules }];
}

const ABOUT_TS_COMMENTS = /^@typescript-eslint\/(?:ban-ts-comment|ban-ts-ignore|prefer-ts-expect-error)$/;

/**
 * The `eslint-disable-next-line` above a `@ts-ignore` that only allows this comment. It must go along, or it would be about
 * the line after. `blocked` if it names other rules as well.
 */
export function permissionAbove(directive: StaleDirective, comments: readonly Comment[], text: string): StaleDirective | 'blocked' | null {
  const above = comments.find(({ line, endLine }) => line === directive.line - 1 && endLine === line);
  const match = above === undefined ? null : /^(?:\/\/|\/\*)\s*eslint-disable-next-line(?![\w-])(.*?)(?:\*\/)?$/.exec(above.text);
  if (above === undefined || match === null) return null;
  const rules = match[1]!.split(/\s-{2,}\s/)[0]!.split(',').map((rule) => rule.trim());
  if (!rules.every((rule) => ABOUT_TS_COMMENTS.test(rule))) return 'blocked';
  return { tool: 'eslint', path: directive.path, line: above.line, column: above.column, text: linesOf(text)[above.line - 1]!, rules: null };
}
