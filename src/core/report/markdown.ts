/**
 * Text from repositories, tests and models inside our Markdown. None of it may end a block, a table cell or a code
 * span, start HTML, a link, an image, a heading or a formula, mention a person or refer to an issue.
 */
import { oneLine } from './format.ts';

const DANGEROUS = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** One line as code. */
export function code(text: string, limit = 300): string {
  const line = oneLine(text, limit);
  if (line === '') return '';
  // Neither a backtick nor a table's `|` can be written in a code span in every context.
  return /[`|\\]/.test(line) ? `<code>${entities(line)}</code>` : `\`${line}\``;
}

function entities(text: string): string {
  return text.replace(/[&<>|\\`*_[\]~$@#!:]|(?<=www)\./giu, (character) => `&#${character.codePointAt(0)!};`);
}

/** One line of prose; names in backticks stay code. */
export function text(value: string, limit = 1000): string {
  const parts = oneLine(value, limit).split(/`([^`]+)`/);
  return parts.map((part, index) => (index % 2 === 1 ? code(part, limit) : prose(part, index > 0))).join('');
}

/** `continued`: stands right behind a code span. */
function prose(value: string, continued: boolean): string {
  return value
    .replace(/[\\`*_[\]~!#]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('|', '&#124;')
    // What stays can open a formula, never close one.
    .replace(continued ? /(?<=\S|^)\$|\$(?!\d)/g : /(?<=\S)\$|\$(?!\d)/g, '&#36;')
    .replace(/(@|\\#)(?=\S)/g, '$1&#8203;')
    .replace(/\b(GH)-(?=\d)/gi, '$1&#8203;-')
    .replaceAll('://', ':&#8203;//')
    .replace(/www\./gi, (found) => `${found.slice(0, 3)}&#8203;.`)
    .replace(/^([-+])(?=[\s-]|$)/, '\\$1')
    .replace(/^(\d+)([.)])/, '$1\\$2');
}

/** A fenced block that its content cannot end. Invisible and bidirectional characters become visible. */
export function fenced(content: string, language: string): string {
  const visible = content.replaceAll('\r\n', '\n').replace(DANGEROUS, (character) =>
    character === '\n' || character === '\t' ? character : `⟨U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟩`);
  const longest = Math.max(2, ...[...visible.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${visible.replace(/\n$/, '')}\n${fence}`;
}

/** Cells are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Folded. `title` is plain text, `body` Markdown. */
export function folded(title: string, body: string): string {
  const safe = oneLine(title).replace(/[^\p{L}\p{N} ,.:/+\u2212-]/gu, (character) => `&#${character.codePointAt(0)!};`).replace(/&#(64|35);(?=[A-Za-z0-9])/g, '&#$1;&#8203;').replaceAll('://', ':&#8203;//');
  return `<details><summary>${safe}</summary>\n\n${body}\n\n</details>`;
}

/** A link that people click; plain text where the address is no web address. */
export function link(label: string, url: string): string {
  return /^https?:\/\/[^\s<>"`\\]+$/.test(url) ? `[${text(label, 200)}](<${url}>)` : text(`${label}: ${url}`, 400);
}

/** Lines of prose as a list. */
export function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${text(line)}`).join('\n');
}
