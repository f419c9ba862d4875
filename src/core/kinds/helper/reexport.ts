import { addExport } from '../../syntax/edit-exports.ts';
import { addImport, insertStatement, type NewImport } from '../../syntax/edit-imports.ts';
import { addToList, placeInOrder } from '../../syntax/edit-lists.ts';
import type { ExportFact, ModuleFacts } from '../../syntax/modules.ts';
import { applyTextEdits, type TextEdit } from '../../syntax/text-edits.ts';
import { nextLine } from '../../syntax/trivia.ts';
import { firstCommonJsExport } from '../../generate/placement.ts';

export interface Reexport {
  readonly specifier: string;
  /** Name in the module it comes from, as `NewImport` has it. */
  readonly imported: string;
  /** Name under which the target hands it on. */
  readonly wanted: string;
  readonly same: (specifier: string) => boolean;
}

/** The target's text with one more name that it takes from another module and hands on, as the file does it. `null` where its exports leave no way. */
export function withReexport(source: string, facts: ModuleFacts, reexport: Reexport): string | null {
  if (facts.scopes.bindings.some(({ scope, name }) => scope === 0 && name === reexport.wanted)) return null;
  switch (facts.system) {
    case 'python':
      return pythonReexport(source, facts, reexport);
    case 'commonjs':
      return commonJsReexport(source, facts, reexport);
    case 'esm':
    case 'script':
      return applyTextEdits(source, [esmReexport(source, facts, reexport)]);
    case 'mixed':
    case 'go':
    case 'rust':
    case 'java':
      return null;
  }
}

function esmReexport(source: string, facts: ModuleFacts, { specifier, imported, wanted, same }: Reexport): TextEdit {
  const entry = imported === wanted ? wanted : `${imported} as ${wanted}`;
  const handed = facts.exports.filter((fact) => fact.form === 'from' || fact.form === 'star');
  const list = handed.filter((fact) => fact.form === 'from' && !fact.typeOnly && same(fact.source!) && source.slice(fact.statement.start, fact.statement.end).includes('{'));
  if (list.length > 0) return addToList(source, sameStatement(list).map((fact) => ({ start: fact.start, end: fact.end, key: fact.exported })), entry, wanted);
  const { quote, semicolons, bracketSpacing, eol } = facts.style;
  const space = bracketSpacing ? ' ' : '';
  const statement = `export {${space}${entry}${space}} from ${quote}${specifier}${quote}${semicolons ? ';' : ''}`;
  return handed.length === 0 ? insertStatement(source, facts, statement, { specifier }) : besideOthers(source, handed, statement, specifier, eol);
}

function sameStatement(facts: readonly ExportFact[]): readonly ExportFact[] {
  return facts.filter(({ statement }) => statement.start === facts[0]!.statement.start);
}

function besideOthers(source: string, handed: readonly ExportFact[], statement: string, specifier: string, eol: string): TextEdit {
  const statements = handed.filter((fact, index) => index === 0 || fact.statement.start !== handed[index - 1]!.statement.start);
  const at = placeInOrder(statements.map((fact) => fact.source!), specifier);
  if (at < statements.length) return { start: statements[at]!.statement.start, end: statements[at]!.statement.start, text: statement + eol };
  const end = nextLine(source, statements.at(-1)!.statement.end);
  return { start: end, end, text: end === source.length && !source.endsWith('\n') ? eol + statement : statement + eol };
}

function commonJsReexport(source: string, facts: ModuleFacts, { specifier, imported, wanted, same }: Reexport): string | null {
  const added: NewImport = { specifier, imported, local: wanted, same };
  const exported = addExport(source, facts, { name: wanted, form: 'declaration', start: 0, end: 0 }) ?? firstCommonJsExport(source, facts, 'commonjs', wanted);
  return exported === null ? null : applyTextEdits(source, [...addImport(source, facts, added), ...exported]);
}

/** Linters take a plain import that nothing uses for a mistake: `__all__`, or an alias of the same name, says that it is meant. */
function pythonReexport(source: string, facts: ModuleFacts, { specifier, imported, wanted, same }: Reexport): string {
  const listed = addExport(source, facts, { name: wanted, form: 'declaration', start: 0, end: 0 }) ?? [];
  if (listed.length > 0) return applyTextEdits(source, [...addImport(source, facts, { specifier, imported, local: wanted, same }), ...listed]);
  if (imported === wanted) return applyTextEdits(source, [insertStatement(source, facts, `from ${specifier} import ${imported} as ${imported}`, { specifier })]);
  const { eol } = facts.style;
  const assigned = `${source.endsWith('\n') || source === '' ? '' : eol}${eol}${wanted} = ${imported}${eol}`;
  return applyTextEdits(source, [...addImport(source, facts, { specifier, imported, local: imported, same }), { start: source.length, end: source.length, text: assigned }]);
}
