import type { ImportFact } from './modules.ts';

/** How a file writes what an edit has to write too. */
export interface ModuleStyle {
  readonly quote: "'" | '"';
  readonly semicolons: boolean;
  readonly eol: '\n' | '\r\n';
  /** One level of indentation. */
  readonly indent: string;
  /** Spaces inside `{ }` of imports and exports. */
  readonly bracketSpacing: boolean;
  /** A comma behind the last entry of lists that span lines. */
  readonly trailingComma: boolean;
  /** What relative specifiers end in; `null` if the file has none. */
  readonly extension: 'none' | 'as-emitted' | 'as-written' | null;
  /** Python: some import is written with leading dots. */
  readonly relativeImports: boolean;
}

/** Reads the style from the text itself; where the file is silent the usual choice of its kind stands. */
export function styleOf(source: string, imports: readonly ImportFact[], indent = '  '): ModuleStyle {
  const statements = imports.map((each) => source.slice(each.start, each.end));
  const sample = statements.length > 0 ? statements.join('\n') : source;
  return {
    quote: count(sample, /'/g) >= count(sample, /"/g) && sample.includes("'") ? "'" : sample.includes('"') ? '"' : "'",
    semicolons: usesSemicolons(source, statements),
    eol: /\r\n/.test(source) ? '\r\n' : '\n',
    indent: /^(\t+| {2,8})(?=\S)(?!\*)/m.exec(source)?.[1]?.replace(/^\t+$/, '\t') ?? indent,
    bracketSpacing: !/\{[\w$]/.test(statements.join('\n')) || /\{ [\w$]/.test(statements.join('\n')),
    trailingComma: /,\s*\n\s*[)\]}]/.test(source),
    extension: extensionOf(imports.map(({ specifier }) => specifier)),
    relativeImports: imports.some((each) => each.form === 'from' && each.specifier.startsWith('.')),
  };
}

function usesSemicolons(source: string, statements: readonly string[]): boolean {
  if (statements.length > 0) return statements.filter((text) => text.endsWith(';')).length * 2 >= statements.length;
  const ends = source.split(/\r?\n/).filter((line) => /[\w)'"\]`;]$/.test(line) && !/^\s*(\/\/|\/?\*)/.test(line));
  return ends.length === 0 || ends.filter((line) => line.endsWith(';')).length * 2 >= ends.length;
}

/** What most of these specifiers end in; `null` if none names a module relatively. */
export function extensionOf(specifiers: readonly string[]): ModuleStyle['extension'] {
  const relative = specifiers.filter((specifier) => /^\.\.?\//.test(specifier));
  const code = relative.filter((specifier) => !/\.(json|css|scss|svg|png|node|wasm|vue|svelte)$/.test(specifier));
  if (code.length === 0) return null;
  const votes = { none: 0, 'as-emitted': 0, 'as-written': 0 };
  for (const specifier of code) votes[/\.[cm]?jsx?$/.test(specifier) ? 'as-emitted' : /\.[cm]?tsx?$/.test(specifier) ? 'as-written' : 'none'] += 1;
  if (votes['as-written'] >= Math.max(votes.none, votes['as-emitted'])) return 'as-written';
  return votes['as-emitted'] >= votes.none ? 'as-emitted' : 'none';
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
