import type { SourceTree } from '../kind.ts';
import { manifestsOf } from './manifest.ts';

const SPECIFIER = /(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*(["'`])([^"'`]+)\1/g;
const STATEMENT_LINES = 12;

/**
 * True if the code after the directive imports a module that may be absent elsewhere: a package that the manifests do not
 * install (an optional peer), or a file that is not in the tree (a generated one). There the directive is needed, whatever this
 * machine's compiler says.
 */
export async function isGuessed(tree: SourceTree, path: string, lines: readonly string[], line: number): Promise<boolean> {
  const specifiers = [...statementAfter(lines, line).matchAll(SPECIFIER)].map((match) => match[2]!);
  for (const specifier of specifiers) if (!(await isInstalled(tree, path, specifier))) return true;
  return false;
}

/** The lines up to the first that ends a statement. */
function statementAfter(lines: readonly string[], line: number): string {
  const rest = lines.slice(line, line + STATEMENT_LINES);
  const end = rest.findIndex((one) => /;\s*$|["'`]\)?\s*$/.test(one));
  return rest.slice(0, end === -1 ? undefined : end + 1).join('\n');
}

async function isInstalled(tree: SourceTree, path: string, specifier: string): Promise<boolean> {
  const directory = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
  if (specifier.startsWith('.')) return hasFile(tree, directory, specifier);
  if (specifier.startsWith('node:')) return true;
  const name = specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
  return (await manifestsOf(tree, directory)).some(({ installed }) => name in installed || `@types/${name.replace(/^@(.+)\//, '$1__')}` in installed);
}

function hasFile(tree: SourceTree, directory: string, specifier: string): boolean {
  const parts = directory === '' ? [] : directory.split('/');
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  const stem = parts.join('/').replace(/\.[cm]?jsx?$/, '');
  return tree.entries.some(({ path }) => path === parts.join('/') || path.replace(/(?:\/index)?(?:\.d)?\.[cm]?[jt]sx?$/, '') === stem);
}
