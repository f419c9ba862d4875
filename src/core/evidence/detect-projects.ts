import { inDirectory, type DetectInput, type FoundCommand, type FoundCommands } from './detect-place.ts';

/** The projects of one language: what marks one, and what one runs. */
export interface Family {
  readonly manifests: readonly string[];
  /** Of the project in the working directory alone. */
  readonly detect: (input: DetectInput) => Promise<FoundCommands>;
  /** True if what runs in a directory leaves out projects below it, as a Go module does. */
  readonly separate?: boolean;
}

/** How far below the working directory projects are looked for, and how many take part. */
const DEPTH = 2;
const MOST_PROJECTS = 8;
const NO_PROJECT = /^(?:[._].*|examples?|samples?|demos?|testdata|test-data|tests?|e2e|fixtures?|vendor|third[_-]party|node_modules|target|build|dist|out|templates?|fuzz|benchmarks?)$/i;

export function isBelow(path: string, directory: string): boolean {
  return directory === '' || path.startsWith(`${directory}/`);
}

/** ` in <directory>`, or nothing at the root. */
export function withoutPlace({ workingDirectory }: Pick<DetectInput, 'workingDirectory'>): string {
  return workingDirectory === '' ? '' : ` in ${workingDirectory}`;
}

/**
 * What the project of the working directory runs, together with the projects up to two levels below it where it says
 * nothing for them: workspaces without a common command, other languages, Go modules. Bounded; a note names what was left out.
 */
export async function detectProjects(families: readonly Family[], input: DetectInput): Promise<FoundCommands> {
  const found: FoundCommands[] = [];
  const left: string[] = [];
  const absent: string[] = [];
  const taken = new Set<string>();
  for (const family of families) {
    const below = projectsBelow(family, input);
    const own = await family.detect(ownInput(family, input, below));
    found.push(own);
    for (const directory of below) {
      if (family.separate !== true && own.test.length > 0 && own.lint.length > 0) break;
      const one = await family.detect({ ...input, workingDirectory: directory });
      const wanted = family.separate === true ? one : { ...one, test: own.test.length > 0 ? [] : one.test, lint: own.lint.length > 0 ? [] : one.lint };
      if (wanted.test.length + wanted.lint.length === 0) continue;
      const missing = await missingProgram(wanted, input);
      if (missing !== null) {
        absent.push(`${directory} needs ${missing}, which is not installed: nothing is run there. Install it in the workflow, or name what to check with \`working-directory\`.`);
        continue;
      }
      if (taken.size >= MOST_PROJECTS && !taken.has(directory)) left.push(directory);
      else found.push(wanted);
      taken.add(directory);
    }
  }
  return { setup: distinct(found.flatMap(({ setup }) => setup)), lint: distinct(found.flatMap(({ lint }) => lint)), test: distinct(found.flatMap(({ test }) => test)), notes: [...found.flatMap(({ notes }) => notes), ...absent, ...leftOut(left)] };
}

/** A project that nobody named must not fail every check because its tools are elsewhere. `null` if nothing is missing, or a shell must tell. */
async function missingProgram({ lint, test }: FoundCommands, { onPath }: DetectInput): Promise<string | null> {
  for (const { plain } of onPath === undefined ? [] : [...lint, ...test]) {
    const program = plain.split(' ')[0]!;
    if (/^[\w.-]+$/.test(program) && !(await onPath!(program))) return program;
  }
  return null;
}

/** Files of projects below are theirs, unless the directory is a project of the same language itself. */
function ownInput(family: Family, input: DetectInput, below: readonly string[]): DetectInput {
  const known = new Set(input.files);
  if (below.length === 0 || family.manifests.some((name) => known.has(inDirectory(input.workingDirectory, name)))) return input;
  return { ...input, files: input.files.filter((path) => !below.some((directory) => isBelow(path, directory))) };
}

/** Directories with a manifest, outermost first; one inside another belongs to it, unless the two are separate. */
function projectsBelow({ manifests, separate }: Family, { files, workingDirectory }: DetectInput): readonly string[] {
  const start = workingDirectory === '' ? 0 : workingDirectory.length + 1;
  const directories = files.flatMap((path) => {
    const at = path.lastIndexOf('/');
    if (at <= start || !isBelow(path, workingDirectory) || !manifests.includes(path.slice(at + 1))) return [];
    const parts = path.slice(start, at).split('/');
    return parts.length > DEPTH || parts.some((part) => NO_PROJECT.test(part)) ? [] : [path.slice(0, at)];
  });
  const sorted = [...new Set(directories)].sort();
  return separate === true ? sorted : sorted.filter((one) => !sorted.some((other) => one.startsWith(`${other}/`)));
}

/** Packages of one workspace install together: the same command in the same place runs once. */
function distinct(commands: readonly FoundCommand[]): readonly FoundCommand[] {
  return commands.filter((one, index) => index === commands.findIndex((other) => other.directory === one.directory && other.command === one.command));
}

function leftOut(directories: readonly string[]): readonly string[] {
  if (directories.length === 0) return [];
  const shown = directories.slice(0, 5).join(', ') + (directories.length > 5 ? ` and ${directories.length - 5} more` : '');
  return [`Only ${MOST_PROJECTS} projects take part; left out: ${shown}. Choose one with \`working-directory\`, or set \`test-command\` and \`lint-command\`.`];
}

