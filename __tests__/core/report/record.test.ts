import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Settings } from '../../../src/core/model/settings.ts';
import type { JudgeInput } from '../../../src/core/model/judge-input.ts';
import { decisionRecord, settingsDigest, verifyRecord, type DecisionRecord } from '../../../src/core/report/record.ts';
import { comparison, failure, finding, input, metric, request, tree } from '../judge/sample.ts';
import { attempt, bare, check, evidence, FOUND } from './sample.ts';

const schema = JSON.parse(readFileSync(new URL('../../../docs/decision-record.schema.json', import.meta.url), 'utf8')) as object;
const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
const validate = ajv.compile(schema);

const context = { settingsDigest: 'a'.repeat(64), engine: '0.1.0', environment: 'linux x64 node 24', createdAt: '2026-11-03T10:00:00.000Z' };

function recorded(judged: JudgeInput): DecisionRecord {
  return JSON.parse(JSON.stringify(decisionRecord(attempt(judged), { ...context, input: judged }))) as DecisionRecord;
}

const inputs: readonly [string, JudgeInput][] = [
  ['kept', input()],
  ['request', request()],
  ['reverted', input({ comparison: comparison({ newFailures: [failure('test › a')], newFindings: [finding('no-undef')], newlyIncomplete: [check({ status: 'crashed', exitCode: null })], errorsAfter: 3 }) })],
  ['held', input({ strength: null, flags: ['eval'], suspects: [{ id: 'x', reachesChange: true, flakedOnBase: false }] })],
  ['without worth', input({ worth: null, duplication: null })],
  ['metrics that give no number', input({ before: tree({ metrics: [metric('size', 3)] }), after: tree({ metrics: [metric('size', Number.NaN)] }) })],
  ['forecasts', input({ history: { errors: [1, 1, 1, 1, 1, 1, 1, 1, 2], cumulativeRoi: [0, 1], metrics: [{ name: 'size', values: [1, Number.NaN] }] } })],
];

describe('decision record', () => {
  test.each(inputs)('%s: validates, and its verdict can be recomputed after JSON', (_, judged) => {
    const record = recorded(judged);
    validate(record);
    expect(validate.errors).toBeNull();
    expect(verifyRecord(record)).toMatchObject({ type: 'same', verdict: record.verdict });
  });

  test('an attempt that was never judged validates and says so', () => {
    const record = decisionRecord(bare(), { ...context, input: null });
    validate(JSON.parse(JSON.stringify(record)));
    expect(validate.errors).toBeNull();
    expect(verifyRecord(record)).toEqual({ type: 'not-judged', reason: "the outcome unchanged was not the judge's: the record holds no input to judge" });
  });

  test('a found task may carry any detail', () => {
    validate(JSON.parse(JSON.stringify(decisionRecord(bare({ task: { ...FOUND, detail: { clones: [1, 'x', null] } } }), { ...context, input: null }))));
    expect(validate.errors).toBeNull();
  });

  test('the schema refuses what is no record', () => {
    expect(validate({ ...recorded(input()), outcome: 'fine' })).toBe(false);
    expect(validate({ ...recorded(input()), surprise: 1 })).toBe(false);
    expect(validate({ ...recorded(input()), settingsDigest: 'x' })).toBe(false);
  });

  test('a changed number, decision or sentence is told', () => {
    const record = recorded(input());
    const tampered = { ...record, input: { ...record.input!, comparison: { ...record.input!.comparison, errorsAfter: 9 } } };
    expect(verifyRecord(tampered)).toMatchObject({ type: 'different' });
    expect((verifyRecord(tampered) as { readonly differences: readonly string[] }).differences).toEqual(expect.arrayContaining([
      'decision: recorded keep, recomputed revert', 'rule: recorded none, recomputed harmless', 'outcome: recorded kept, recomputed reverted',
    ]));
    expect(verifyRecord({ ...record, reasons: ['It is great.'] })).toMatchObject({ type: 'different', differences: ['a reason that no rule gave: It is great.'] });
    const reasons = record.verdict!.reasons.map((reason, index) => (index === 0 ? { ...reason, after: 0 } : reason));
    expect(verifyRecord({ ...record, verdict: { ...record.verdict!, reasons } })).toMatchObject({ type: 'different', differences: [expect.stringMatching(/^recorded only, by harmless/), expect.stringMatching(/^recomputed only, by harmless/)] });
  });

  test('work that was proved and could not land is no difference', () => {
    const record = decisionRecord(attempt(input(), { outcome: 'failed', reasons: ['the push was refused'], commit: null }), { ...context, input: input() });
    expect(verifyRecord(record)).toMatchObject({ type: 'same' });
  });

  test('lists are capped, totals are not', () => {
    const flood = attempt(input(), {}, { after: evidence({ checks: [check({ outputTail: 'x'.repeat(9000) })] }, 0, 5000) });
    const record = decisionRecord(flood, { ...context, input: input() });
    expect(record.after).toMatchObject({ tests: { passed: 0, failed: 5000, skipped: 0 } });
    expect([record.after!.failing.length, record.after!.checks[0]!.outputTail.length]).toEqual([200, 4000]);
  });

  test('what a model was asked and answered is in it whole; an unknown cost is null', () => {
    const interactions = [{ prompt: 'write it\n', promptHash: 'b'.repeat(64), response: '' }, { prompt: 'again', promptHash: 'c'.repeat(64), response: 'x'.repeat(100_000) }];
    const record = decisionRecord(attempt(input(), { interactions, tokens: 1234, cost: null }), { ...context, input: input() });
    validate(JSON.parse(JSON.stringify(record)));
    expect(validate.errors).toBeNull();
    expect(record).toMatchObject({ interactions, tokens: 1234, cost: null });
    expect(validate({ ...recorded(input()), interactions: [{ prompt: 'x', promptHash: 'short', response: '' }] })).toBe(false);
    expect(validate({ ...recorded(input()), cost: 'free' })).toBe(false);
  });
});

describe('settings digest', () => {
  const settings = { threshold: 0.5, kinds: ['extract'], state: { store: 'cache', directory: '/home/a', maxBytes: 1 }, recordsDirectory: '/home/a/records' } as unknown as Settings;

  test('is the same for the same decisions, whatever the key order and the machine', () => {
    const moved = Object.fromEntries(Object.entries({ ...settings, recordsDirectory: '/b', state: { ...settings.state, directory: '/b' } }).reverse()) as unknown as Settings;
    expect(settingsDigest(moved)).toBe(settingsDigest(settings));
    expect(settingsDigest(settings)).toMatch(/^[0-9a-f]{64}$/);
  });

  test('changes with a setting', () => {
    expect(settingsDigest({ ...settings, threshold: 0.6 })).not.toBe(settingsDigest(settings));
  });
});
