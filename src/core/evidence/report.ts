import type { ReportSource } from '../model/check.ts';
import { readCheckstyle } from './checkstyle.ts';
import { readCobertura } from './cobertura.ts';
import { readCoverprofile } from './coverprofile.ts';
import { readEslint } from './eslint.ts';
import { readGoTest } from './go-test.ts';
import { readGoVet } from './go-vet.ts';
import { readJacoco } from './jacoco.ts';
import { readJavac } from './javac.ts';
import { readJest } from './jest.ts';
import { readJunit } from './junit.ts';
import { readLcov } from './lcov.ts';
import { readLibtest } from './libtest.ts';
import type { CoverageReading, FindingsReading, TestsReading } from './reading.ts';
import { readRustc } from './rustc.ts';
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
    case 'go-test':
      return { about: 'tests', reading: readGoTest(text) };
    case 'libtest':
      return { about: 'tests', reading: readLibtest(text) };
    case 'javac':
      return { about: 'tests', reading: readJavac(text) };
    case 'checkstyle':
      return { about: 'findings', reading: readCheckstyle(text) };
    case 'go-vet':
      return { about: 'findings', reading: readGoVet(text) };
    case 'rustc':
      return { about: 'findings', reading: readRustc(text) };
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
    case 'coverprofile':
      return { about: 'coverage', reading: readCoverprofile(text) };
    case 'jacoco':
      return { about: 'coverage', reading: readJacoco(text) };
    default:
      return format satisfies never;
  }
}
