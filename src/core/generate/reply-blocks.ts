/** Fenced code in an answer, and what says which file it is for. */

export interface Block {
  /** First word of the fence's own line, small letters. */
  readonly tag: string;
  /** Where the path of a file may stand: the fence's line, the line before it, and the first line of the code if that is a comment. */
  readonly labels: readonly string[];
  readonly content: string;
}

export interface Blocks {
  readonly blocks: readonly Block[];
  /** The block that the answer ends in; `null` if all are closed. */
  readonly open: Block | null;
}

/** Fenced blocks as CommonMark 0.31 has them: closed by a fence of the same character, at least as long, without words. */
export function blocksOf(text: string): Blocks {
  const blocks: Block[] = [];
  let open: { readonly fence: string; readonly info: string; readonly before: string; readonly lines: string[] } | null = null;
  let before = '';
  for (const line of text.split('\n')) {
    const fence = /^ {0,3}(`{3,}|~{3,})[ \t]*([^`]*)$/.exec(line);
    if (open === null) {
      if (fence !== null) open = { fence: fence[1]!, info: fence[2]!.trim(), before, lines: [] };
      else if (line.trim() !== '') before = line;
    } else if (fence !== null && fence[2]!.trim() === '' && fence[1]!.startsWith(open.fence)) {
      blocks.push(blockOf(open));
      open = null;
      before = '';
    } else open.lines.push(line);
  }
  return { blocks, open: open === null ? null : blockOf(open) };
}

function blockOf({ info, before, lines }: { readonly info: string; readonly before: string; readonly lines: readonly string[] }): Block {
  const first = (lines[0] ?? '').trim();
  const comment = /^(?:\/\/|#|\/\*)/.test(first) ? first : '';
  return { tag: (/^[\w+#-]+/.exec(info)?.[0] ?? '').toLowerCase(), labels: [info, comment, before].filter((label) => label !== ''), content: lines.join('\n') };
}

/** The path that labels a block, without a leading `./`; `null` if none of the labels names one file alone. */
export function labelledPath({ labels }: Block): string | null {
  for (const label of labels) {
    const paths = [...new Set(label.match(/[\w@.+/-]+\.(?:[cm]?[jt]sx?|py|go|rs|java)(?![\w/])/g) ?? [])];
    if (paths.length === 1) return paths[0]!.replace(/^\.\//, '');
  }
  return null;
}

const SHELL = new Set(['bash', 'sh', 'shell', 'zsh', 'console', 'shell-session', 'powershell', 'cmd']);

/** Without commands and repetitions: neither is code for a file. */
export function distinctCode(blocks: readonly Block[]): readonly Block[] {
  const code = blocks.filter(({ tag }) => !SHELL.has(tag));
  return [...new Map(code.map((block) => [block.content.trim(), block])).values()];
}
