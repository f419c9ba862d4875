import { languageOf } from '../../syntax/language.ts';
import type { ModuleFacts } from '../../syntax/modules.ts';
import { resolveSpecifier } from '../../syntax/resolve.ts';
import { isIn } from '../../syntax/scopes.ts';
import type { StringFact } from '../../syntax/trivia.ts';
import type { Copy } from './copies.ts';
import type { Repository } from '../repository/repository.ts';

/** Calls that replace or look up something by its name. */
const LOOKUP = /(^|\.)(spyOn|replaceProperty|mock|doMock|patch|object|setattr|getattr|delattr|hasattr|stub|replace|rewire|__get__|__set__|__with__|attrgetter|methodcaller|import_string|import_module|Lookup|MethodByName|FieldByName)$/;
/** Calls that put another module in a module's place. */
const MODULE_MOCK = /(^|\.)(mock|doMock|unmock|setMock|unstable_mockModule|mockModule|module|proxyquire|rewire|replace|replaceEsm)$/;
const TITLES = /^(describe|it|test|suite|context|specify|bench|xit|fit|fdescribe|xdescribe)\b/;

type Named = Pick<Copy, 'path' | 'facts' | 'fn' | 'scope'>;

/** Why a copy may be reached by a string that names it (`patch("pkg.mod.f")`, a registry, a configuration); `null` if nothing names it. */
export async function reachedByString(repository: Repository, copy: Named): Promise<string | null> {
  const free = copy.scope.free.filter((each) => each.binding !== copy.fn.binding && each.space !== 'type').map((each) => each.name);
  for (const path of await repository.searchable()) {
    const text = await repository.text(path);
    if (text === null || text.length > 1_000_000) continue;
    if (languageOf(path) === null) {
      if (isNamedInText(text, copy)) return `${path} names \`${copy.fn.name}\` in text`;
    } else if (mentions(text, [copy.fn.name, ...free], copy)) {
      const facts = await repository.facts(path);
      const hit = facts?.strings.find((each) => names(each, path, facts, repository, copy, free));
      if (hit !== undefined) return `the string \`${hit.value}\` in ${path} may name it or what it uses`;
    }
  }
  return null;
}

/** Cheap test before a file is parsed. */
function mentions(text: string, candidates: readonly string[], copy: Named): boolean {
  if (!candidates.some((name) => text.includes(`${name}'`) || text.includes(`${name}"`) || text.includes(`${name}\``))) return false;
  return text.includes(copy.fn.name) || /mock|patch|stub|setattr|rewire|spyOn/.test(text);
}

function names(fact: StringFact, path: string, facts: ModuleFacts, repository: Repository, copy: Named, free: readonly string[]): boolean {
  if (fact.isSpecifier || (facts.allList !== null && isIn(fact, facts.allList))) return false;
  const dotted = /^(.*?)[.:#]([\w$]+)$/.exec(fact.value);
  const last = dotted?.[2] ?? fact.value;
  const isTest = repository.context.isTest(path);
  const looksUp = fact.callee !== null && LOOKUP.test(fact.callee);
  if (dotted !== null) return (last === copy.fn.name || (looksUp && free.includes(last))) && dotted[1]!.split(/[./]/).includes(stem(copy.path));
  if (last !== copy.fn.name) return looksUp && free.includes(last) && isTest;
  if (fact.callee !== null && TITLES.test(fact.callee) && fact.argument === 0) return false;
  if (looksUp) return true;
  // A test's tables and expectations mention names freely; Python source may look any of them up.
  return !isTest && (copy.facts.language === 'python' ? path.endsWith('.py') : path === copy.path);
}

function isNamedInText(text: string, copy: Named): boolean {
  if (!text.includes(copy.fn.name)) return false;
  return new RegExp(`\\b${stem(copy.path).replace(/\W/g, '\\$&')}[.:#]${copy.fn.name.replace(/\W/g, '\\$&')}\\b`).test(text);
}

function stem(path: string): string {
  const parts = path.split('/');
  const file = parts.at(-1)!.replace(/\.\w+$/, '');
  return file === '__init__' || file === 'index' ? (parts.at(-2) ?? file) : file;
}

/** The test that puts something else in a module's place; `null` if none does. */
export async function mockedBy(repository: Repository, target: string): Promise<string | null> {
  for (const path of await repository.searchable()) {
    if (languageOf(path) === null || !repository.context.isTest(path)) continue;
    const text = await repository.text(path);
    if (text === null || !text.includes(stem(target)) || !/mock|proxyquire|rewire|replace/i.test(text)) continue;
    const facts = await repository.facts(path);
    const aliases = await repository.aliases();
    const hit = facts?.strings.some((each) => each.callee !== null && MODULE_MOCK.test(each.callee) && resolveSpecifier(path, each.value, repository.files, aliases) === target);
    if (hit === true) return path;
  }
  return null;
}
