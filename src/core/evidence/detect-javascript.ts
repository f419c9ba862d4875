import { lockedVersion, nodePackage, parseObject, workspacePackages, type NodePackage } from './detect-manifest.ts';
import { climb, inDirectory, nearestInstalled, nearestTracked, NOTHING, upwards, type DetectInput, type FoundCommand, type FoundCommands } from './detect-place.ts';
import { instrumentScript, type Scripts } from './detect-scripts.ts';
import { quoteWord } from './detect-shell.ts';
import { LINT_TOOLS, reporterOf, TEST_TOOLS, type Tool } from './detect-tool.ts';

const MAX_DECLARED = 400;

/** What JavaScript and TypeScript projects run. */
export async function detectJavaScript(input: DetectInput): Promise<FoundCommands> {
  const own = await nodePackage(input);
  if (own === null) return NOTHING;
  const setup = await detectSetup(input, own);
  const project: Project = { input, own, runsSetup: setup.length > 0, runnable: await isRunnable(input, own), files: new Set(input.files) };
  const test = await detectTest(project);
  const lint = await detectLint(project);
  return { setup, test, lint: lint.commands, notes: lint.notes };
}

interface Project {
  readonly input: DetectInput;
  readonly own: NodePackage;
  readonly runsSetup: boolean;
  /** False if the package manager is known to be missing: npm runs the scripts then. */
  readonly runnable: boolean;
  readonly files: ReadonlySet<string>;
}

async function isRunnable(input: DetectInput, own: NodePackage): Promise<boolean> {
  return own.manager !== 'bun' && (own.manager === 'npm' || input.onPath === undefined || (await input.onPath(own.manager)));
}

// ---------------------------------------------------------------------------------------------- setup

async function detectSetup(input: DetectInput, own: NodePackage): Promise<readonly FoundCommand[]> {
  const missing = await missingDependency(input, own);
  if (missing === null) return [];
  const runnable = await isRunnable(input, own);
  const place = inDirectory(own.installDirectory, own.lockfile ?? 'package.json');
  const command = installCommand(own, runnable);
  return [{ command, plain: command, tool: own.manager, directory: own.installDirectory, reports: [], env: managerEnvironment(own), why: `${place}: \`${missing}\` is not installed` }];
}

async function missingDependency(input: DetectInput, own: NodePackage): Promise<string | null> {
  if (own.plugAndPlay) return (await nearestInstalled(input, ['.pnp.cjs'])) === null && own.declared.size > 0 ? '.pnp.cjs' : null;
  for (const [name, range] of [...own.declared].slice(0, MAX_DECLARED)) {
    if (/^(?:link|portal):/.test(range)) continue;
    if ((await nearestInstalled(input, [`node_modules/${name}`])) === null) return name;
  }
  return missingInWorkspaces(input, own);
}

/** The packages of a workspace share an install, and find each other through it. */
async function missingInWorkspaces(input: DetectInput, { installDirectory }: NodePackage): Promise<string | null> {
  if (input.workingDirectory !== installDirectory) return null;
  const needed = (await workspacePackages(input, installDirectory)).flatMap(({ directory, dependencies }) => dependencies.map((name) => ({ directory, name })));
  for (const { directory, name } of needed.slice(0, MAX_DECLARED)) {
    if ((await nearestInstalled({ ...input, workingDirectory: directory }, [`node_modules/${name}`])) === null) return name;
  }
  return null;
}

/** Installs exactly what the lockfile says, or without writing one. */
function installCommand(own: NodePackage, runnable: boolean): string {
  const program = runnable ? own.manager : `npx --yes ${own.manager}@${own.managerVersion ?? 'latest'}`;
  if (own.lockfile === null && own.manager !== 'npm') return own.manager === 'pnpm' ? `${program} install --no-lockfile` : own.modernYarn ? `${program} install` : `${program} install --no-lockfile --non-interactive`;
  switch (own.manager) {
    case 'npm':
      return own.lockfile === null ? 'npm install --no-save --no-package-lock --no-audit --no-fund' : 'npm ci --no-audit --no-fund';
    case 'pnpm':
      return `${program} install --frozen-lockfile`;
    case 'yarn':
      return own.modernYarn ? `${program} install --immutable` : `${program} install --frozen-lockfile --non-interactive`;
    case 'bun':
      return `${program} install --frozen-lockfile`;
  }
}

/** A pinned version of the package manager may not be obtainable: the installed one serves. */
function managerEnvironment(own: NodePackage): Readonly<Record<string, string>> {
  const corepack = { COREPACK_ENABLE_STRICT: '0', COREPACK_ENABLE_DOWNLOAD_PROMPT: '0' };
  return own.manager === 'pnpm' ? { ...corepack, npm_config_manage_package_manager_versions: 'false' } : own.manager === 'yarn' ? corepack : {};
}

// ---------------------------------------------------------------------------------------------- commands

function scriptsOf({ input, own, runnable }: Project): Scripts {
  const run = (name: string, words: string | null): string => {
    const manager = runnable ? own.manager : 'npm';
    return `${manager} run ${quoteWord(name)}${words === null ? '' : manager === 'npm' ? ` -- ${words}` : ` ${words}`}`;
  };
  const bins = upwards(input.workingDirectory).map((directory) => `$PWD/${climb(input.workingDirectory, directory)}node_modules/.bin`);
  return { texts: own.scripts, run, path: [...bins, '$PATH'].join(':') };
}

/** How to run an installed program: by path, or through Yarn where there is no `node_modules`. `null` if it will not be there. */
async function programOf({ input, own, runsSetup }: Project, packageName: string, bin: string): Promise<string | null> {
  if (own.plugAndPlay) return own.declared.has(packageName) ? `yarn run ${bin}` : null;
  const found = await nearestInstalled(input, [`node_modules/.bin/${bin}`]);
  if (found !== null) return `${climb(input.workingDirectory, found.directory) || './'}node_modules/.bin/${bin}`;
  return runsSetup && own.declared.has(packageName) ? `${climb(input.workingDirectory, own.installDirectory) || './'}node_modules/.bin/${bin}` : null;
}

function direct({ input, own }: Project, tool: Tool, command: string, why: string): FoundCommand {
  const reporter = reporterOf(tool, command.split(' '), 1);
  const line = [reporter?.exports == null || reporter.words !== null ? '' : `${reporter.exports}; `, command, reporter?.words == null ? '' : ` ${reporter.words}`].join('');
  return { command: line, plain: command, tool, directory: input.workingDirectory, reports: reporter?.report == null ? [] : [reporter.report], env: commandEnvironment(own), why };
}

/** Runners that would wait for a keypress run once, and snapshots are not written. */
function commandEnvironment(own: NodePackage): Readonly<Record<string, string>> {
  return { CI: 'true', ...managerEnvironment(own) };
}

function byScript(project: Project, name: string, wanted: readonly Tool[]): FoundCommand {
  const scripts = scriptsOf(project);
  const { command, tool, reports } = instrumentScript(name, scripts, wanted);
  const runs = tool === null ? `is \`${short(project.own.scripts[name] ?? '')}\`` : `runs ${tool}`;
  return { command, plain: scripts.run(name, null), tool, directory: project.input.workingDirectory, reports, env: commandEnvironment(project.own), why: `package.json script \`${name}\` ${runs}` };
}

function short(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}

/** What `npm init` writes. */
const PLACEHOLDER = /no test specified|^\s*(?:exit 0|true|echo\b[^&|;]*)\s*$/i;

async function detectTest(project: Project): Promise<readonly FoundCommand[]> {
  const { input, own, files } = project;
  const script = own.scripts['test'];
  if (script !== undefined && !PLACEHOLDER.test(script)) return [byScript(project, 'test', TEST_TOOLS)];
  for (const [tool, command] of [['vitest', 'vitest run'], ['jest', 'jest'], ['mocha', 'mocha']] as const) {
    if (!own.declared.has(tool)) continue;
    const program = await programOf(project, tool, tool);
    if (program !== null) return [direct(project, tool, command.replace(tool, program), `${tool} is a dependency of package.json`)];
  }
  const inside = input.workingDirectory === '' ? '' : `${input.workingDirectory}/`;
  const candidates = [...files].filter((path) => path.startsWith(inside) && isNodeTest(path.slice(inside.length))).slice(0, 20);
  for (const path of candidates) {
    if (/["']node:test["']/.test((await input.read(path)) ?? '')) return [direct(project, 'node --test', 'node --test', `${path} uses node:test`)];
  }
  return [];
}

/** What `node --test` runs when it is told nothing. */
function isNodeTest(path: string): boolean {
  return !path.includes('node_modules/') && (/(?:^|\/)(?:[^/]*[.\-_]test|test-[^/]*|test)\.[cm]?[jt]s$/.test(path) || /(?:^|\/)test\/.*\.[cm]?[jt]s$/.test(path));
}

// ---------------------------------------------------------------------------------------------- lint

const ESLINT_CONFIGS = [...['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'].map((extension) => `eslint.config.${extension}`), '.eslintrc', ...['js', 'cjs', 'json', 'yaml', 'yml'].map((extension) => `.eslintrc.${extension}`)];
const BIOME_CONFIGS = ['biome.json', 'biome.jsonc', '.biome.json', '.biome.jsonc'];

async function detectLint(project: Project): Promise<{ readonly commands: readonly FoundCommand[]; readonly notes: readonly string[] }> {
  const { own } = project;
  const script = own.scripts['lint'];
  const usable = script !== undefined && !PLACEHOLDER.test(script) && !/--(?:write|apply|unsafe)\b|prettier[^&|;]*\s-w\b/.test(script);
  const linters = usable ? [byScript(project, 'lint', (await biomeReports(project)) ? LINT_TOOLS : LINT_TOOLS.filter((tool) => tool !== 'biome'))] : [...(await directEslint(project)), ...(await directBiome(project))];
  const checked = usable && /\btsc\b/.test(everythingRun(own.scripts, 'lint', 0));
  const types = checked ? { commands: [], notes: [] } : await detectTypes(project);
  return { commands: [...linters, ...types.commands], notes: types.notes };
}

/** The text of a script together with the scripts that it names. */
function everythingRun(scripts: NodePackage['scripts'], name: string, depth: number): string {
  const text = scripts[name] ?? '';
  const called = depth > 4 ? [] : Object.keys(scripts).filter((other) => other !== name && text.split(/[\s"']+/).includes(other));
  return [text, ...called.map((other) => everythingRun(scripts, other, depth + 1))].join('\n');
}

async function directEslint(project: Project): Promise<readonly FoundCommand[]> {
  const config = nearestTracked(project.input, ESLINT_CONFIGS)?.path ?? (project.own.has('eslintConfig') ? 'package.json' : null);
  const program = config === null ? null : await programOf(project, 'eslint', 'eslint');
  return program === null ? [] : [direct(project, 'eslint', `${program} .`, `${config!} configures ESLint`)];
}

async function directBiome(project: Project): Promise<readonly FoundCommand[]> {
  const config = nearestTracked(project.input, BIOME_CONFIGS)?.path ?? null;
  const program = config === null ? null : await programOf(project, '@biomejs/biome', 'biome');
  if (program === null) return [];
  const found = direct(project, 'biome', `${program} lint`, `${config!} configures Biome`);
  return [(await biomeReports(project)) ? found : { ...found, command: found.plain, reports: [] }];
}

/** SARIF came with Biome 2.4; before it only the exit code can be used. */
async function biomeReports({ input, own }: Project): Promise<boolean> {
  const [major = 99, minor = 0] = ((await lockedVersion(input, own, '@biomejs/biome')) ?? '99.0').split('.').map(Number);
  return major > 2 || (major === 2 && minor >= 4);
}

async function detectTypes(project: Project): Promise<{ readonly commands: readonly FoundCommand[]; readonly notes: readonly string[] }> {
  const { input, files } = project;
  const config = inDirectory(input.workingDirectory, 'tsconfig.json');
  if (!files.has(config)) return { commands: [], notes: [] };
  const program = await programOf(project, 'typescript', 'tsc');
  if (program === null) return { commands: [], notes: [`${config} is there, but TypeScript is not installed: types are not checked. Add \`typescript\` to the dependencies, or set \`lint-command\`.`] };
  const projects = await projectsOf(project, config);
  if (projects === null) return { commands: [], notes: [`${config} refers to projects that build on each other: types are not checked. Set \`lint-command\`.`] };
  const why = `${config} and an installed TypeScript`;
  const line = (of: string): string => `${program} --noEmit --pretty false -p ${quoteWord(of)}`;
  const [first = '.'] = projects;
  if (projects.length <= 1) return { commands: [direct(project, 'tsc', line(first), why)], notes: [] };
  return { commands: [direct(project, 'tsc', `failed=0; ${projects.map((of) => `${line(of)} || failed=1`).join('; ')}; exit $failed`, why)], notes: [] };
}

/** The projects to check, relative to the working directory; `null` if one needs the output of another. */
async function projectsOf({ input }: Project, config: string): Promise<readonly string[] | null> {
  const references = (text: string | null): readonly string[] => {
    const listed = parseObject(text ?? '')?.['references'];
    return Array.isArray(listed) ? listed.flatMap((one: unknown) => (typeof (one as { path?: unknown } | null)?.path === 'string' ? [(one as { path: string }).path.replace(/^\.\//, '').replace(/\/$/, '')] : [])) : [];
  };
  const named = references(await input.read(config));
  if (named.length === 0) return ['.'];
  for (const name of named) {
    const path = name.endsWith('.json') ? name : `${name}/tsconfig.json`;
    if (name.startsWith('..') || references(await input.read(inDirectory(input.workingDirectory, path))).length > 0) return null;
  }
  return named;
}
