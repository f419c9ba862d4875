import { brokenBuild, firstError } from './compile-errors.ts';
import { stripAnsi, type TestsReading } from './reading.ts';

const MAVEN = /^\[ERROR\] Failed to execute goal .*? on project (\S+): Compilation failure/gm;
const GRADLE = /^Execution failed for task '(:[^']*compile[^']*)'\.$/gim;

/**
 * Reads whether the output of Maven or Gradle says that something does not compile: one failing test for each project, the
 * first error in its message. No test at all where it does not. Never throws.
 */
export function readJavac(text: string): TestsReading {
  const plain = stripAnsi(text);
  const projects = [...plain.matchAll(MAVEN), ...plain.matchAll(GRADLE)].map((match) => match[1]!);
  const errors = firstError(plain);
  const start = errors === null ? 0 : plain.search(/^\[ERROR\] (?:COMPILATION ERROR|\S+\.\w+:\[)|^\S+\.\w+:\d+: error: /m);
  return { type: 'read', tests: [...new Set(projects)].map((project) => brokenBuild(project, plain.slice(Math.max(0, start)))) };
}
