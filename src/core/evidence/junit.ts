import { failureMessage, unreadable, type RawTest, type TestsReading } from './reading.ts';
import { readXml, type XmlElement } from './xml.ts';

/** Names that runners give to every suite or class: they tell nothing apart. */
const COMMON_NAMES = new Set(['pytest', 'test', 'undefined']);

/**
 * Reads JUnit XML as pytest, jest-junit, vitest, Node's reporter and Maven Surefire write it. `skipped` wins over
 * `failure` (a to-do that fails); an error of a whole suite counts as a failing test. Never throws.
 */
export function readJunit(text: string): TestsReading {
  const xml = readXml(text);
  if (xml.type === 'unreadable') return xml;
  if (xml.root.name !== 'testsuites' && xml.root.name !== 'testsuite') {
    return unreadable(`is XML with the root element "${xml.root.name}", not JUnit`);
  }
  const tests = xml.root.name === 'testsuite' ? suiteTests(xml.root, []) : childTests(xml.root, []);
  return { type: 'read', tests };
}

function childTests(parent: XmlElement, suites: readonly XmlElement[]): readonly RawTest[] {
  return parent.children.flatMap((child) => {
    if (child.name === 'testsuite') return suiteTests(child, suites);
    if (child.name === 'testcase') return [caseTest(child, suites)];
    return [];
  });
}

function suiteTests(suite: XmlElement, parents: readonly XmlElement[]): readonly RawTest[] {
  const suites = [...parents, suite];
  const tests = childTests(suite, suites);
  const problem = suite.children.find(isProblem);
  const counted = count(suite, 'errors') + count(suite, 'failures') > 0;
  if (problem === undefined && (tests.length > 0 || !counted)) return tests;
  const file = fileOf(suite, parents);
  const names = suites.map((each) => each.attributes.get('name') ?? '');
  const message = problem === undefined ? 'The report counts an error in this suite but names no test.' : problemMessage(problem);
  return [...tests, { suite: distinct([...fileComponent(file, names), ...names]), name: 'suite error', status: 'failed', file, durationMs: null, message }];
}

function caseTest(element: XmlElement, suites: readonly XmlElement[]): RawTest {
  const name = element.attributes.get('name') ?? '';
  const className = element.attributes.get('classname') ?? '';
  const suiteNames = suites.map((suite) => suite.attributes.get('name') ?? '');
  // Surefire puts classes that run together into the report of whichever ends last.
  const ofClass = suites[0]?.attributes.get('xsi:noNamespaceSchemaLocation')?.includes('surefire') === true && className !== '';
  const isRepeated = className === name || className === suiteNames.join('.') || className.replaceAll('.', '/') === suiteNames.at(-1);
  const components = ofClass ? [className] : isRepeated ? suiteNames : [...suiteNames, className];
  const file = fileOf(element, suites);
  const problem = element.children.find(isProblem);
  const isSkipped = element.children.some((child) => child.name === 'skipped') || /^(?:notrun|disabled|skipped)$/i.test(element.attributes.get('status') ?? '');
  const seconds = Number(element.attributes.get('time') ?? Number.NaN);
  return {
    suite: distinct([...fileComponent(file, [...components, name]), ...components]).filter((component) => component !== name || component !== file),
    name,
    status: isSkipped ? 'skipped' : problem === undefined ? 'passed' : 'failed',
    file,
    durationMs: Number.isFinite(seconds) ? Math.round(seconds * 1000) : null,
    message: isSkipped || problem === undefined ? null : problemMessage(problem),
  };
}

function isProblem(element: XmlElement): boolean {
  return element.name === 'failure' || element.name === 'error';
}

function problemMessage(problem: XmlElement): string | null {
  const summary = problem.attributes.get('message') ?? '';
  const body = problem.text.trim();
  return failureMessage(body.includes(summary) ? body : `${summary}\n${body}`);
}

function count(element: XmlElement, attribute: string): number {
  const value = Number(element.attributes.get(attribute) ?? 0);
  return Number.isFinite(value) ? value : 0;
}

function fileOf(element: XmlElement, suites: readonly XmlElement[]): string | null {
  const places = [element, ...suites.toReversed()];
  for (const place of places) {
    const file = place.attributes.get('file') ?? place.attributes.get('filepath');
    if (file !== undefined && file !== '') return file;
  }
  // Vitest names its suites after their files.
  const outermost = suites[0]?.attributes.get('name') ?? '';
  return /^[\w@.+/-]+\.(?:[cm]?[jt]sx?)$/.test(outermost) ? outermost : null;
}

/** The file tells apart tests of one name, unless a name already contains it, dotted or not. */
function fileComponent(file: string | null, names: readonly string[]): readonly string[] {
  if (file === null) return [];
  const dotted = file.replace(/\.[^./]*$/, '').replaceAll('/', '.');
  const isNamed = names.some((name) => name === file || file.endsWith(`/${name}`) || name === dotted || name.startsWith(`${dotted}.`));
  return isNamed ? [] : [file];
}

function distinct(components: readonly string[]): readonly string[] {
  const meaningful = components.filter((component) => component.trim() !== '' && !COMMON_NAMES.has(component));
  return meaningful.filter((component, index) => component !== meaningful[index - 1]);
}
