import type { TestOutcome } from '../model/evidence.ts';
import { repoPath, type CommandPlace } from './repo-path.ts';
import type { RawTest } from './reading.ts';

export const SEPARATOR = ' › ';

/** Stand-in tests for what only a command's end says. Their names are reserved. */
export const COMMAND_TEST = 'command';
export const EXIT_CODE_TEST = 'exit code';

/** Id of a stand-in test: `<check name> › command` or `<check name> › exit code`. */
export function standInId(check: string, name: typeof COMMAND_TEST | typeof EXIT_CODE_TEST): string {
  return `${check}${SEPARATOR}${name}`;
}

export function isStandIn(id: string): boolean {
  return id.endsWith(SEPARATOR + COMMAND_TEST) || id.endsWith(SEPARATOR + EXIT_CODE_TEST);
}

/** True if the check of that name reported the test. */
export function belongsTo(id: string, check: string): boolean {
  return id.startsWith(check + SEPARATOR);
}

/**
 * Outcomes with ids that are the same in every run: paths are made relative to the root, and addresses, durations and
 * temporary paths are taken out of names. Repeated names are numbered in the order of the report.
 */
export function nameTests(check: string, tests: readonly RawTest[], place: CommandPlace): readonly TestOutcome[] {
  const taken = new Set<string>([standInId(check, COMMAND_TEST), standInId(check, EXIT_CODE_TEST)]);
  const repeats = new Map<string, number>();
  return tests.map((test) => {
    const file = test.file === null ? null : repoPath(test.file, place);
    const components = [...test.suite, test.name].map((component) => stableName(component, place)).filter((component) => component !== '');
    const name = [check, ...components].join(SEPARATOR);
    const id = uniqueId(name, taken, repeats);
    return { id, status: test.status, file, durationMs: test.durationMs, message: test.message };
  });
}

function uniqueId(name: string, taken: Set<string>, repeats: Map<string, number>): string {
  let number = repeats.get(name) ?? 1;
  let id = number === 1 ? name : `${name} (${number})`;
  while (taken.has(id)) {
    number += 1;
    id = `${name} (${number})`;
  }
  taken.add(id);
  repeats.set(name, number);
  return id;
}

function stableName(component: string, place: CommandPlace): string {
  const isPath = component.startsWith('/') || component.startsWith('file:');
  const relative = isPath ? repoPath(component, place) : null;
  return (relative ?? component)
    .replaceAll(`${place.root}/`, '')
    .replace(/(?:\/private)?\/(?:tmp|var\/folders)\/[^\s'"),;\]]*/g, '<temporary path>')
    .replace(/\b0x[0-9a-fA-F]{6,}\b/g, '0x…')
    .replace(/ \(\d+(?:\.\d+)? ?(?:ms|s)\)$/, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 500);
}
