import { Parser } from 'tap-parser';

import { isObject, numberIn, textIn, type Json, type JsonObject } from './json.ts';
import { failureMessage, unreadable, type RawTest, type TestsReading } from './reading.ts';

type Event = readonly [name: string, detail: Json | undefined];

/**
 * Reads TAP 13 and 14 with nested subtests as Node prints them. Leaves are tests; a parent counts only where it failed
 * and none of its children did (a broken hook), and a failure inside a passing parent does not count. Numbers of test
 * points are not trusted: Node repeats them. No plan, or fewer points than planned, is unreadable. Never throws.
 */
export function readTap(text: string): TestsReading {
  if (text.trim() === '') return unreadable('is empty');
  const hasPlan = /^1\.\.\d+\s*(?:#.*)?$/m.test(text);
  try {
    const events = Parser.parse(text) as unknown as readonly Event[];
    return readEvents(events, hasPlan);
  } catch (error) {
    return unreadable(`is not TAP: ${error instanceof Error ? error.message.slice(0, 200) : 'unknown error'}`);
  }
}

function readEvents(events: readonly Event[], hasPlan: boolean): TestsReading {
  const bailout = events.find(([name]) => name === 'bailout');
  const tests = levelTests(events, []);
  if (bailout !== undefined) {
    const reason = failureMessage(textIn(bailout[1])) ?? 'The test run bailed out.';
    return { type: 'read', tests: [...tests, { suite: [], name: 'Bail out!', status: 'failed', file: null, durationMs: null, message: reason }] };
  }
  const plan = events.find(([name]) => name === 'plan')?.[1];
  // The library makes up a plan where there is no test point at all.
  if (!hasPlan || !isObject(plan)) return unreadable('has no TAP plan: the run did not reach its end');
  const planned = Math.max(0, (numberIn(plan['end']) ?? 0) - (numberIn(plan['start']) ?? 1) + 1);
  const points = events.filter(([name]) => name === 'assert').length;
  if (points < planned) return unreadable(`plans ${planned} tests and names ${points}: the run did not reach its end`);
  return { type: 'read', tests };
}

function levelTests(events: readonly Event[], suite: readonly string[]): readonly RawTest[] {
  const tests: RawTest[] = [];
  let children: readonly Event[] | null = null;
  for (const [name, detail] of events) {
    if (name === 'child') {
      children = detail as unknown as readonly Event[];
    } else if (name === 'assert' && isObject(detail)) {
      const parent = pointTest(detail, suite);
      tests.push(...(children === null ? [parent] : parentTests(parent, children)));
      children = null;
    }
  }
  return tests;
}

function parentTests(parent: RawTest, events: readonly Event[]): readonly RawTest[] {
  const children = levelTests(events, [...parent.suite, parent.name]);
  if (parent.status !== 'failed') {
    return children.map((child) => (child.status === 'failed' ? { ...child, status: 'skipped' as const } : child));
  }
  const isExplained = children.some((child) => child.status === 'failed');
  return isExplained ? children : [...children, parent];
}

function pointTest(point: JsonObject, suite: readonly string[]): RawTest {
  const diagnostics = isObject(point['diag']) ? point['diag'] : {};
  const isSet = (value: Json | undefined): boolean => value === true || (typeof value === 'string' && value !== '');
  const isSkipped = isSet(point['skip']) || isSet(point['todo']);
  const status = isSkipped ? 'skipped' : point['ok'] === true ? 'passed' : 'failed';
  const location = textIn(diagnostics['location']);
  const detail = [textIn(diagnostics['error']) ?? textIn(diagnostics['message']), textIn(diagnostics['stack'])].filter((part) => part !== null);
  return {
    suite,
    name: (textIn(point['name']) ?? '').trim() || 'unnamed test',
    status,
    file: location === null ? null : location.replace(/(?::\d+){1,2}$/, ''),
    durationMs: numberIn(point['time']),
    message: status === 'failed' ? failureMessage(detail.join('\n')) : null,
  };
}
