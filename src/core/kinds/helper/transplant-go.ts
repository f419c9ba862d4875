import { fitGo } from '../../generate/fit-go.ts';
import { sitesOf } from '../../generate/sites.ts';
import type { FileEdit } from '../../model/change.ts';
import type { CodeRecord } from '../../model/code.ts';
import { suggestedNames } from '../../syntax/imports-go.ts';
import type { TextRange } from '../../syntax/scope-builder.ts';
import { isIn, scopeOfFunction } from '../../syntax/scopes.ts';
import { isDirectiveComment, leadingComments } from '../../syntax/trivia.ts';
import { UNIVERSE } from '../extract/go-copies.ts';
import { goImportReason } from '../extract/go-homes.ts';
import { declaringFiles, goPackageAt, goUses, isStandard, type GoFile, type GoPackage } from '../repository/go-packages.ts';
import { candidateOf } from './candidate.ts';
import type { Request } from './request.ts';
import { sceneOf, sourceOf } from './reuse-go.ts';
import type { Transplanted } from './transplant.ts';

interface Part {
  readonly file: GoFile;
  readonly range: TextRange;
}

interface Closure {
  readonly parts: readonly Part[];
  readonly names: ReadonlySet<string>;
  /** Import path by local name. */
  readonly imports: ReadonlyMap<string, string>;
}

/** Copies a function with the functions, constants and fixed variables of its package that it needs into the target's package. */
export async function transplantGo(request: Request, record: CodeRecord, because: string): Promise<Transplanted> {
  const { repository, target } = request;
  const [scene, source] = [await sceneOf(request), await sourceOf(repository, { record })];
  if (scene === null || source === null) return { type: 'impossible', reason: `\`${record.name}\` cannot be read as a plain function` };
  const closure = follow(source.package, record.name);
  if (typeof closure === 'string') return { type: 'impossible', reason: closure };
  const taken = [...closure.names].find((name) => declaringFiles(scene.own, name).length > 0);
  if (taken !== undefined) return { type: 'impossible', reason: `the package of ${target.path} has another \`${taken}\`` };
  for (const path of closure.imports.values()) {
    if (path === scene.own.importPath) return { type: 'impossible', reason: `it needs ${path} itself` };
    const found = await goPackageAt(repository, scene.own.module, path);
    const reason = found === null ? (isStandard(path, scene.own.module) || source.package.module === scene.own.module ? null : 'its module may not have it') : await goImportReason(repository, scene.own, found);
    if (reason !== null) return { type: 'impossible', reason: `it needs ${path}: ${reason}` };
  }
  const text = closure.parts.map(({ file, range }) => file.text.slice(leadingComments(file.text, file.facts.comments, range.start).start, range.end)).join('\n\n');
  const imports = [...closure.imports].map(([local, path]) => `\t${suggestedNames(path)[0] === local ? '' : `${local} `}"${path}"\n`).join('');
  const code = `package ${scene.own.name}\n\n${imports === '' ? '' : `import (\n${imports})\n\n`}${text}\n`;
  const placed = fitGo({ path: target.path, source: target.text ?? '', code, names: [record.name], packageName: scene.own.name }, repository.context.syntax);
  if (placed.type === 'impossible') return placed;
  const edits: FileEdit[] = [{ path: target.path, mode: target.mode, before: target.text, after: placed.text }];
  const along = [...closure.names].filter((name) => name !== record.name);
  const explanation = [`\`${record.name}\` stands at \`${record.path}:${record.startLine}\`, and ${because}: a copy is the only way.`, '', `- \`${target.path}\`: the function${along.length === 0 ? '' : ` with ${along.map((name) => `\`${name}\``).join(', ')}`}`].join('\n');
  return { type: 'proposal', proposal: candidateOf(request, { edits, explanation, title: `Copy \`${record.name}\` from ${record.path} to ${target.path}`, sites: await sitesOf(edits, repository.context.syntax), transplanted: true }) };
}

/** What the function needs of its package, functions last, in the order of need; a reason if something of it cannot be taken. */
function follow(own: GoPackage, start: string): Closure | string {
  const names = new Set([start]);
  const parts = new Map<string, Part>();
  const imports = new Map<string, string>();
  for (const name of names) {
    const [file, ...others] = declaringFiles(own, name);
    const binding = file?.facts.scopes.bindings.find((each) => each.scope === 0 && each.name === name && each.kind !== 'import');
    const range = file?.facts.statements.find((each) => binding !== undefined && isIn(binding.declarations[0]!, each));
    if (file === undefined || others.length > 0 || binding === undefined || range === undefined) return `\`${name}\` is declared for different builds`;
    const reason = partReason(own, file, range, name);
    if (reason !== null) return reason;
    parts.set(`${file.path}:${range.start}`, { file, range });
    for (const reference of file.facts.scopes.references.filter((each) => isIn(each, range))) {
      const found = reference.binding === null ? null : file.facts.scopes.bindings[reference.binding]!;
      if (found !== null && found.scope !== 0) continue;
      if (found?.kind === 'import') {
        const path = file.facts.imports.find((fact) => fact.names.some(({ local }) => local === found.name))!.specifier;
        if (imports.has(found.name) && imports.get(found.name) !== path) return `\`${found.name}\` is two packages`;
        imports.set(found.name, path);
      } else if (declaringFiles(own, reference.name).length > 0 && !reference.shorthand) names.add(reference.name);
      else if (!UNIVERSE.has(reference.name) && !reference.shorthand) return `\`${reference.name}\` cannot be found`;
    }
  }
  const isFunction = ({ file, range }: Part): number => Number(file.text.startsWith('func', range.start));
  return { parts: [...parts.values()].sort((a, b) => isFunction(a) - isFunction(b)), names, imports };
}

function partReason(own: GoPackage, { text, facts }: GoFile, range: TextRange, name: string): string | null {
  const statement = text.slice(range.start, range.end);
  const kind = /^(func|const|var)\b/.exec(statement)?.[1];
  if (kind === undefined) return `it needs the type \`${name}\` of its package`;
  if (facts.directives.length > 0) return `\`${name}\` is not built everywhere`;
  const isGrouped = facts.scopes.bindings.filter((each) => each.scope === 0 && isIn(each.declarations[0]!, range)).length !== 1;
  if (kind !== 'func' && isGrouped) return `\`${name}\` is declared with others`;
  if (kind === 'var' && goUses(own, name).some(({ file, reference }) => reference.role === 'write' || /&\s*$/.test(file.text.slice(0, reference.start)) || /^(\[[^\]]*\]|\.\w+)*\s*=[^=]/.test(file.text.slice(reference.end)))) return `\`${name}\` is state of its package`;
  const fn = facts.functions.find(({ start }) => start === range.start);
  if (fn !== undefined && scopeOfFunction(facts.scopes, fn.node).marks.length > 0) return `\`${fn.name}\` is tied to its package or its caller`;
  const directive = facts.comments.some((comment) => isDirectiveComment(comment.text) && (isIn(comment, range) || leadingComments(text, facts.comments, range.start).comments.includes(comment)));
  return directive ? 'it holds comments that steer a tool' : null;
}
