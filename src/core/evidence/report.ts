import type { ReportSource } from '../model/check.ts';
import { readCobertura } from './cobertura.ts';
import { readEslint } from './eslint.ts';
import { readJest } from './jest.ts';
import { readJunit } from './junit.ts';
import { readLcov } from './lcov.ts';
import type { CoverageReading, FindingsReading, TestsReading } from './reading.ts';
import { readSarif } from './sarif.ts';
import { readTap } from './tap.ts';
import { readTsc } from './tsc.ts';
import { readUnittest } from './unittest.ts';

/** What one report says, by what it is about. */
export type ReportReading =
  | { readonly about: 'tests'; readonly reading: TestsReading }
  | { readonly about: 'findings'; readonly reading: FindingsReading }
  | { readonly about: 'coverage'; readonly reading: CoverageReading };

/** Reads one report in the format that its declaration names. Never throws. */
export function readReport(format: ReportSource['format'], text: string): ReportReading {
  switch (format) {
    case 'junit':
      return { about: 'tests', reading: readJunit(text) };
    case 'tap':
      return { about: 'tests', reading: readTap(text) };
    case 'jest':
      return { about: 'tests', reading: readJest(text) };
    case 'unittest':
      return { about: 'tests', reading: readUnittest(text) };
    case 'eslint':
      return { about: 'findings', reading: readEslint(text) };
    case 'sarif':
      return { about: 'findings', reading: readSarif(text) };
    case 'tsc':
      return { about: 'findings', reading: { type: 'read', findings: readTsc(text) } };
    case 'lcov':
      return { about: 'coverage', reading: readLcov(text) };
    case 'cobertura':
      return { about: 'coverage', reading: readCobertura(text) };
    default:
      return format satisfies never;
  }
}
