import type { ModuleFacts } from '../../syntax/modules.ts';
import { directoryOf } from '../../syntax/resolve.ts';
import { UNIVERSE } from '../extract/go-copies.ts';
import { packageFor } from '../extract/go-plan.ts';
import { declaringFiles, goPackageOf, type GoPackage } from '../repository/go-packages.ts';
import type { Repository } from '../repository/repository.ts';

/** The package that the target belongs to, or will. */
function packageOfTarget(repository: Repository, target: string): Promise<GoPackage | null> {
  return repository.files.has(target) ? goPackageOf(repository, target) : packageFor(repository, target);
}

/** What the target's package has, in whichever file. */
export async function namesOfGoPackage(target: string, repository: Repository): Promise<ReadonlySet<string>> {
  const own = await packageOfTarget(repository, target);
  return new Set((own?.files ?? []).flatMap(({ facts }) => facts.scopes.bindings.filter(({ scope, kind }) => scope === 0 && kind !== 'import').map(({ name }) => name)));
}

/** Names that a file takes from the target's package: what it calls there, or, in the package itself, what nothing declares. */
export async function takenInGo(target: string, { path, text, facts }: { readonly path: string; readonly text: string; readonly facts: ModuleFacts }, repository: Repository): Promise<readonly string[]> {
  const own = await packageOfTarget(repository, target);
  if (own === null) return [];
  if (directoryOf(path) === own.directory && facts.packageName === own.name) {
    return facts.scopes.references.filter(({ binding, shorthand, asObject, name }) => binding === null && !shorthand && !asObject && !UNIVERSE.has(name) && declaringFiles(own, name).length === 0).map(({ name }) => name);
  }
  const locals = facts.imports.filter(({ specifier }) => specifier === own.importPath).flatMap(({ names }) => names.map(({ local }) => local));
  return facts.scopes.references.filter(({ name, asObject }) => asObject && locals.includes(name)).flatMap(({ end }) => /^\s*\.\s*([\p{L}_][\p{L}\p{Nd}_]*)/u.exec(text.slice(end, end + 200))?.slice(1) ?? []);
}
