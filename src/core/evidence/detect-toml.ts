/** What detection needs of a TOML file: tables with their texts and lists of texts. Everything else is kept as written. */
export type TomlTables = ReadonlyMap<string, ReadonlyMap<string, string | readonly string[]>>;

/** Reads tables, texts and lists of texts, leniently: what it does not understand it leaves out. Never throws. */
export function readToml(text: string): TomlTables {
  const tables = new Map<string, Map<string, string | readonly string[]>>();
  let table = tableOf(tables, '');
  const lines = text.split(/\r?\n/);
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index]!.trim();
    const header = /^\[\[?\s*([^[\]]+?)\s*\]\]?\s*(?:#.*)?$/.exec(line);
    if (header !== null) {
      table = tableOf(tables, header[1]!.replace(/\s*\.\s*/g, '.').replace(/"([^"]*)"/g, '$1'));
      continue;
    }
    const entry = /^("[^"]+"|[\w.-]+)\s*=\s*(.*)$/.exec(line);
    if (entry === null) continue;
    let value = entry[2]!;
    while (value.startsWith('[') && !isClosed(value) && index + 1 < lines.length) value += `\n${lines[(index += 1)]!}`;
    table.set(entry[1]!.replace(/^"|"$/g, ''), value.startsWith('[') ? items(value) : plain(value));
  }
  return tables;
}

function tableOf(tables: Map<string, Map<string, string | readonly string[]>>, name: string): Map<string, string | readonly string[]> {
  const known = tables.get(name) ?? new Map<string, string | readonly string[]>();
  tables.set(name, known);
  return known;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|'[^']*'|#[^\n]*|[[\]{}]/g;

function isClosed(value: string): boolean {
  let depth = 0;
  for (const [token] of value.matchAll(TOKEN)) {
    if (token === '[') depth += 1;
    if (token === ']') depth -= 1;
  }
  return depth <= 0;
}

/** Texts of a list; an inline table in it, such as `{include-group = "test"}`, stays as written. */
function items(value: string): readonly string[] {
  const found: string[] = [];
  for (const [token] of value.matchAll(/\{[^}]*\}|"(?:[^"\\]|\\.)*"|'[^']*'|#[^\n]*/g)) {
    if (!token.startsWith('#')) found.push(token.startsWith('{') ? token : plain(token));
  }
  return found;
}

function plain(value: string): string {
  const quoted = /^"((?:[^"\\]|\\.)*)"|^'([^']*)'/.exec(value);
  return quoted === null ? value.replace(/\s+#.*$/, '') : (quoted[1]?.replace(/\\(["\\])/g, '$1') ?? quoted[2]!);
}
