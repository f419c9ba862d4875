import { closureOf, importRoot } from '../../syntax/resolve.ts';
import { specifierFor, type SpecifierStyle } from '../../syntax/specifiers.ts';
import type { ModuleStyle } from '../../syntax/style.ts';
import { packageRoot } from '../extract/copies.ts';
import type { Repository } from '../repository/repository.ts';
import type { Request } from './request.ts';

/** Why the target cannot import from a module; `null` if it can. */
export async function importReason({ repository, target }: Request, path: string): Promise<string | null> {
  const facts = await repository.facts(path);
  if (facts === null || facts.hasSyntaxError) return `${path} cannot be parsed`;
  if (facts.language === 'python') {
    if (importRoot(path, repository.files) !== importRoot(target.path, repository.files)) return `${path} is not on the import path of ${target.path}`;
  } else if ((await packageRoot(repository, path)) !== (await packageRoot(repository, target.path))) return `${path} belongs to another package`;
  if (facts.system === 'script' || facts.shebang || facts.system === 'mixed') return `${path} is a script`;
  if (target.system === 'commonjs' && facts.system === 'esm') return `${path} is an ES module, and ${target.path} is CommonJS`;
  return loadingReason(repository, target.path, path);
}

/** Cycles, and modules that would do something when they are loaded for the first time. */
async function loadingReason(repository: Repository, target: string, path: string): Promise<string | null> {
  const loads = (each: string): ReturnType<Repository['loads']> => repository.loads(each);
  const there = await closureOf([path], loads);
  if (there.modules.has(target)) return `${path} loads ${target}, so that an import would close a cycle`;
  const here = repository.files.has(target) ? (await closureOf([target], loads)).modules : new Set([target]);
  for (const each of there.modules) {
    const facts = here.has(each) ? null : await repository.facts(each);
    if (facts?.impurity != null) return `loading ${each} has an effect (${facts.impurity})`;
  }
  return null;
}

/** How the target names another module, in its own way or that of its neighbours. */
export async function specifierTo(request: Request, path: string): Promise<string> {
  return specifierFor(request.target.path, path, await styleFor(request), request.repository.files);
}

async function styleFor({ repository, target }: Request): Promise<SpecifierStyle> {
  const own = target.facts?.style ?? null;
  const styles: ModuleStyle[] = own === null ? [] : [own];
  const directory = target.path.slice(0, target.path.lastIndexOf('/') + 1);
  const neighbours = [...repository.files].filter((path) => path !== target.path && endingOf(path) === endingOf(target.path)).sort((a, b) => Number(b.startsWith(directory)) - Number(a.startsWith(directory)));
  for (const path of neighbours.slice(0, 60)) {
    const facts = await repository.facts(path);
    if (facts !== null) styles.push(facts.style);
  }
  const extension = styles.find((style) => style.extension !== null)?.extension ?? (target.system === 'esm' && endingOf(target.path).endsWith('js') ? 'as-emitted' : 'none');
  return { extension, relative: styles.some(({ relativeImports }) => relativeImports) };
}

function endingOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
