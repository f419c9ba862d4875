/** New files of Go, Rust and Java that a compiler finds in place of others, or builds without being told to. */
import { GO_MACHINES, GO_SYSTEMS } from '../syntax/go-targets.ts';

/** A file that goes and comes again under a name that the build passes over. */
export function hiddenByGo(path: string, gone: readonly string[]): string | null {
  const { directory, name } = split(path);
  const old = gone.find((other) => other.endsWith('.go') && split(other).directory === directory && conditionOf(split(other).name) === null);
  const condition = conditionOf(name);
  if (old === undefined || condition === null) return null;
  return `what \`${old}\` holds would ${condition === 'nothing' ? 'not be built' : `be built only ${condition === 'test' ? 'with the tests' : `for ${condition}`}`}`;
}

/** Also names that begin with a dot or an underscore, which `go build` does not see. */
function conditionOf(name: string): string | null {
  const parts = name.replace(/\.go$/, '').split('_');
  const last = parts.length > 1 ? parts.at(-1)! : '';
  if (/^[_.]/.test(name)) return 'nothing';
  return last === 'test' || GO_SYSTEMS.has(last) || GO_MACHINES.has(last) ? last : null;
}

/** What the Cargo book calls target auto-discovery, and the two places of a module. */
export function hiddenByRust(path: string, present: ReadonlySet<string>): string | null {
  const { directory, name } = split(path);
  const stem = name.replace(/\.rs$/, '');
  const twin = stem === 'mod' ? `${directory}.rs` : `${path.replace(/\.rs$/, '')}/mod.rs`;
  if (present.has(twin)) return `the module would have two files, this one and \`${twin}\``;
  if (stem === 'std') return 'a module called `std` would be found in place of the standard library';
  const target = /^(?:(?<root>.+)\/)?(?:src\/(?:main|lib)\.rs|src\/bin\/(?:[^/]+\.rs|[^/]+\/main\.rs)|(?:examples|benches)\/(?:[^/]+\.rs|[^/]+\/main\.rs))$/.exec(path);
  const root = target?.groups?.['root'];
  const manifest = root === undefined ? 'Cargo.toml' : `${root}/Cargo.toml`;
  return target !== null && present.has(manifest) ? 'cargo would build it as a program or library of its own' : null;
}

/** `java.lang`, and what tests call by its simple name: a class of the same package comes first. */
const JAVA_NAMES = new Set(
  ('Boolean Byte Character CharSequence Class Comparable Double Enum Exception Float Integer Iterable Long Math Object Override Runnable Runtime RuntimeException Short String StringBuilder System Thread Throwable '
    + 'Assert Assertions Assume Assumptions MatcherAssert Mockito Test').split(' '),
);
const JAVA_PACKAGES = /^(?:java|javax|jdk|sun|org\/junit|org\/hamcrest|org\/assertj|org\/mockito|org\/testng|org\/opentest4j|com\/google\/common\/truth)\//;

/** Also types that a file declares although another file of the same package, in this source set or another, has them: tests are loaded first. */
export function hiddenByJava(path: string, text: string, present: ReadonlySet<string>): string | null {
  const name = split(path).name.replace(/\.java$/, '');
  const place = SOURCE_SET.exec(path)?.groups;
  if (place !== undefined && JAVA_PACKAGES.test(place['source']!)) return 'it would stand in a package of the platform or of a test library';
  const twin = place === undefined ? undefined : [...typesIn(text), name].flatMap((type) => twinsOf(place, `${split(place['source']!).directory}/${type}.java`, present)).find((other) => other !== path);
  if (twin !== undefined) return `it would hold a class that \`${twin}\` has`;
  const hidden = present.has(path) ? undefined : [name, ...topLevelTypesIn(text)].find((type) => JAVA_NAMES.has(type));
  return hidden !== undefined ? `classes of its package would find it in place of the \`${hidden}\` that they mean` : null;
}

const SOURCE_SET = /^(?<root>(?:.*\/)?)src\/(?<set>[^/]+)\/java\/(?<source>.*)$/;

const TYPE = /(?:^|[;}])[ \t]*(?:@[\w.]+(?:\([^)\n]{0,200}\))?\s{1,20}){0,8}(?:(?:public|final|abstract|sealed|non-sealed|strictfp)\s{1,20}){0,4}(?:class|interface|enum|record|@interface)\s{1,20}(\w+)/gm;

function typesIn(text: string): readonly string[] {
  return [...text.matchAll(TYPE)].map(([, name]) => name!);
}

/** Those that stand in no other type: classes of the package. */
function topLevelTypesIn(text: string): readonly string[] {
  let depth = 0;
  let at = 0;
  return [...text.matchAll(TYPE)].flatMap((match) => {
    for (const brace of text.slice(at, match.index + 1).match(/[{}]/g) ?? []) depth += brace === '{' ? 1 : -1;
    at = match.index + 1;
    return depth === 0 ? [match[1]!] : [];
  });
}

function twinsOf(place: Readonly<Record<string, string>>, source: string, present: ReadonlySet<string>): readonly string[] {
  const wanted = source.replace(/^\//, '');
  return [...present].filter((other) => {
    const there = other.endsWith(wanted) ? SOURCE_SET.exec(other)?.groups : undefined;
    return there !== undefined && there['root'] === place['root'] && there['source'] === wanted;
  });
}

function split(path: string): { readonly directory: string; readonly name: string } {
  const slash = path.lastIndexOf('/');
  return { directory: path.slice(0, Math.max(slash, 0)), name: path.slice(slash + 1) };
}
