/** What end-to-end tests ask of the result of a job. */
import { expect } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { recordOf, watched, type Machine } from './job.ts';
import type { RunnerJob, RunnerResult } from './runner.ts';

/** Diffs as a maintainer merged them; after a change that is meant, write them with `UPDATE_FIXTURES=1` and read them. */
const FIXTURES = resolve(import.meta.dirname, '../fixtures/e2e');

interface Expected {
  readonly rule: string;
  /** In the first reason: what was measured, before and after. */
  readonly reason: RegExp;
}

/** A job whose candidate is reverted: tree, index and branches are the same to the byte; outputs, summary and record tell the same reasons. */
export async function expectReverted(machine: Machine, inputs: Readonly<Record<string, string>>, { rule, reason }: Expected, more: Partial<RunnerJob> = {}): Promise<RunnerResult> {
  const { result, before, after } = await watched(machine, () => machine.job(inputs, more));
  expect(told(result)).toEqual({ exitCode: 0, outcome: 'reverted' });
  expect(after).toEqual(before);
  expect(result.outputs['commit-sha']).toBe('');
  const reasons = result.outputs['reasons']!.split('\n');
  expect(reasons[0]).toMatch(reason);
  const record = recordOf(result);
  expect(record).toMatchObject({ outcome: 'reverted', reasons, verdict: { decision: 'revert', rule } });
  expect(result.summary).toMatch(/^\*\*Reverted\*\* 1 of 1: /);
  expect(plainly(result.summary)).toContain(plainly(reasons[0]!));
  expect(plainly(result.log)).toContain(plainly(reasons[0]!.replace(/\.$/, '')));
  return result;
}

/** A job that keeps one change and commits it: exactly the diff of the fixture, nothing else in tree or index. Returns the result. */
export async function expectKept(machine: Machine, inputs: Readonly<Record<string, string>>, fixture: string): Promise<RunnerResult> {
  const { git } = machine.repository;
  const before = git('rev-parse', 'HEAD');
  const result = await machine.job({ publish: 'commit', ...inputs });
  expect(told(result)).toEqual({ exitCode: 0, outcome: 'kept' });
  expect(git('rev-parse', 'HEAD~1')).toBe(before);
  expect(result.outputs['commit-sha']).toBe(git('rev-parse', 'HEAD'));
  expect(git('status', '--porcelain', '--untracked-files=all')).toBe('');
  const diff = `${git('diff', before, 'HEAD')}\n`;
  if (process.env['UPDATE_FIXTURES'] === '1') writeFileSync(join(FIXTURES, fixture), diff);
  expect(diff).toBe(readFileSync(join(FIXTURES, fixture), 'utf8'));
  expect(recordOf(result)).toMatchObject({ outcome: 'kept', verdict: { decision: 'keep' } });
  return result;
}

/** With the log at hand when it is something else. */
export function told({ exitCode, outputs, log }: RunnerResult): { readonly exitCode: number | null; readonly outcome: string | undefined; readonly log?: string } {
  const told = { exitCode, outcome: outputs['outcome'] };
  return exitCode === 0 && outputs['outcome'] !== 'failed' ? told : { ...told, log };
}

/** Without Markdown's escapes. */
function plainly(text: string): string {
  return text.replace(/\\([\\`*_[\]~!#.)+-])/g, '$1').replace(/<\/?code>/g, '`').replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code))).replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&').replaceAll('\u200b', '');
}
