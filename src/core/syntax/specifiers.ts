import { dottedName, directoryOf, importRoot } from './resolve.ts';
import type { ModuleStyle } from './style.ts';

export interface SpecifierStyle {
  readonly extension: NonNullable<ModuleStyle['extension']>;
  /** Python: with leading dots. */
  readonly relative: boolean;
}

const EMITTED: Readonly<Record<string, string>> = { ts: 'js', tsx: 'js', mts: 'mjs', cts: 'cjs' };

/** What to write in `from` to import `to`, in the given style. */
export function specifierFor(from: string, to: string, style: SpecifierStyle, files: ReadonlySet<string>): string {
  if (to.endsWith('.py')) return style.relative ? relativePython(from, to) : dottedName(to, files);
  const path = relativePath(directoryOf(from), to);
  const ending = /\.([cm]?[jt]sx?)$/.exec(path)?.[1] ?? '';
  const bare = path.slice(0, path.length - ending.length - 1);
  switch (style.extension) {
    case 'as-written':
      return path;
    case 'as-emitted':
      return `${bare}.${EMITTED[ending] ?? ending}`;
    case 'none':
      // Only `.js` and `.ts` are found without their ending everywhere.
      return /^[cm]/.test(ending) ? `${bare}.${EMITTED[ending] ?? ending}` : bare.replace(/\/index$/, '') || '.';
  }
}

function relativePath(fromDirectory: string, to: string): string {
  const from = fromDirectory === '' ? [] : fromDirectory.split('/');
  const target = to.split('/');
  let common = 0;
  while (common < from.length && common < target.length - 1 && from[common] === target[common]) common += 1;
  const up = from.slice(common).map(() => '..');
  return [...(up.length === 0 ? ['.'] : up), ...target.slice(common)].join('/');
}

function relativePython(from: string, to: string): string {
  const fromParts = directoryOf(from).split('/').filter((part) => part !== '');
  const target = to.replace(/(\/__init__)?\.py$/, '').split('/');
  let common = 0;
  while (common < fromParts.length && common < target.length && fromParts[common] === target[common]) common += 1;
  return '.'.repeat(fromParts.length - common + 1) + target.slice(common).join('.');
}

/** True if `from` may name `to` with leading dots: both live under one package with `__init__.py` files. */
export function canBeRelative(from: string, to: string, files: ReadonlySet<string>): boolean {
  const root = importRoot(from, files);
  const top = (path: string): string => (root === '' ? path : path.slice(root.length + 1)).split('/', 1)[0]!;
  return root === importRoot(to, files) && directoryOf(from) !== root && top(from) === top(to);
}
