/** What a page of documentation shows and where it leads. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

/** A file of this repository. */
export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** The files that a page shows whole, `<!-- file: path -->` before a block, with what it shows of them. */
export function filesShownIn(page: string): ReadonlyMap<string, string> {
  return new Map([...textOf(page).matchAll(/<!-- file: (\S+) -->\n```\w+\n([\s\S]*?)```/g)].map(([, path, content]) => [path!, content!]));
}

/** Links of a page that lead nowhere in this repository. */
export function deadLinksOf(page: string): readonly string[] {
  const links = [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!).filter((link) => !/^https?:/.test(link));
  return links.filter((link) => {
    const [path, anchor] = link.split('#') as [string, string | undefined];
    const target = path === '' ? page : join(dirname(page), path);
    if (!existsSync(join(ROOT, target))) return true;
    return anchor !== undefined && !headingsOf(textOf(target)).includes(anchor);
  });
}

function headingsOf(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading!.toLowerCase().replace(/[^\w\- ]/g, '').replaceAll(' ', '-'));
}

/** Lines of the excerpt that follows `<!-- name -->`: a block of text or a quotation. Durations are left out, and so are lines that stand for others. */
export function excerptIn(page: string, name: string): readonly string[] {
  const [, block] = new RegExp(`<!-- ${name} -->\\n(?:\`\`\`text\\n([\\s\\S]*?)\`\`\`|((?:> .*\\n)+))`).exec(textOf(page))?.filter((part, index) => index === 0 || part !== undefined) ?? [];
  if (block === undefined) throw new Error(`${page} has no excerpt called ${name}`);
  return block.split('\n').map((line) => withoutTimes(line.replace(/^> /, ''))).filter((line) => line !== '' && line !== '…');
}

/** Seconds differ from run to run, on a busy machine more than on another. */
export function withoutTimes(line: string): string {
  return line.trim().replace(/\b\d+(\.\d+)? (s|min)\b/g, '… s').replace(/… s … s/g, '… s');
}
