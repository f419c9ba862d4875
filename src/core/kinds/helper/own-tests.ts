import type { FileEdit } from '../../model/change.ts';
import type { CodeRecord } from '../../model/code.ts';
import { isBuiltinModule } from '../../syntax/builtin-modules.ts';
import { familyOf } from '../../syntax/language.ts';
import type { ImportFact, ModuleFacts } from '../../syntax/modules.ts';
import { directoryOf, resolveSpecifier } from '../../syntax/resolve.ts';
import { specifierFor } from '../../syntax/specifiers.ts';
import { applyTextEdits } from '../../syntax/text-edits.ts';
import { packageRoot } from '../extract/copies.ts';
import type { Request } from './request.ts';

/**
 * The original's tests as a new file for the copy. Only a file that is about this function alone is taken, whole, with nothing changed
 * but where the function comes from. `null` if there is none, or no place for it among the target's tests.
 */
export async function testsFor(request: Request, record: CodeRecord): Promise<FileEdit | null> {
  const { repository, target } = request;
  for (const path of [...repository.files].filter(repository.context.isTest).sort()) {
    const facts = path.endsWith('.d.ts') ? null : await repository.facts(path);
    const text = facts === null ? null : await repository.text(path);
    if (facts === null || text === null || facts.hasSyntaxError) continue;
    const aliases = await repository.aliases();
    const about = facts.imports.filter(({ specifier }) => resolveSpecifier(path, specifier, repository.files, aliases) === record.path);
    const rest = facts.imports.filter((fact) => !about.includes(fact));
    if (!isAbout(about, record) || facts.lazyImports.length > 0 || !(await areThere(request, rest, facts))) continue;
    const place = await placeFor(request, record, path, facts);
    if (place === null) continue;
    const specifier = specifierFor(place, target.path, { extension: facts.style.extension ?? 'as-emitted', relative: facts.style.relativeImports }, new Set([...repository.files, target.path]));
    return { path: place, mode: '100644', before: null, after: applyTextEdits(text, about.flatMap((fact) => respecified(text, fact, specifier))) };
  }
  return null;
}

function isAbout(facts: readonly ImportFact[], record: CodeRecord): boolean {
  const names = facts.flatMap((fact) => fact.names);
  return names.length > 0 && facts.every(({ form, shared, wildcard }) => form !== 'module' && !shared && !wildcard) && names.every(({ imported }) => imported === record.name);
}

/** The specifier's own place in its statement: the last time that it is written there. */
function respecified(text: string, { start, end, specifier }: ImportFact, now: string): { start: number; end: number; text: string }[] {
  const statement = text.slice(start, end);
  const at = statement.startsWith('from') ? statement.indexOf(specifier) : statement.lastIndexOf(specifier);
  return at === -1 ? [] : [{ start: start + at, end: start + at + specifier.length, text: now }];
}

async function areThere({ repository, target }: Request, facts: readonly ImportFact[], { language }: ModuleFacts): Promise<boolean> {
  const manifest = await repository.manifest(target.path);
  return facts.every(({ specifier }) => {
    if (specifier.startsWith('.')) return false;
    const name = specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
    return isBuiltinModule(specifier, familyOf(language)) || (language === 'python' ? ['pytest', 'unittest'].includes(name) : manifest?.dependencies.has(name) === true);
  });
}

/** A new file beside the tests of the target's own package, named like its neighbours. */
async function placeFor({ repository, target, language }: Request, record: CodeRecord, original: string, facts: ModuleFacts): Promise<string | null> {
  if (language !== 'python' && facts.system !== target.system) return null;
  const home = await packageRoot(repository, target.path);
  const neighbours: string[] = [];
  for (const path of repository.files) {
    const isNear = repository.context.isTest(path) && endingOf(path) === endingOf(original) && (language === 'python' || (await packageRoot(repository, path)) === home);
    if (isNear) neighbours.push(path);
  }
  const beside = neighbours.includes(original) ? original : neighbours.sort()[0];
  if (beside === undefined) return null;
  const name = language === 'python' ? `test_${record.name.replace(/^_+/, '')}_copy.py` : `${record.name}${/[._-](?:test|spec)\.\w+$/.exec(beside)?.[0] ?? `.test.${endingOf(beside)}`}`;
  const path = directoryOf(beside) === '' ? name : `${directoryOf(beside)}/${name}`;
  return repository.files.has(path) ? null : path;
}

function endingOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
