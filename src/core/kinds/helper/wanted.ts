import type { KindContext } from '../kind.ts';
import type { RequestedTask } from '../../model/task.ts';
import { languageOf } from '../../syntax/language.ts';
import type { ImportFact, ModuleFacts } from '../../syntax/modules.ts';
import { directoryOf, normalise, resolveSpecifier } from '../../syntax/resolve.ts';
import { parseModule, type Repository } from '../repository/repository.ts';
import { namesOfGoPackage, takenInGo } from './wanted-go.ts';

export interface Wanted {
  /** Names that the accept command takes from the target and that the target does not have. */
  readonly missing: readonly string[];
  /** Identifiers that the words of the request name. */
  readonly named: readonly string[];
  /** Files that the accept command runs. */
  readonly acceptFiles: readonly Source[];
}

export interface Source {
  readonly path: string;
  readonly text: string;
}

const FILES = 40;
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** What the request is about, by name: from its words and from the files that its accept command runs. */
export async function wantedOf(task: RequestedTask, repository: Repository): Promise<Wanted> {
  const facts = await repository.facts(task.target);
  const has = languageOf(task.target) === 'go' ? await namesOfGoPackage(task.target, repository) : await namesOf(task.target, facts, repository);
  const sources = task.acceptCommand === null ? [] : await acceptSources(task.acceptCommand, repository);
  const taken: string[] = [];
  for (const source of sources) taken.push(...(await takenFrom(task.target, source, repository)));
  return { missing: [...new Set(taken)].filter((name) => !has.has(name)), named: namedIn(task.prompt), acceptFiles: sources.filter(({ path }) => repository.files.has(path)) };
}

/** Names in back quotes, in camelCase or in snake_case, and after "named" or "called". */
export function namedIn(words: string): string[] {
  const quoted = [...words.matchAll(/`([^`]+)`/g)].map((match) => /^[\w$]+/.exec(match[1]!)?.[0] ?? '');
  const shaped = words.match(/\b(?:[a-z][a-z0-9]*(?:[A-Z][A-Za-z0-9]*)+|[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+)\b/g) ?? [];
  const called = [...words.matchAll(/\b(?:named|called)\s+["'`]?([A-Za-z_$][\w$]*)/g)].map((match) => match[1]!);
  return [...new Set([...quoted, ...shaped, ...called])].filter((name) => IDENTIFIER.test(name));
}

/** What a module has for others; names of a module that it exports with `*` count. */
async function namesOf(path: string, facts: ModuleFacts | null, repository: Repository): Promise<ReadonlySet<string>> {
  if (facts === null) return new Set();
  if (facts.language === 'python') return new Set(facts.scopes.bindings.filter(({ scope }) => scope === 0).map(({ name }) => name));
  const names = new Set(facts.exports.map(({ exported }) => exported));
  for (const { form, source } of facts.exports) {
    const from = form === 'star' && source !== null ? resolveSpecifier(path, source, repository.files, await repository.aliases()) : null;
    const there = from === null ? null : await repository.facts(from);
    there?.exports.forEach(({ exported }) => names.add(exported));
  }
  return names;
}

/** The files that the command names, and code that it holds itself (`node -e`, `python -c`). */
async function acceptSources(command: string, repository: Repository): Promise<Source[]> {
  const { context } = repository;
  const sources: Source[] = [];
  for (const path of [...new Set(wordsOf(command).flatMap((word) => filesFor(word, repository)))].slice(0, FILES)) {
    const text = await context.tree.read(path);
    if (text !== null) sources.push({ path, text });
  }
  const inline = [...command.matchAll(/\s-(?:e|c|p|-eval)\s+(?:"((?:[^"\\]|\\.)*)"|'([^']*)')/g)].map((match) => (match[1] ?? match[2] ?? '').replace(/\\(["\\$`])/g, '$1'));
  const ending = /\bpython[\d.]*\s/.test(command) ? 'py' : 'mjs';
  return [...sources, ...inline.map((text, index) => ({ path: within(context, `inline-${index}.${ending}`), text }))];
}

function wordsOf(command: string): string[] {
  return command.split(/[\s"'=;|&()]+/).filter((word) => word !== '');
}

function within({ workingDirectory }: KindContext, path: string): string {
  return workingDirectory === '' ? path : `${workingDirectory}/${path}`;
}

/** A file, the tests below a directory, or a dotted Python module; `tests/test_a.py::test_b` means its file. */
function filesFor(word: string, { context, files }: Repository): string[] {
  const plain = word.replace(/::.*$/, '').replace(/\*.*$/, '').replace(/\/\.\.\.$/, '');
  const path = normalise(within(context, plain));
  // Go's `./...` is everything.
  if (word.endsWith('/...') && path !== null) return [...files].filter((file) => file.startsWith(path === '' ? '' : `${path}/`) && file.endsWith('_test.go'));
  if (path === null || path === '' || path === context.workingDirectory) return [];
  if (files.has(path)) return languageOf(path) === null ? [] : [path];
  const dotted = `${path.replaceAll('.', '/')}.py`;
  if (/^[\w.]+$/.test(plain) && files.has(dotted)) return [dotted];
  const directory = word.includes('*') ? path.replace(/\/?$/, '') : path;
  return [...files].filter((file) => file.startsWith(`${directory}/`) && languageOf(file) !== null && (context.isTest(file) || (file.endsWith('.go') && directoryOf(file) === directory)));
}

async function takenFrom(target: string, { path, text }: Source, repository: Repository): Promise<string[]> {
  const facts = (await parseModule(repository.context, path, text)) ?? null;
  if (facts === null) return [];
  if (facts.language === 'go') return [...(await takenInGo(target, { path, text, facts }, repository))];
  const aliases = await repository.aliases();
  const leads = (specifier: string): boolean => resolveSpecifier(path, specifier, repository.files, aliases) === target || meansNewFile(path, specifier, target, repository);
  const direct = facts.imports.flatMap((fact) => (leads(fact.specifier) ? fromImport(fact, { text, facts }) : fact.form === 'from' ? fromSubmodule(fact, { text, facts }, leads) : []));
  return [...direct, ...fromLoading(text, leads)].filter((name) => IDENTIFIER.test(name));
}

/** A target that does not exist yet: the file that the import would find. */
function meansNewFile(from: string, specifier: string, target: string, { files }: Repository): boolean {
  return !files.has(target) && resolveSpecifier(from, specifier, new Set([...files, target])) === target;
}

interface Module {
  readonly text: string;
  readonly facts: ModuleFacts;
}

function fromImport({ names, form, specifier }: ImportFact, module: Module): string[] {
  return names.flatMap(({ imported, local }) => {
    if (imported === 'default') return ['default'];
    if (imported !== '*' && imported !== '=') return [imported];
    // `import a.b` is used as `a.b.name`.
    return membersOf(local, form === 'module' && imported === '=' ? specifier.slice(local.length) : '', module);
  });
}

/** `from package import module`, then `module.name`. */
function fromSubmodule({ specifier, names }: ImportFact, module: Module, leads: (specifier: string) => boolean): string[] {
  return names.flatMap(({ imported, local }) => (leads(specifier.endsWith('.') ? specifier + imported : `${specifier}.${imported}`) ? membersOf(local, '', module) : []));
}

function membersOf(local: string, path: string, { text, facts }: Module): string[] {
  return facts.scopes.references.flatMap(({ name, end }) => {
    const rest = name === local ? text.slice(end, end + 200) : '';
    return rest.startsWith(path) ? (/^\s*\??\.\s*([A-Za-z_$][\w$]*)/.exec(rest.slice(path.length))?.slice(1) ?? []) : [];
  });
}

/** `const { a, b: c } = await import('…')`. */
function fromLoading(text: string, leads: (specifier: string) => boolean): string[] {
  const loads = text.matchAll(/\{([^{}]*)\}\s*=\s*(?:\(?\s*await\s+import|require)\s*\(\s*["'`]([^"'`]+)["'`]/g);
  return [...loads].filter((match) => leads(match[2]!)).flatMap((match) => match[1]!.split(',').map((part) => part.split(':')[0]!.trim()));
}
