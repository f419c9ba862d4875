import type { CheckPlan, ReportSource } from '../model/check.ts';
import type { Settings } from '../model/settings.ts';

/** What detection may look at. Paths are relative to the repository root. */
export interface DetectInput {
  /** Tracked files. */
  readonly files: readonly string[];
  /** Text of a tracked file; `null` if it is absent or no text. */
  readonly read: (path: string) => Promise<string | null>;
  /** True if the path exists on disk, tracked or not. */
  readonly installed: (path: string) => Promise<boolean>;
  /** True if a program of this name is on the PATH of commands. Absent: unknown. */
  readonly onPath?: (program: string) => Promise<boolean>;
  /** True if the tracked file may be executed. Absent: unknown. */
  readonly executable?: (path: string) => boolean;
  readonly workingDirectory: string;
  readonly settings: Pick<Settings, 'setupCommand' | 'lintCommand' | 'testCommand' | 'reports' | 'timeLimits'>;
}

/** A command that was found, before it gets its name and time limit. */
export interface FoundCommand extends Pick<CheckPlan, 'command' | 'tool' | 'env' | 'why'> {
  /** Relative to the repository root. */
  readonly directory: string;
  readonly reports: readonly ReportSource[];
  /** The command without the detected reporters, for where reports are declared: the two may exclude each other. */
  readonly plain: string;
  /** What people would type; absent where that is `plain`. */
  readonly shown?: string;
}

/** What the projects of one language run, and what to say about what was not found. */
export interface FoundCommands {
  readonly setup: readonly FoundCommand[];
  readonly lint: readonly FoundCommand[];
  readonly test: readonly FoundCommand[];
  readonly notes: readonly string[];
}

export const NOTHING: FoundCommands = { setup: [], lint: [], test: [], notes: [] };

/** A file for a report in the fresh directory that each command is given. */
export function reportFile(name: string): string {
  return `"$SELF_CODING_REPORTS/${name}"`;
}

export function inDirectory(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`;
}

/** The directory and those above it, nearest first; `` is the root. */
export function upwards(directory: string): readonly string[] {
  const parts = directory === '' ? [] : directory.split('/');
  return Array.from({ length: parts.length + 1 }, (_, index) => parts.slice(0, parts.length - index).join('/'));
}

/** How to write a path of an upper directory from a lower one: `../../`. */
export function climb(from: string, to: string): string {
  const depth = (path: string): number => (path === '' ? 0 : path.split('/').length);
  return '../'.repeat(depth(from) - depth(to));
}

/** The nearest tracked file of one of the names, from the working directory upwards. */
export function nearestTracked({ files, workingDirectory }: Pick<DetectInput, 'files' | 'workingDirectory'>, names: readonly string[]): { readonly directory: string; readonly path: string } | null {
  const known = new Set(files);
  for (const directory of upwards(workingDirectory)) {
    const path = names.map((name) => inDirectory(directory, name)).find((one) => known.has(one));
    if (path !== undefined) return { directory, path };
  }
  return null;
}

/** The nearest directory, from here upwards, in which one of the names exists on disk. */
export async function nearestInstalled(input: DetectInput, names: readonly string[]): Promise<{ readonly directory: string; readonly name: string } | null> {
  for (const directory of upwards(input.workingDirectory)) {
    for (const name of names) if (await input.installed(inDirectory(directory, name))) return { directory, name };
  }
  return null;
}
