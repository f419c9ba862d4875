/** Where a helper's own tests go, and what they are written for: the repository's framework, beside the tests that are nearest to the target. */
import type { KindContext } from '../kinds/kind.ts';
import type { Family, Language } from '../model/code.ts';
import { familyOf, languageOf } from '../syntax/language.ts';
import { readModule } from '../syntax/modules.ts';
import { directoryOf } from '../syntax/resolve.ts';
import { specifierFor } from '../syntax/specifiers.ts';
import { goHome, javaHome, rustHome, type CompiledFramework } from './test-home-compiled.ts';

export type TestFramework = 'node:test' | 'jest' | 'vitest' | 'mocha' | 'pytest' | 'unittest' | CompiledFramework;

export interface TestHome {
  readonly framework: TestFramework;
  /** A file that does not exist yet; the target itself for inline tests. */
  readonly path: string;
  /** How a test there imports the target. */
  readonly specifier: string;
  /** How a test there reaches the target, as a clause; absent where it imports the specifier. */
  readonly access?: string;
  /** Tests stand in the target's own file, in a module that is built for tests only: nothing else could reach it. */
  readonly inline?: boolean;
  /** The nearest test that may be shown; `null` if there is none. */
  readonly example: { readonly path: string; readonly text: string } | null;
}

export interface TestSubject {
  readonly target: string;
  readonly language: Language;
  /** What the helper will be called, if that is known. */
  readonly name: string | null;
}

/** What the tools run, and in which languages: those of one group are tested together. */
type Group = 'javascript' | Extract<Family, 'python' | 'go' | 'rust' | 'java'>;

const GROUPS: Readonly<Record<Family, Group>> = { javascript: 'javascript', typescript: 'javascript', python: 'python', go: 'go', rust: 'rust', java: 'java' };
/** `null`: the tool runs more than one framework. */
const TOOLS: Readonly<Record<string, readonly [Group, TestFramework | null]>> = {
  'node --test': ['javascript', 'node:test'], jest: ['javascript', 'jest'], vitest: ['javascript', 'vitest'], mocha: ['javascript', 'mocha'], pytest: ['python', 'pytest'], unittest: ['python', 'unittest'],
  'go test': ['go', 'go test'], 'cargo test': ['rust', 'cargo test'], 'cargo nextest': ['rust', 'cargo test'], maven: ['java', null], gradle: ['java', null],
};
/** Tests that are read to find out what they are written for. */
const READ = 5;

/** `null` where no test command would run tests in the target's language, or no new test may be written. */
export async function testHomeFor(subject: TestSubject, context: KindContext): Promise<TestHome | null> {
  const group = GROUPS[familyOf(subject.language)];
  const known = context.toolchain.test.map(({ tool }) => (tool === null ? null : TOOLS[tool] ?? null));
  const own = known.find((tool) => tool?.[0] === group);
  if (own === undefined && !known.includes(null)) return null;
  const neighbours = neighboursOf(subject, context);
  const texts: { path: string; text: string }[] = [];
  for (const path of neighbours.slice(0, READ)) {
    const text = await context.tree.read(path);
    if (text !== null) texts.push({ path, text });
  }
  const example = texts.find((each) => context.maySend(each.path)) ?? null;
  switch (group) {
    case 'go': return goHome(subject, example, context);
    case 'rust': return rustHome(subject, example, context);
    case 'java': return javaHome(subject, texts, context);
    default: return scriptHome(subject, { neighbours, texts, example, framework: own?.[1] ?? null }, context);
  }
}

interface Found {
  readonly neighbours: readonly string[];
  readonly texts: readonly { readonly path: string; readonly text: string }[];
  readonly example: TestHome['example'];
  readonly framework: TestFramework | null;
}

async function scriptHome(subject: TestSubject, { neighbours, texts, example, framework: known }: Found, context: KindContext): Promise<TestHome | null> {
  const isPython = subject.language === 'python';
  const path = placeFor(subject, neighbours, context);
  if (path === null) return null;
  const framework = known ?? texts.map(({ text }) => frameworkOf(text, isPython)).find((each) => each !== null) ?? (isPython ? 'unittest' : 'node:test');
  const [nearest] = texts;
  return { framework, path, specifier: await specifierOf(path, subject, nearest?.text ?? null, context), example };
}

/** What a test file is written for, by what it imports. */
export function frameworkOf(text: string, isPython: boolean): TestFramework | null {
  if (isPython) return /^\s*(?:import|from)\s+unittest\b/m.test(text) ? 'unittest' : /^\s*(?:import|from)\s+pytest\b|^(?:async )?def test_/m.test(text) ? 'pytest' : null;
  const imports = (name: string): boolean => new RegExp(`(?:from|require\\(|import)\\s*\\(?['"]${name}['"]`).test(text);
  if (imports('node:test')) return 'node:test';
  if (imports('vitest')) return 'vitest';
  if (imports('@jest/globals') || /\bjest\.\w+\(/.test(text)) return 'jest';
  return imports('mocha') ? 'mocha' : null;
}

const JAVASCRIPT_NAME = /(?:^|[._-])(?:tests?|spec)\.[cm]?[jt]sx?$/;
const PYTHON_NAME = /^test_.*\.py$|_test\.py$/;
const TEST_NAMES: Readonly<Record<Family, RegExp>> = { javascript: JAVASCRIPT_NAME, typescript: JAVASCRIPT_NAME, python: PYTHON_NAME, go: /_test\.go$/, rust: /\.rs$/, java: /(?:Tests?|TestCase)\.java$|^Test[A-Z]\w*\.java$/ };
const NO_TEST = /(?:^|\/)(?:__fixtures__|fixtures|testdata|test-data|__mocks__|__snapshots__|support|helpers|e2e)\//;

/** Test files in the target's family of languages below the working directory: those that the test command runs before others, nearest to the target first. */
function neighboursOf({ target, language }: TestSubject, { tree, isTest, workingDirectory, baseline }: KindContext): string[] {
  const run = new Set(baseline?.tests.flatMap(({ file }) => file ?? []));
  const isTestFile = (path: string): boolean => TEST_NAMES[familyOf(language)].test(nameOf(path));
  const files = tree.entries.flatMap(({ path, mode }) => {
    const own = languageOf(path);
    const fits = mode.startsWith('100') && own !== null && familyOf(own) === familyOf(language) && isTest(path) && isTestFile(path) && !NO_TEST.test(path);
    return fits && (workingDirectory === '' || path.startsWith(`${workingDirectory}/`)) ? [path] : [];
  });
  const directories = directoryOf(target).split('/');
  const near = (path: string): readonly number[] => [
    run.has(path) ? 0 : 1,
    stemOf(path) === stemOf(target) ? 0 : 1,
    directoryOf(path) === directoryOf(target) ? 0 : 1,
    -directories.filter((each) => each !== '' && directoryOf(path).split('/').includes(each)).length,
    path.split('/').length,
  ];
  return files.toSorted((a, b) => compared(near(a), near(b)) || (a < b ? -1 : 1));
}

function compared(a: readonly number[], b: readonly number[]): number {
  return a.map((each, index) => each - b[index]!).find((difference) => difference !== 0) ?? 0;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `dates` for `src/dates.js`, `dates.test.js`, `test_dates.py`; `Dates` for `DatesTest.java`. */
function stemOf(path: string): string {
  const stem = nameOf(path).replace(/\.\w+$/, '');
  return path.endsWith('.java') ? stem.replace(/(?:Tests?|TestCase)$/, '') : stem.replace(/[._-](?:tests?|spec)$/, '').replace(/^test_/, '');
}

function placeFor({ target, language, name }: TestSubject, [nearest]: readonly string[], { tree, mayEdit }: KindContext): string | null {
  const taken = new Set(tree.entries.map(({ path }) => path));
  const ending = /\.\w+$/.exec(target)![0];
  const suffix = nearest === undefined ? `.test${ending.replace('sx', 's')}` : /[._-](?:tests?|spec)\.\w+$/.exec(nearest)?.[0] ?? `.test${/\.\w+$/.exec(nearest)![0]}`;
  const file = (base: string): string => (language === 'python' ? (nearest !== undefined && /_test\.py$/.test(nearest) ? `${base}_test.py` : `test_${base}.py`) : `${base}${suffix}`);
  const own = name === null ? [] : [name.replace(/^_+/, '').replace(/\W/g, '')].filter((each) => each !== '');
  const join = language === 'python' ? '_' : '-';
  const bases = [...own, stemOf(target), ...[2, 3, 4, 5].map((number) => `${own[0] ?? stemOf(target)}${join}${number}`)];
  const directories = [...new Set([...(nearest === undefined ? [] : [directoryOf(nearest)]), directoryOf(target)])];
  const places = directories.flatMap((directory) => bases.map((base) => (directory === '' ? file(base) : `${directory}/${file(base)}`)));
  return places.find((path) => !taken.has(path) && mayEdit(path)) ?? null;
}

/** As the nearest test names its own imports. */
async function specifierOf(path: string, { target, language }: TestSubject, neighbour: string | null, { tree, syntax }: KindContext): Promise<string> {
  await syntax.load([language]);
  const style = neighbour === null ? null : syntax.parse(language, neighbour, readModule).style;
  const files = new Set([...tree.entries.map((entry) => entry.path), target]);
  return specifierFor(path, target, { extension: style?.extension ?? 'as-written', relative: false }, files);
}
