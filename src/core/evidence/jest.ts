import type { TestOutcome } from '../model/evidence.ts';
import { isObject, numberIn, objectsIn, parseJsonReport, stringsIn, textIn, type JsonObject } from './json.ts';
import { failureMessage, unreadable, type RawTest, type TestsReading } from './reading.ts';

/**
 * Reads what `jest --json` and vitest's JSON reporter write. A test file that could not run counts as one failing
 * test, named `test file`. Never throws.
 */
export function readJest(text: string): TestsReading {
  if (text.trim() === '') return unreadable('is empty');
  const report = parseJsonReport(text);
  if (!isObject(report)) return unreadable('is not complete JSON');
  if (!Array.isArray(report['testResults'])) return unreadable('is JSON without "testResults", not from jest');
  return { type: 'read', tests: [...objectsIn(report['testResults']).flatMap(fileTests), ...runErrors(report)] };
}

function fileTests(result: JsonObject): readonly RawTest[] {
  const file = textIn(result['name']) ?? textIn(result['testFilePath']) ?? '';
  const tests = objectsIn(result['assertionResults']).map((assertion) => assertionTest(assertion, file));
  const error = result['testExecError'];
  const couldNotRun = isObject(error) || (result['status'] === 'failed' && !tests.some((test) => test.status === 'failed'));
  if (!couldNotRun) return tests;
  const message = failureMessage(textIn(result['message'])) ?? (isObject(error) ? failureMessage(textIn(error['message'])) : null);
  return [...tests, { suite: [file], name: 'test file', status: 'failed', file, durationMs: null, message: message ?? 'The test file could not run.' }];
}

function assertionTest(assertion: JsonObject, file: string): RawTest {
  const status = statusOf(textIn(assertion['status']));
  return {
    suite: [file, ...stringsIn(assertion['ancestorTitles'])],
    name: textIn(assertion['title']) ?? textIn(assertion['fullName']) ?? '',
    status,
    file,
    durationMs: numberIn(assertion['duration']),
    message: status === 'failed' ? failureMessage(stringsIn(assertion['failureMessages']).join('\n')) : null,
  };
}

/** Errors outside every file, such as a failing global setup. */
function runErrors(report: JsonObject): readonly RawTest[] {
  const error = report['runExecError'];
  if (!isObject(error)) return [];
  return [{ suite: [], name: 'run', status: 'failed', file: null, durationMs: null, message: failureMessage(textIn(error['message'])) }];
}

function statusOf(status: string | null): TestOutcome['status'] {
  if (status === 'passed') return 'passed';
  return status === 'pending' || status === 'skipped' || status === 'todo' || status === 'disabled' ? 'skipped' : 'failed';
}
