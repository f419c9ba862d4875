import { BUILD_TEST, compileMessage, firstError } from './compile-errors.ts';
import { isObject, numberIn, parseJson, textIn, type JsonObject } from './json.ts';
import { failureMessage, unreadable, type RawTest, type TestsReading } from './reading.ts';

/** Stands for a package that failed without naming a test. */
const PACKAGE_TEST = 'package';

type Result = 'pass' | 'fail' | 'skip';

interface Seen {
  /** The worst of its results, where it ran several times; `null`: begun and not ended. */
  result: Result | null;
  elapsed: number | null;
  readonly output: string[];
}

interface Package {
  readonly tests: Map<string, Seen>;
  readonly output: string[];
  result: Result | null;
  failedBuild: string | null;
}

interface Stream {
  readonly packages: Map<string, Package>;
  /** What the compiler said, by import path. */
  readonly builds: Map<string, string[]>;
  /** Lines that are no events: the error stream of `go`, and what older versions say of a build. */
  readonly others: string[];
  cutOff: boolean;
}

/**
 * Reads the events of `go test -json`. A test with subtests stands for its own part: it fails only if none of its subtests
 * did. Failures inside a test or package that passed are output of the test, no failures. A package that does not compile,
 * or that fails by itself, is one failing test. Never throws.
 */
export function readGoTest(text: string): TestsReading {
  if (text.trim() === '') return unreadable('is empty');
  const stream = readEvents(text);
  if (stream.packages.size === 0) {
    const said = stream.others.find((line) => line.trim() !== '') ?? '';
    if (/matched no packages|no packages to test/.test(stream.others.join('\n'))) return { type: 'read', tests: [] };
    return unreadable(`has no event of \`go test -json\`${said === '' ? '' : `; it begins with "${said.trim().slice(0, 200)}"`}`);
  }
  if (stream.cutOff) return unreadable('ends within an event');
  const open = [...stream.packages].find(([, { result }]) => result === null);
  if (open !== undefined) return unreadable(`ends before the package ${open[0]} has a result`);
  return { type: 'read', tests: [...stream.packages].flatMap(([name, one]) => packageTests(name, one, stream)) };
}

function readEvents(text: string): Stream {
  const stream: Stream = { packages: new Map(), builds: new Map(), others: [], cutOff: false };
  for (const line of text.split('\n')) {
    const event = line.startsWith('{') ? parseJson(line) : undefined;
    if (isObject(event) && textIn(event['Action']) !== null) take(event, stream);
    else if (/^\{"(?:Time|ImportPath|Action)":/.test(line)) stream.cutOff = true;
    else stream.others.push(line);
  }
  return stream;
}

function take(event: JsonObject, { packages, builds }: Stream): void {
  const action = textIn(event['Action']) ?? '';
  const output = textIn(event['Output']);
  const built = textIn(event['ImportPath']);
  if (built !== null) {
    const said = builds.get(built) ?? [];
    builds.set(built, said);
    if (output !== null) said.push(output);
    return;
  }
  const name = textIn(event['Package']) ?? '';
  const one: Package = packages.get(name) ?? { tests: new Map<string, Seen>(), output: [], result: null, failedBuild: null };
  packages.set(name, one);
  const result = action === 'pass' || action === 'fail' || action === 'skip' ? action : null;
  const test = textIn(event['Test']);
  if (test === null) {
    if (output !== null) one.output.push(output);
    one.result = result ?? one.result;
    one.failedBuild = textIn(event['FailedBuild']) ?? one.failedBuild;
    return;
  }
  const seen: Seen = one.tests.get(test) ?? { result: null, elapsed: null, output: [] };
  one.tests.set(test, seen);
  if (output !== null && !/^\s*(?:===|---) /.test(output)) seen.output.push(output);
  if (result === null) return;
  seen.result = worst(seen.result, result);
  seen.elapsed = (seen.elapsed ?? 0) + (numberIn(event['Elapsed']) ?? 0);
}

function worst(one: Result | null, other: Result): Result {
  return one === 'fail' || other === 'fail' ? 'fail' : one === 'pass' || other === 'pass' ? 'pass' : 'skip';
}

function packageTests(name: string, one: Package, stream: Stream): readonly RawTest[] {
  const failed = one.result === 'fail';
  const blamed = new Set([...one.tests].flatMap(([test, seen]) => (isBad(seen, failed) ? parentsOf(test) : [])));
  const tests = [...one.tests].flatMap(([test, seen]) => testOutcome(name, test, { seen, blamed }, one));
  if (!failed || tests.some(({ status }) => status === 'failed')) return tests;
  const output = one.output.join('').trim();
  const build = one.failedBuild === null ? olderBuild(name, output, stream.others) : (stream.builds.get(one.failedBuild) ?? []).join('');
  // `go test` runs the checks of `go vet` that are nearly always right, and marks what they say by this header.
  const message = build === null ? output : /^# \[/m.test(build) && !/: undefined: |\bvet: /.test(build) ? `does not pass go vet: ${firstError(build) ?? build}` : compileMessage(build);
  return [...tests, { suite: [name], name: build === null ? PACKAGE_TEST : BUILD_TEST, status: 'failed', file: null, durationMs: null, message: failureMessage(message) ?? 'The package failed and says no more.' }];
}

/** Before Go 1.24 the compiler speaks on the error stream, below a line that names the package. */
function olderBuild(name: string, output: string, others: readonly string[]): string | null {
  if (!/\[(?:build|setup) failed\]\s*$/.test(output)) return null;
  const start = others.findIndex((line) => line === `# ${name}` || line.startsWith(`# ${name} `));
  const length = others.slice(start + 1).findIndex((line) => line.startsWith('# '));
  return start < 0 ? output : others.slice(start, length < 0 ? undefined : start + 1 + length).join('\n');
}

function isBad({ result }: Seen, packageFailed: boolean): boolean {
  return result === 'fail' || (result === null && packageFailed);
}

interface Ended {
  readonly seen: Seen;
  /** Tests of the package of which a subtest failed. */
  readonly blamed: ReadonlySet<string>;
}

function testOutcome(suite: string, name: string, { seen, blamed }: Ended, { tests, result }: Package): readonly RawTest[] {
  const packageFailed = result === 'fail';
  const raw = (status: RawTest['status'], message: string | null): readonly RawTest[] =>
    [{ suite: [suite], name, status, file: null, durationMs: seen.elapsed === null ? null : Math.round(seen.elapsed * 1000), message }];
  if (!isBad(seen, packageFailed)) return seen.result === null ? [] : raw(seen.result === 'skip' ? 'skipped' : 'passed', null);
  const parent = name.includes('/') ? tests.get(name.slice(0, name.lastIndexOf('/'))) : undefined;
  if (!packageFailed || (parent !== undefined && !isBad(parent, packageFailed))) return [];
  if (blamed.has(name)) return raw('passed', null);
  // A panic is printed where the outermost test ended.
  const output = [name, ...parentsOf(name)].map((one) => tests.get(one)?.output.join('') ?? '').find((text) => text.trim() !== '');
  return raw('failed', failureMessage(output) ?? (seen.result === null ? 'It began and did not end.' : 'It failed and says no more.'));
}

function parentsOf(name: string): readonly string[] {
  const parts = name.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, parts.length - 1 - index).join('/'));
}
