import type { CheckPlan, ReportSource, Toolchain } from '../model/check.ts';
import type { CheckRole } from '../model/evidence.ts';
import type { ReportSpec, Settings } from '../model/settings.ts';
import { detectGo } from './detect-go.ts';
import { detectJava } from './detect-java.ts';
import { detectJavaScript } from './detect-javascript.ts';
import { detectMake, makeTargets } from './detect-make.ts';
import { nodePackage } from './detect-manifest.ts';
import { inDirectory, type DetectInput, type FoundCommand } from './detect-place.ts';
import { detectProjects, type Family } from './detect-projects.ts';
import { detectPython } from './detect-python.ts';
import { detectRust } from './detect-rust.ts';
import { instrumentLine } from './detect-scripts.ts';
import { LINT_TOOLS, TEST_TOOLS } from './detect-tool.ts';

type Role = Exclude<CheckRole, 'accept'>;

const FAMILIES: readonly Family[] = [
  { manifests: ['package.json'], detect: detectJavaScript },
  { manifests: ['pyproject.toml', 'setup.py', 'setup.cfg', 'tox.ini', 'pytest.ini', 'requirements.txt'], detect: detectPython },
  { manifests: ['go.mod'], detect: detectGo, separate: true },
  { manifests: ['Cargo.toml'], detect: detectRust },
  { manifests: ['pom.xml', 'settings.gradle', 'settings.gradle.kts', 'build.gradle', 'build.gradle.kts'], detect: detectJava },
];

/** Files that detection reads wherever a project is: worth reading in one go. */
const MANIFESTS: ReadonlySet<string> = new Set([...FAMILIES.flatMap(({ manifests }) => manifests), 'package-lock.json', 'tsconfig.json', 'requirements-dev.txt', 'Cargo.lock', 'Makefile']);

/** Tracked files that detection is going to read in the working directory, and in projects below it. */
export function manifestsIn(files: readonly string[], workingDirectory: string): readonly string[] {
  const prefix = inDirectory(workingDirectory, '');
  return files.filter((path) => path.startsWith(prefix) && MANIFESTS.has(path.slice(path.lastIndexOf('/') + 1)) && path.slice(prefix.length).split('/').length <= 3);
}

/**
 * Which commands set up, lint and test the repository, with a structured report switched on. A command of the settings is
 * used as it is, and only the environment asks it for a report; declared reports win over detected ones. Pure but for `input`.
 */
export async function detectToolchain(input: DetectInput): Promise<Toolchain> {
  const projects = await detectProjects(FAMILIES, input);
  const make = projects.test.length > 0 && projects.lint.length > 0 ? null : await detectMake(input);
  const scripts = await scriptsFor(input);
  const plans = (role: Role): readonly CheckPlan[] => {
    const given = input.settings[`${role}Command`];
    const found = given === null ? (projects[role].length > 0 ? projects[role] : (make?.[role] ?? [])) : given === '' ? [] : [givenCommand(input, role, given, scripts)];
    const names = namesOf(role, found, input.workingDirectory);
    return found.map((command, index) => planOf(input, names[index]!, role, command, index));
  };
  const setup = plans('setup');
  const lint = plans('lint');
  const test = plans('test');
  const detectsLint = input.settings.lintCommand === null;
  return { setup, lint, test, notes: [...(detectsLint ? projects.notes : []), ...missing(input, lint, test), ...silent([...lint, ...test])] };
}

/** What a given command may call; nothing is read where none is given. */
async function scriptsFor(input: DetectInput): Promise<Readonly<Record<string, string>>> {
  const { lintCommand, testCommand } = input.settings;
  if ((lintCommand ?? '') === '' && (testCommand ?? '') === '') return {};
  return { ...(await makeTargets(input)), ...(await nodePackage(input))?.scripts };
}

function givenCommand({ workingDirectory }: DetectInput, role: Role, line: string, scripts: Readonly<Record<string, string>>): FoundCommand {
  const { command, tool, reports } = role === 'setup' ? { command: line, tool: null, reports: [] } : instrumentLine(line, scripts, role === 'lint' ? LINT_TOOLS : TEST_TOOLS);
  return { command, plain: line, tool, directory: workingDirectory, reports, env: {}, why: `\`${role}-command\`${tool === null ? '' : ` runs ${tool}`}` };
}

/** The accept command as it is, asked for a report through the environment where its tool is known: "2 of 5 tests fail" says more than "exit code 1". */
export function acceptPlan(line: string, { workingDirectory, timeLimits }: Pick<Settings, 'workingDirectory' | 'timeLimits'>): CheckPlan {
  const { command, tool, reports } = instrumentLine(line, {}, TEST_TOOLS);
  return { role: 'accept', name: 'accept', command, shown: line, tool, directory: workingDirectory, timeoutMs: timeLimits.accept, reports, env: {}, why: 'accept-command' };
}

/** `test`, `test 2`, `test in services/api`: where a command runs is in its name, unless that is where all should run. */
function namesOf(role: Role, found: readonly FoundCommand[], workingDirectory: string): readonly string[] {
  const seen = new Map<string, number>();
  return found.map(({ directory }) => {
    const name = directory === workingDirectory || role === 'setup' || workingDirectory.startsWith(directory === '' ? '' : `${directory}/`) ? role : `${role} in ${directory}`;
    const number = (seen.get(name) ?? 0) + 1;
    seen.set(name, number);
    return number === 1 ? name : `${name} ${number}`;
  });
}

function planOf({ settings }: DetectInput, name: string, role: Role, found: FoundCommand, index: number): CheckPlan {
  const declared = index > 0 || role === 'setup' ? [] : settings.reports[role].map(declaredSource);
  const coverage = index > 0 || role !== 'test' ? [] : settings.reports.coverage.map(declaredSource);
  return {
    role, name, command: declared.length > 0 ? found.plain : found.command, shown: found.shown ?? found.plain, tool: found.tool, directory: found.directory,
    timeoutMs: settings.timeLimits[role], reports: [...(declared.length > 0 ? declared : found.reports), ...coverage], env: found.env, why: found.why,
  };
}

function declaredSource({ path, format }: ReportSpec): ReportSource {
  return { format, where: 'working-directory', pattern: path.replace(/^(?:\.\/)+/, ''), required: true };
}

function missing({ settings }: DetectInput, lint: readonly CheckPlan[], test: readonly CheckPlan[]): readonly string[] {
  const notes: string[] = [];
  if (settings.testCommand === null && test.length === 0) {
    notes.push('No tests were found (a `test` script in package.json, jest, vitest, mocha, node:test, pytest, unittest, go.mod, Cargo.toml, pom.xml, Gradle, `make test`): found work cannot be kept. Set `test-command`.');
  }
  if (settings.lintCommand === null && lint.length === 0) {
    notes.push('No lint was found (a `lint` script in package.json, ESLint, Biome, Ruff, tsconfig.json, go.mod, Cargo.toml, Checkstyle in pom.xml, `make lint`): not run. Set `lint-command`.');
  }
  return notes;
}

const COVERAGE: ReadonlySet<ReportSource['format']> = new Set<ReportSource['format']>(['lcov', 'cobertura', 'coverprofile', 'jacoco']);

function silent(plans: readonly CheckPlan[]): readonly string[] {
  return plans.filter(({ tool, reports }) => tool !== 'tsc' && !reports.some(({ format }) => !COVERAGE.has(format) && format !== 'javac')).map(({ name, role, tool }) =>
    `${name} (${tool ?? 'no tool was recognised'}) writes no report that can be read: only its exit code counts. Declare \`reports.${role}\`${tool === null ? '' : `, or leave \`${role}-command\` out`}.`);
}
