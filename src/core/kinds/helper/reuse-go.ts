import type { FileEdit, Proposal, Site } from '../../model/change.ts';
import { isExportedName } from '../../syntax/modules-go.ts';
import type { FunctionFact } from '../../syntax/modules.ts';
import { isIn } from '../../syntax/scopes.ts';
import { applyTextEdits, type TextEdit } from '../../syntax/text-edits.ts';
import { lineOf } from '../../syntax/trivia.ts';
import { GO_PROBE } from '../extract/go-candidate.ts';
import { goCopyOf, UNIVERSE } from '../extract/go-copies.ts';
import { exportedNameFor, goImportReason } from '../extract/go-homes.ts';
import { newFile, packageFor } from '../extract/go-plan.ts';
import { delegatingBody, draftOf, draftRename, editedFiles, firstName, importedAs, needImport, type Drafts, type GoEdited } from '../extract/go-rewrite.ts';
import { declaringFiles, goPackageOf, type GoFile, type GoPackage } from '../repository/go-packages.ts';
import { parseModule, type Repository } from '../repository/repository.ts';
import { candidateOf, modeOf } from './candidate.ts';
import type { Request } from './request.ts';
import type { Provision, Reused } from './reuse.ts';

/** A function of the repository and the file of the target's package that shall have it. */
interface Scene {
  readonly repository: Repository;
  readonly own: GoPackage;
  readonly target: GoFile;
  readonly drafts: Drafts;
}

interface Source {
  readonly package: GoPackage;
  readonly file: GoFile;
  readonly fn: FunctionFact;
}

type Impossible = Extract<Reused, { type: 'impossible' }>;

/**
 * Provides names from the target's package: a function of the package itself is exported under its name, one of another package is
 * called by a function of the wanted name, as nobody can re-export in Go.
 */
export async function reuseGo(request: Request, provisions: readonly Provision[]): Promise<Reused> {
  const scene = await sceneOf(request);
  if (scene === null) return impossible(`${request.target.path} belongs to no package of a module`);
  for (const provision of provisions) {
    const source = await sourceOf(scene.repository, provision);
    if (source === null) return impossible(`\`${provision.record.name}\` cannot be read as a plain function`);
    const reason = source.package.id === scene.own.id ? await openHere(scene, provision, source) : await handOn(scene, provision, source);
    if (reason !== null) return reason;
  }
  const files = await editedFiles(scene.repository, scene.drafts, scene.own.module.path, namesIn(scene, provisions));
  if (files === null) return impossible(`${request.target.path} has no place for it`);
  const edits = files.map(({ path, before, after }) => ({ path, mode: modeOf(scene.repository.context.tree.entries, path), before, after }));
  const sites = provisions.flatMap(({ wanted }) => siteOf(files, wanted, edits));
  return { type: 'proposal', proposal: proposalOf(request, provisions, edits, sites) };
}

function impossible(reason: string, noImport = false): Impossible {
  return { type: 'impossible', reason, noImport };
}

/** The target's file and package; new ones where there are none. */
export async function sceneOf({ repository, target }: Request): Promise<Scene | null> {
  const known = await goPackageOf(repository, target.path);
  const file = known?.files.find(({ path }) => path === target.path);
  if (known !== null && file !== undefined) return { repository, own: known, target: file, drafts: new Map() };
  const facts = repository.files.has(target.path) ? null : await parseModule(repository.context, target.path, '');
  const own = facts === null ? null : await packageFor(repository, target.path);
  return own === null || facts === null ? null : { repository, own, target: newFile(target.path, facts), drafts: new Map() };
}

export async function sourceOf(repository: Repository, { record }: Pick<Provision, 'record'>): Promise<Source | null> {
  const own = await goPackageOf(repository, record.path);
  const file = own?.files.find(({ path }) => path === record.path);
  const fn = file?.facts.functions.find(({ name }) => name === record.name);
  return own === null || file === undefined || fn === undefined ? null : { package: own, file, fn };
}

function namesIn({ own }: Scene, provisions: readonly Provision[]): readonly string[] {
  return [...own.files.flatMap(({ facts }) => facts.scopes.bindings.filter(({ scope }) => scope === 0).map(({ name }) => name)), ...provisions.flatMap(({ wanted, record }) => [wanted, record.name]), ...UNIVERSE];
}

/** A private function of the package itself gets the capital letter that was missing. */
async function openHere({ repository, drafts }: Scene, { wanted, record }: Provision, source: Source): Promise<Impossible | null> {
  if (wanted === record.name) return impossible(`its package has it already, in ${record.path}`);
  const copy = goCopyOf(source.file, source.package, source.fn);
  if (wanted.toLowerCase() !== record.name.toLowerCase() || isExportedName(record.name)) return impossible(`its package has it as \`${record.name}\``);
  const exported = await exportedNameFor(repository, { package: source.package, copy, file: source.file }, record.name, true);
  if ('reason' in exported) return impossible(`\`${record.name}\` cannot be called \`${wanted}\`: ${exported.reason}`);
  if (!repository.context.mayEdit(record.path) || !draftRename(drafts, copy, wanted, new Map())) return impossible(`\`${record.name}\` cannot be renamed in ${record.path}`);
  return null;
}

async function handOn(scene: Scene, { wanted, record }: Provision, source: Source): Promise<Impossible | null> {
  const { repository, own, target, drafts } = scene;
  if (declaringFiles(own, wanted).length > 0) return impossible(`its package has another \`${wanted}\``);
  const reason = await goImportReason(repository, own, source.package);
  if (reason !== null) return impossible(reason, true);
  const copy = goCopyOf(source.file, source.package, source.fn);
  const exported = await exportedNameFor(repository, { package: source.package, copy, file: source.file }, record.name, false);
  if ('reason' in exported) return impossible(`\`${record.name}\` is private in ${record.path}: ${exported.reason}`);
  const callee = { package: source.package, name: exported.name };
  const local = firstName(target, own, callee);
  if (local === null) return impossible(`\`${source.package.name}\` means something else in ${target.path}`);
  if (source.fn.parameters.includes('_')) return impossible('a parameter without a name cannot be handed on');
  const draft = draftOf(drafts, target);
  const hidden = hiddenParameter(source, local);
  const signature = hidden === null ? impossible(`a parameter hides \`${local}\``) : signatureIn(scene, source, local, hidden);
  if (typeof signature !== 'string') return signature;
  if (exported.name !== record.name && (!repository.context.mayEdit(record.path) || !draftRename(drafts, copy, exported.name, new Map()))) return impossible(`\`${record.name}\` cannot be exported from ${record.path}`);
  const code = `// ${wanted} calls [${source.package.name}.${exported.name}].\nfunc ${wanted}${signature} ${delegatingBody({ ...source.fn, parameters: source.fn.parameters.map((name) => (name === local ? hidden! : name)) }, `${local}.${exported.name}`)}`;
  const at = target.text.trimEnd().length;
  const isFirst = draft.edits.every(({ start }) => start !== at);
  draft.edits.push(isFirst ? { start: at, end: target.text.length, text: `${at === 0 ? `package ${own.name}` : ''}\n\n${code}\n` } : { start: target.text.length, end: target.text.length, text: `\n${code}\n` });
  needImport(draft, own, callee);
  return null;
}

/** Another name for the parameter that hides the package; the package's own where none does. `null` if nothing else may be called so. */
function hiddenParameter({ file, fn }: Source, local: string): string | null {
  const signature = file.facts.scopes.bindings.filter((each) => isIn(each.declarations[0]!, { start: fn.nameRange.end, end: fn.body.start }));
  if (!signature.some(({ name }) => name === local)) return local;
  return fn.parameters.includes(local) ? ['s', 'in', 'value', 'given'].find((name) => !signature.some((each) => each.name === name)) ?? null : null;
}

/** The signature as another package writes it: types of the function's own package are qualified. */
function signatureIn({ own, target, drafts }: Scene, { package: from, file, fn }: Source, local: string, hidden: string): string | Impossible {
  const range = { start: fn.nameRange.end, end: fn.body.start };
  const shown = file.facts.scopes.bindings.filter(({ name }) => name === local).flatMap(({ declarations }) => declarations).filter((each) => isIn(each, range));
  const edits: TextEdit[] = shown.map((each) => ({ start: each.start - range.start, end: each.end - range.start, text: hidden }));
  for (const reference of file.facts.scopes.references.filter((each) => isIn(each, range))) {
    const binding = reference.binding === null ? null : file.facts.scopes.bindings[reference.binding]!;
    if (binding !== null && binding.scope !== 0) continue;
    const fact = binding?.kind === 'import' ? file.facts.imports.find(({ names }) => names.some((each) => each.local === reference.name)) : undefined;
    if (fact !== undefined) {
      if (importedAs(target.facts, fact.specifier) === reference.name) continue;
      const isTaken = declaringFiles(own, reference.name).length > 0 || target.facts.scopes.bindings.some((each) => each.scope === 0 && each.name === reference.name);
      if (isTaken || importedAs(target.facts, fact.specifier) !== null) return impossible(`\`${reference.name}\` means something else in ${target.path}`);
      const { imports } = draftOf(drafts, target);
      if (!imports.some(({ path }) => path === fact.specifier)) imports.push({ path: fact.specifier, local: reference.name });
    } else if (declaringFiles(from, reference.name).length > 0) {
      if (!isExportedName(reference.name)) return impossible(`its signature names \`${reference.name}\`, which only its package sees`);
      edits.push({ start: reference.start - range.start, end: reference.start - range.start, text: `${local}.` });
    } else if (declaringFiles(own, reference.name).length > 0) return impossible(`\`${reference.name}\` means something else in ${target.path}`);
  }
  return applyTextEdits(file.text.slice(range.start, range.end), edits).trim();
}

/** Only what goes by the wanted name is broken. */
function siteOf(files: readonly GoEdited[], wanted: string, edits: readonly FileEdit[]): readonly Site[] {
  return files.flatMap(({ path, after, facts }) => {
    const fn = facts.functions.find(({ name }) => name === wanted);
    if (fn === undefined) return [];
    const broken = applyTextEdits(after, [{ start: fn.firstStatement, end: fn.firstStatement, text: `${GO_PROBE}\n\t` }]);
    const line = lineOf(after, fn.firstStatement + 1);
    return [{ id: `${path}:${wanted}`, path, line, label: `${wanted} from ${path}`, lines: [{ from: line, to: line }], optional: false, probe: edits.map((edit) => (edit.path === path ? { ...edit, after: broken } : edit)) }];
  });
}

function proposalOf(request: Request, provisions: readonly Provision[], edits: readonly FileEdit[], sites: readonly Site[]): Proposal {
  const { target } = request;
  const isOwn = (path: string): boolean => path.slice(0, path.lastIndexOf('/') + 1) === target.path.slice(0, target.path.lastIndexOf('/') + 1);
  const names = provisions.map(({ wanted, record }) => (wanted === record.name ? `\`${wanted}\`` : `\`${record.name}\` as \`${wanted}\``)).join(', ');
  const rows = provisions.map(({ wanted, record }) => {
    const where = `\`${record.path}:${record.startLine}\``;
    if (isOwn(record.path)) return `- \`${record.name}\` stands at ${where} already; it is called \`${wanted}\` now, so that others see it.`;
    const isOpened = edits.some(({ path }) => path === record.path);
    return `- \`${wanted}\` calls \`${record.name}\` at ${where}${isOpened ? ', which was private and is exported there now' : ''}.`;
  });
  const title = provisions.every(({ record }) => isOwn(record.path)) ? `Export ${names} from ${target.path}` : `Reuse ${names} in ${target.path}`;
  return candidateOf(request, { edits, sites, title, explanation: ['The repository has this already, so nothing is written anew.', '', ...rows].join('\n') });
}
