import type { CheckPlan, ReportSource, Toolchain } from '../model/check.ts';
import type { CheckRole } from '../model/evidence.ts';
import type { ReportSpec, Settings } from '../model/settings.ts';
import { detectJavaScript } from './detect-javascript.ts';
import { nodePackage } from './detect-manifest.ts';
import type { DetectInput, FoundCommand } from './detect-place.ts';
import { detectPython } from './detect-python.ts';
import { instrumentLine } from './detect-scripts.ts';
import { LINT_TOOLS, TEST_TOOLS } from './detect-tool.ts';

type Role = Exclude<CheckRole, 'accept'>;

/**
 * Which commands set up, lint and test the repository, with a structured report switched on. A command of the settings is
 * used as it is, and only the environment asks it for a report; declared reports win over detected ones. Pure but for `input`.
 */
export async function detectToolchain(input: DetectInput): Promise<Toolchain> {
  const [javascript, python] = [await detectJavaScript(input), await detectPython(input)];
  const scripts = (await nodePackage(input))?.scripts ?? {};
  const plans = (role: Role): readonly CheckPlan[] => {
    const given = input.settings[`${role}Command`];
    const found = given === null ? [...javascript[role], ...python[role]] : given === '' ? [] : [givenCommand(input, role, given, scripts)];
    return found.map((command, index) => planOf(input, role, command, index));
  };
  const setup = plans('setup');
  const lint = plans('lint');
  const test = plans('test');
  const detectsLint = input.settings.lintCommand === null;
  return { setup, lint, test, notes: [...(detectsLint ? [...javascript.notes, ...python.notes] : []), ...missing(input, lint, test), ...silent([...lint, ...test])] };
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

function planOf({ settings }: DetectInput, role: Role, found: FoundCommand, index: number): CheckPlan {
  const declared = index > 0 || role === 'setup' ? [] : settings.reports[role].map(declaredSource);
  const coverage = index > 0 || role !== 'test' ? [] : settings.reports.coverage.map(declaredSource);
  return {
    role, name: index === 0 ? role : `${role} ${index + 1}`, command: declared.length > 0 ? found.plain : found.command, shown: found.shown ?? found.plain, tool: found.tool, directory: found.directory,
    timeoutMs: settings.timeLimits[role], reports: [...(declared.length > 0 ? declared : found.reports), ...coverage], env: found.env, why: found.why,
  };
}

function declaredSource({ path, format }: ReportSpec): ReportSource {
  return { format, where: 'working-directory', pattern: path.replace(/^(?:\.\/)+/, ''), required: true };
}

function missing({ settings }: DetectInput, lint: readonly CheckPlan[], test: readonly CheckPlan[]): readonly string[] {
  const notes: string[] = [];
  if (settings.testCommand === null && test.length === 0) {
    notes.push('No tests were found (a `test` script in package.json, jest, vitest, mocha, node:test, pytest, unittest): found work cannot be kept. Set `test-command`.');
  }
  if (settings.lintCommand === null && lint.length === 0) {
    notes.push('No lint was found (a `lint` script in package.json, ESLint, Biome, Ruff, tsconfig.json): not run. Set `lint-command`.');
  }
  return notes;
}

function silent(plans: readonly CheckPlan[]): readonly string[] {
  return plans.filter(({ tool, reports }) => tool !== 'tsc' && !reports.some(({ format }) => format !== 'lcov' && format !== 'cobertura')).map(({ name, role, tool }) =>
    `${name} (${tool ?? 'no tool was recognised'}) writes no report that can be read: only its exit code counts. Declare \`reports.${role}\`${tool === null ? '' : `, or leave \`${role}-command\` out`}.`);
}
