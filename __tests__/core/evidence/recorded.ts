import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { fingerprintFindings } from '../../../src/core/evidence/fingerprint.ts';
import type { CoverageReading, FindingsReading, TestsReading } from '../../../src/core/evidence/reading.ts';
import { nameTests } from '../../../src/core/evidence/test-ids.ts';

/** Recorded tool output; the tree it was recorded in is spelt `/repo`. */
export function recorded(name: string): string {
  return readFileSync(join(import.meta.dirname, '../../fixtures/evidence', name), 'utf8');
}

export const PLACE = { root: '/repo', directory: '' };

/** `<status> <id without the check's name>` per test. */
export function outcomes(reading: TestsReading): readonly string[] {
  if (reading.type !== 'read') return [`unreadable: ${reading.reason}`];
  return nameTests('test', reading.tests, PLACE).map((test) => `${test.status} ${test.id.slice('test › '.length)}`);
}

/** `<level> <rule> <path>:<line>` per finding. */
export function findings(reading: FindingsReading): readonly string[] {
  if (reading.type !== 'read') return [`unreadable: ${reading.reason}`];
  return fingerprintFindings(reading.findings, PLACE, () => null).map((finding) => `${finding.level} ${finding.rule} ${finding.path}:${finding.line}`);
}

export function reasonOf(reading: TestsReading | FindingsReading | CoverageReading): string | null {
  return reading.type === 'unreadable' ? reading.reason : null;
}
