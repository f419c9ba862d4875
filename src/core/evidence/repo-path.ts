/** Where a command ran: its reports spell paths in one of three ways. */
export interface CommandPlace {
  /** Absolute top level of the working tree, links resolved. */
  readonly root: string;
  /** Directory of the command, relative to the root; `` is the root. */
  readonly directory: string;
}

/**
 * A path as a report spells it (absolute, relative to the command's directory, `file:` URI) made relative to the
 * repository root with `/`. `null` for what lies outside the root, and for an empty path.
 */
export function repoPath(path: string, { root, directory }: CommandPlace): string | null {
  const plain = fromUri(path).replaceAll('\\', '/');
  if (plain === '') return null;
  const top = root.replaceAll('\\', '/').replace(/\/+$/, '');
  if (plain.startsWith(`${top}/`)) return normalise(plain.slice(top.length + 1));
  if (plain.startsWith('/') || /^[A-Za-z]:\//.test(plain)) return null;
  return normalise(`${directory}/${plain}`);
}

function fromUri(path: string): string {
  if (!path.startsWith('file:')) return path;
  const bare = path.replace(/^file:(?:\/\/[^/]*)?/, '');
  try {
    return decodeURIComponent(bare);
  } catch {
    return bare;
  }
}

function normalise(path: string): string | null {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.length === 0 ? null : parts.join('/');
}
