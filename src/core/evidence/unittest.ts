import type { TestOutcome } from '../model/evidence.ts';
import { failureMessage, unreadable, type RawTest, type TestsReading } from './reading.ts';

/** Passing tests of the plain output have no names; they are numbered under this one. */
export const UNNAMED_TEST = 'unnamed passing test';

interface Named {
  readonly suite: string;
  readonly name: string;
}

const TEST = String.raw`(\S+) \(([\w.<>]+)\)`;
const PROBLEM = new RegExp(String.raw`^={70}\n(FAIL|ERROR|UNEXPECTED SUCCESS): (.*)\n`, 'gm');
const STARTED = new RegExp(`^${TEST}(.*)$`);
const RESULTS = ['ok', 'FAIL', 'ERROR', 'expected failure', 'unexpected success'];
const SUMMARY = /^(OK|FAILED|NO TESTS RAN)(?: \((.*)\))?$/gm;
const FIXTURES = new Set(['setUpClass', 'tearDownClass', 'setUpModule', 'tearDownModule']);

/**
 * Reads what Python's `unittest` prints, with `-v` or without. Plain output names failing tests only; the others are
 * numbered. Subtests count with their test. Output that ended early or lost its middle is unreadable. Never throws.
 */
export function readUnittest(text: string): TestsReading {
  const plain = text.replace(/\r\n/g, '\n');
  const runs = [...plain.matchAll(/^Ran (\d+) tests? in [\d.]+s$/gm)];
  if (runs.length === 0) return unreadable('has no line "Ran <n> tests": the run did not reach its end');
  const summaries = [...plain.matchAll(SUMMARY)];
  if (summaries.length < runs.length) return unreadable('ends before "OK" or "FAILED": the run did not reach its end');
  const problems = readProblems(plain);
  const counted = summaries.reduce((sum, summary) => sum + countProblems(summary[2] ?? ''), 0);
  if (problems.length < counted) return unreadable(`counts ${counted} failures and names ${problems.length}: a part of the output is missing`);
  const failed = mergeSubtests(problems);
  const ran = runs.reduce((sum, run) => sum + Number(run[1]), 0);
  const others = readVerbose(plain).filter((test) => !failed.some((failure) => failure.name === test.name && failure.suite[0] === test.suite[0]));
  if (others.length > 0) return { type: 'read', tests: [...others, ...failed] };
  const quiet = summaries.reduce((sum, summary) => sum + countQuiet(summary[2] ?? ''), 0);
  return { type: 'read', tests: [...unnamed(ran, failed, quiet), ...failed] };
}

function readProblems(text: string): readonly RawTest[] {
  const heads = [...text.matchAll(PROBLEM)];
  return heads.map((head, index) => {
    const end = heads[index + 1]?.index ?? text.length;
    const body = text.slice(head.index + head[0].length, end).replace(/^-{70}\n/m, '').replace(/^-{70}\nRan \d+ tests?[^]*$/m, '');
    const message = head[1] === 'UNEXPECTED SUCCESS' ? 'Passed, but is marked as an expected failure.' : failureMessage(body);
    return rawTest(nameOf(head[2] ?? ''), 'failed', message);
  });
}

function countProblems(summary: string): number {
  return ['failures', 'errors'].reduce((sum, word) => sum + countOf(summary, word), 0);
}

/** Tests that ran or were skipped without passing, as the summary counts them. */
function countQuiet(summary: string): number {
  return countOf(summary, 'skipped') + countOf(summary, 'expected failures');
}

function countOf(summary: string, word: string): number {
  const match = new RegExp(`(?:^|, )${word}=(\\d+)`).exec(summary);
  return match === null ? 0 : Number(match[1]);
}

function mergeSubtests(problems: readonly RawTest[]): readonly RawTest[] {
  const first = new Map<string, RawTest>();
  for (const problem of problems) {
    const key = `${problem.suite.join('.')} ${problem.name}`;
    if (!first.has(key)) first.set(key, problem);
  }
  return [...first.values()];
}

function unnamed(ran: number, failed: readonly RawTest[], quiet: number): readonly RawTest[] {
  const failedTests = failed.filter((test) => !FIXTURES.has(test.name)).length;
  const count = Math.max(0, ran - failedTests - quiet);
  return Array.from({ length: Math.min(count, 100_000) }, () => rawTest({ suite: '', name: UNNAMED_TEST }, 'passed', null));
}

/** Lines of `-v`: a test and its result, with a docstring or printed text in between. */
function readVerbose(text: string): readonly RawTest[] {
  const tests: RawTest[] = [];
  let pending: Named | null = null;
  for (const line of text.split('\n')) {
    if (line.startsWith('='.repeat(70)) || line.startsWith('-'.repeat(70))) break;
    const started = STARTED.exec(line);
    if (started !== null) {
      if (pending !== null) tests.push(rawTest(pending, 'passed', null));
      pending = nameOf(line);
    }
    const result = resultIn(line);
    if (pending !== null && result !== null) {
      tests.push(rawTest(pending, statusOf(result), null));
      pending = null;
    }
  }
  // The summary has been seen, so a result that something else was printed into is one: failures are named again below it.
  if (pending !== null) tests.push(rawTest(pending, 'passed', null));
  return mergeSubtests(tests);
}

function resultIn(line: string): string | null {
  const start = line.indexOf('...');
  if (start < 0) return line === 'ok' ? line : null;
  const rest = line.slice(start + 3).trim();
  return /^skipped ['"]/.test(rest) ? rest : (RESULTS.find((word) => rest.endsWith(word)) ?? null);
}

function statusOf(word: string): TestOutcome['status'] {
  if (word === 'ok') return 'passed';
  return word.startsWith('skipped') || word === 'expected failure' ? 'skipped' : 'failed';
}

/** `test_a (module.Class.test_a) (i=1)`; before Python 3.11 the method is not repeated in the parentheses. */
function nameOf(text: string): Named {
  const match = STARTED.exec(text);
  if (match === null) return { suite: '', name: text.trim() };
  const name = match[1] ?? '';
  const place = match[2] ?? '';
  return { suite: place.endsWith(`.${name}`) ? place.slice(0, -name.length - 1) : place, name };
}

function rawTest({ suite, name }: Named, status: TestOutcome['status'], message: string | null): RawTest {
  return { suite: suite === '' ? [] : [suite], name, status, file: null, durationMs: null, message };
}
