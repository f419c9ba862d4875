import { lineChanges } from '../../change/edits.ts';
import { place } from '../../generate/placement.ts';
import { probeOf, probeOfModule, probeStatement } from '../../generate/probe.ts';
import { withProbe } from '../../generate/sites.ts';
import type { FileEdit, Proposal, Site } from '../../model/change.ts';
import type { CodeRecord, Language } from '../../model/code.ts';
import { addExport, exportedAs } from '../../syntax/edit-exports.ts';
import { readModule, type ModuleFacts } from '../../syntax/modules.ts';
import { resolveSpecifier } from '../../syntax/resolve.ts';
import { applyTextEdits } from '../../syntax/text-edits.ts';
import { candidateOf, modeOf } from './candidate.ts';
import { importReason, specifierTo } from './importable.ts';
import { withReexport } from './reexport.ts';
import type { Request } from './request.ts';

/** One name that the target shall hand on, and the snippet that stands behind it. */
export interface Provision {
  readonly wanted: string;
  readonly record: CodeRecord;
}

/** `noImport`: no import is possible there, so that a copy may be made. */
export type Reused = { readonly type: 'proposal'; readonly proposal: Proposal } | { readonly type: 'impossible'; readonly reason: string; readonly noImport: boolean };

type Texts = ReadonlyMap<string, string>;
type Step = { readonly type: 'done'; readonly texts: Texts } | Extract<Reused, { type: 'impossible' }>;

/** Hands snippets on from the target: re-exported from where they are, exported there first if they are private. */
export async function reuse(request: Request, provisions: readonly Provision[]): Promise<Reused> {
  const { target } = request;
  let texts: Texts = new Map([[target.path, target.text ?? '']]);
  for (const provision of provisions) {
    const step = provision.record.path === target.path ? await exportHere(request, provision, texts) : await handOn(request, provision, texts);
    if (step.type === 'impossible') return step;
    texts = step.texts;
  }
  const edits = await editsOf(request, texts);
  const sites = provisions.map((provision) => siteOf(request, provision, edits));
  return { type: 'proposal', proposal: candidateOf(request, { edits, sites, title: titleOf(request, provisions), explanation: explanationOf(request, provisions, edits) }) };
}

function impossible(reason: string, noImport = false): Step {
  return { type: 'impossible', reason, noImport };
}

function factsOf({ repository }: Request, text: string, language: Language): ModuleFacts {
  return repository.context.syntax.parse(language, text, readModule);
}

async function exportHere(request: Request, { wanted, record }: Provision, texts: Texts): Promise<Step> {
  if (wanted !== record.name) return impossible(`the target has it as \`${record.name}\``);
  return opened(request, record, texts);
}

async function handOn(request: Request, { wanted, record }: Provision, texts: Texts): Promise<Step> {
  const { repository, target, language } = request;
  const reason = await importReason(request, record.path);
  if (reason !== null) return impossible(reason, true);
  const exported = await opened(request, record, texts);
  if (exported.type === 'impossible') return exported;
  const there = exported.texts.get(record.path) ?? (await repository.text(record.path)) ?? '';
  const { imported } = exportedAs(factsOf(request, there, record.language), record.name)!;
  if (imported === '=') return impossible(`${record.path} exports a single value`);
  const source = exported.texts.get(target.path)!;
  const aliases = await repository.aliases();
  const same = (specifier: string): boolean => resolveSpecifier(target.path, specifier, repository.files, aliases) === record.path;
  const facts = { ...factsOf(request, source, language), system: target.system };
  const text = withReexport(source, facts, { specifier: await specifierTo(request, record.path), imported, wanted, same });
  return text === null ? impossible(`${target.path} has no place for another export`) : { type: 'done', texts: new Map([...exported.texts, [target.path, text]]) };
}

/** The texts with the snippet exported from its own file. */
async function opened(request: Request, record: CodeRecord, texts: Texts): Promise<Step> {
  const { repository } = request;
  const source = texts.get(record.path) ?? (await repository.text(record.path));
  if (source === null) return impossible(`${record.path} cannot be read`);
  await repository.context.syntax.load([record.language]);
  const facts = factsOf(request, source, record.language);
  if (exportedAs(facts, record.name) !== null) return { type: 'done', texts };
  const fn = facts.functions.find(({ name }) => name === record.name);
  if (!repository.context.mayEdit(record.path)) return impossible(`\`${record.name}\` is private in ${record.path}, which may not be changed`);
  const edits = fn === undefined ? null : addExport(source, facts, fn);
  if (edits === null) return impossible(`\`${record.name}\` cannot be exported from ${record.path}`);
  return { type: 'done', texts: new Map([...texts, [record.path, applyTextEdits(source, edits)]]) };
}

async function editsOf({ repository, target }: Request, texts: Texts): Promise<FileEdit[]> {
  const edits: FileEdit[] = [];
  for (const [path, after] of texts) {
    const before = path === target.path ? target.text : await repository.text(path);
    if (before !== after) edits.push({ path, mode: modeOf(repository.context.tree.entries, path), before, after });
  }
  return edits;
}

/** What comes through the target is broken, and only that: the tests of the snippet itself say nothing about the new name. */
function siteOf(request: Request, { wanted, record }: Provision, edits: readonly FileEdit[]): Site {
  const { target, repository } = request;
  const edit = edits.find(({ path }) => path === target.path)!;
  const broken = record.path === target.path ? probeOf(edit.after!, request.language, { name: wanted }, repository.context.syntax) : standIn(request, wanted);
  const line = lineChanges(edit).addedRanges[0]?.from ?? 1;
  return {
    id: `${target.path}:${wanted}`, path: target.path, line, label: `${wanted} from ${target.path}`, lines: [], optional: false,
    probe: withProbe(edits, edit, broken ?? probeOfModule(edit.after!, request.language)),
  };
}

/** The target with a function of that name that throws. */
function standIn({ target, language, repository }: Request, wanted: string): string | null {
  const code = language === 'python' ? `def ${wanted}(*args, **kwargs):\n    ${probeStatement('python')}\n` : `const ${wanted}${language === 'javascript' ? '' : ': any'} = () => { ${probeStatement('javascript')} };\n`;
  const placed = place({ source: target.text ?? '', language, system: target.system, code, name: wanted }, repository.context.syntax);
  return placed.type === 'placed' ? placed.text : null;
}

function titleOf({ target }: Request, provisions: readonly Provision[]): string {
  const names = provisions.map(({ wanted, record }) => (wanted === record.name ? `\`${wanted}\`` : `\`${record.name}\` as \`${wanted}\``)).join(', ');
  return provisions.every(({ record }) => record.path === target.path) ? `Export ${names} from ${target.path}` : `Reuse ${names} in ${target.path}`;
}

function explanationOf({ target }: Request, provisions: readonly Provision[], edits: readonly FileEdit[]): string {
  const rows = provisions.map(({ wanted, record }) => {
    const where = `\`${record.path}:${record.startLine}\``;
    const isOpened = edits.some(({ path }) => path === record.path);
    if (record.path === target.path) return `- \`${wanted}\` stands at ${where} already; it is exported now.`;
    return `- \`${wanted}\` is \`${record.name}\` at ${where}${isOpened ? ', which was private and is exported there now' : ''}; \`${target.path}\` hands it on.`;
  });
  return ['The repository has this already, so nothing is written anew.', '', ...rows].join('\n');
}
