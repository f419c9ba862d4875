import { brokenBuild } from './compile-errors.ts';
import { failureMessage, stripAnsi, unreadable, type RawTest, type TestsReading } from './reading.ts';

/** One test binary, or the documentation tests of one crate. */
interface Block {
  readonly suite: readonly string[];
  /** From the header to the next one. */
  readonly lines: readonly string[];
}

type Counted = Readonly<Record<'passed' | 'failed' | 'ignored' | 'measured', number>>;
interface Named {
  readonly name: string;
  readonly status: RawTest['status'];
  readonly kind: keyof Counted;
}

const RUNNING = /^ +Running (?:unittests )?(\S.*?) \((?:.*[\\/])?([^\\/]+?)-[0-9a-f]{8,}(?:\.exe)?\)$/;
const DOC = /^ +Doc-tests (\S+)$/;
const START = /^running (\d+) tests?$/;
const SUMMARY = /^test result: (?:ok|FAILED)\. (\d+) passed; (\d+) failed; (\d+) ignored; (\d+) measured; \d+ filtered out/;
const RESULT = String.raw`test (\S.*?)(?: - should panic| - compile(?: fail)?)? \.\.\. (ok|FAILED|ignored(?:, .*)?|bench:.*)$`;
const STRICT = new RegExp(`^${RESULT}`);
/** Longer lines are neither headers nor results: looking for one within them would take long. */
const LONGEST_LINE = 4096;
/** A test that writes past the harness leaves half a line in front of the next result. */
const LENIENT = new RegExp(RESULT);
const BEGUN = /test \S.*? \.\.\. /;
const CRATE_ERROR = /^error: could not compile `([^`]+)`(?: \(([^)]*)\))?/gm;

/**
 * Reads what `cargo test` prints, both streams together, with several test binaries and documentation tests. Named tests must
 * agree with the counts of each `test result:` line, or the report is unreadable: tests can print lines that look like
 * results. A binary that ended before its result, and a crate that does not compile, are failing tests. Never throws.
 */
export function readLibtest(text: string): TestsReading {
  const plain = stripAnsi(text);
  if (plain.trim() === '') return unreadable('is empty');
  const builds = buildErrors(plain);
  const tests: RawTest[] = [...builds];
  const blocks = blocksOf(plain);
  for (const block of blocks) {
    const read = readBlock(block);
    if (typeof read === 'string') return unreadable(read);
    tests.push(...read);
  }
  if (blocks.length > 0 || builds.length > 0) return { type: 'read', tests };
  const said = /^error(?:\[\w+\])?: .*$/m.exec(plain)?.[0];
  return unreadable(`has no line "running <n> tests" and no compiler error${said === undefined ? '' : `; it says "${said.slice(0, 200)}"`}`);
}

function buildErrors(text: string): readonly RawTest[] {
  const crates = [...new Set([...text.matchAll(CRATE_ERROR)].map((match) => match[1]!))];
  return crates.map((crate) => brokenBuild(crate, errorsOnly(text)));
}

/** From the first error on: progress and warnings before it say nothing. */
function errorsOnly(text: string): string {
  const start = text.search(/^error(?:\[\w+\])?: /m);
  return start < 0 ? text : text.slice(start);
}

function blocksOf(text: string): readonly Block[] {
  const blocks: { suite: readonly string[]; lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    const running = line.length > LONGEST_LINE ? null : RUNNING.exec(line);
    const doc = DOC.exec(line);
    if (running !== null) blocks.push({ suite: [running[2]!, running[1]!], lines: [] });
    else if (doc !== null) blocks.push({ suite: [`${doc[1]!} documentation`], lines: [] });
    // Without headers (`--quiet`, or the error stream is elsewhere) the counts alone part the binaries.
    else if (blocks.length === 0 && START.test(line)) blocks.push({ suite: [], lines: [line] });
    else blocks.at(-1)?.lines.push(line);
  }
  return blocks;
}

/** A block has one run, documentation tests may have several. */
function runsOf(lines: readonly string[]): readonly (readonly string[])[] {
  const runs: string[][] = [];
  let isOpen = false;
  for (const line of lines) {
    if (!isOpen && START.test(line)) {
      runs.push([]);
      isOpen = true;
    }
    if (isOpen) runs.at(-1)?.push(line);
    if (SUMMARY.test(line)) isOpen = false;
  }
  return runs;
}

/** Tests of one block, or why it cannot be trusted. */
function readBlock({ suite, lines }: Block): readonly RawTest[] | string {
  const raw = ({ name, status }: Pick<RawTest, 'name' | 'status'>, message: string | null): RawTest => ({ suite, name, status, file: null, durationMs: null, message });
  const broken = (reason: string): RawTest => raw({ name: 'test binary', status: 'failed' }, failureMessage(`${reason}\n${lines.join('\n').trim()}`));
  const runs = runsOf(lines);
  // A harness of its own names no tests; cargo repeats its failure.
  if (runs.length === 0) return lines.some((line) => /^error: (?:test|doctest) failed|process didn't exit successfully/.test(line)) ? [broken('The test binary failed and named no test.')] : [];
  const tests: (Named & { readonly message: string | null })[] = [];
  const ended: RawTest[] = [];
  for (const run of runs) {
    const summary = run.find((line) => SUMMARY.test(line));
    if (summary === undefined) ended.push(broken('The test binary ended before its result: a test ended the process, or a signal did.'));
    const named = summary === undefined ? unique(namedIn(run, STRICT)) : agreeing(run, countsOf(summary));
    if (named === null) return disagreement(suite, run, summary ?? '');
    const sections = sectionsOf(run);
    tests.push(...named.map((one) => ({ ...one, message: one.status === 'failed' ? (messageOf(sections.get(one.name) ?? []) ?? 'It failed and says no more.') : null })));
  }
  return [...inOrder(tests).map((one) => raw(one, one.message)), ...ended];
}

function disagreement(suite: readonly string[], run: readonly string[], summary: string): string {
  const named = namedIn(resultLines(run), STRICT).length;
  return `counts ${sum(countsOf(summary))} tests in ${suite.length === 0 ? 'a test binary' : suite.join(' ')} and names ${named}: something else printed among the results. Leave out \`--nocapture\`, and let no test write to the standard output directly`;
}

function unique(named: readonly Named[]): readonly Named[] {
  const seen = new Set<string>();
  return named.filter(({ name }) => seen.size < seen.add(name).size);
}

function countsOf(line: string): Counted {
  const [, passed = 0, failed = 0, ignored = 0, measured = 0] = (SUMMARY.exec(line) ?? []).map(Number);
  return { passed, failed, ignored, measured };
}

function sum(counts: Counted): number {
  return counts.passed + counts.failed + counts.ignored + counts.measured;
}

/** Results are above what failing tests printed. */
function resultLines(lines: readonly string[]): readonly string[] {
  const end = lines.findIndex((line) => line === 'failures:' || line === 'successes:');
  return end < 0 ? lines : lines.slice(0, end);
}

/** The named tests, read strictly, else with results that something was printed in front of or within; `null` if nothing agrees with the counts. */
function agreeing(lines: readonly string[], counted: Counted): readonly Named[] | null {
  const results = resultLines(lines);
  for (const named of [namedIn(results, STRICT), namedIn(results, LENIENT), namedIn(joined(results), LENIENT)]) {
    const agrees = (Object.keys(counted) as (keyof Counted)[]).every((kind) => named.filter((one) => one.kind === kind).length === counted[kind]);
    if (agrees) return named;
  }
  return null;
}

/** In one thread a name is printed before its test runs: what the test prints past the harness parts it from its result. */
function joined(lines: readonly string[]): readonly string[] {
  const whole: string[] = [];
  let open: string | null = null;
  for (const line of lines) {
    const end: string | undefined = /(?:ok|FAILED|ignored(?:, .*)?)$/.exec(line)?.[0];
    const begun: RegExpExecArray | null = line.length > LONGEST_LINE || LENIENT.test(line) ? null : BEGUN.exec(line);
    const name: string | null = begun?.[0] ?? open;
    if (name !== null && end !== undefined) {
      whole.push(`${name}${end}`);
      open = null;
    } else if (begun !== null) open = name;
    else whole.push(line);
  }
  return whole;
}

function namedIn(lines: readonly string[], pattern: RegExp): readonly Named[] {
  return lines.flatMap((line): readonly Named[] => {
    const match = line.length > LONGEST_LINE ? null : pattern.exec(line);
    if (match === null) return [];
    const [, name = '', word = ''] = match;
    if (word === 'ok') return [{ name, status: 'passed', kind: 'passed' }];
    if (word === 'FAILED') return [{ name, status: 'failed', kind: 'failed' }];
    return word.startsWith('bench:') ? [{ name, status: 'passed', kind: 'measured' }] : [{ name, status: 'skipped', kind: 'ignored' }];
  });
}

const LINE = / \(line (\d+)\)$/;

/** Documentation tests are named by their line, which every edit above moves: they are numbered in the order of their lines instead. */
function inOrder<T extends Named>(named: readonly T[]): readonly T[] {
  const lineOf = ({ name }: Named): number => Number(LINE.exec(name)?.[1] ?? 0);
  return named.toSorted((a, b) => lineOf(a) - lineOf(b)).map((one) => ({ ...one, name: one.name.replace(LINE, '') }));
}

const SECTION = /^---- (.*) stdout ----$/;

/** What failing tests printed, by their names. */
function sectionsOf(lines: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const sections = new Map<string, string[]>();
  let open: string[] | null = null;
  for (const line of lines) {
    const name = SECTION.exec(line)?.[1];
    if (name !== undefined) {
      open = [];
      if (!sections.has(name)) sections.set(name, open);
    } else open?.push(line);
  }
  return sections;
}

/** Without the backtrace and the thread's number, which differs each time. */
function messageOf(lines: readonly string[]): string | null {
  const end = lines.findIndex((line) => /^failures:$|^stack backtrace:$|^note: run with `RUST_BACKTRACE/.test(line));
  return failureMessage(lines.slice(0, end < 0 ? undefined : end).join('\n').replace(/^(thread '.*') \(\d+\) panicked/gm, '$1 panicked'));
}
