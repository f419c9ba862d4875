import { climb, inDirectory, nearestInstalled, NOTHING, upwards, type DetectInput, type FoundCommand, type FoundCommands } from './detect-place.ts';
import { requirementsOf, type Requirements } from './detect-requirements.ts';
import { quoteWord } from './detect-shell.ts';
import { reporterOf } from './detect-tool.ts';
import { readToml } from './detect-toml.ts';

/** What Python projects run. */
export async function detectPython(input: DetectInput): Promise<FoundCommands> {
  const inside = input.workingDirectory === '' ? '' : `${input.workingDirectory}/`;
  const files = input.files.filter((path) => path.startsWith(inside)).map((path) => path.slice(inside.length));
  if (!files.some((path) => path.endsWith('.py'))) return NOTHING;
  const found = await nearestInstalled(input, ['.venv/bin/python', 'venv/bin/python']);
  const venv = found === null ? null : venvPath(input, found);
  const needs = await requirementsOf(input);
  const tests = await detectTests(input, files, needs);
  const configured = await ruffConfig(input, new Set(input.files));
  // Python files beside another language's project need nothing installed.
  const setup = tests === null && configured === null ? null : detectSetup(input, needs, tests?.tool ?? null, venv);
  const python = venv === null && setup !== null ? DYNAMIC_PYTHON : fixedPython(venv);
  const lint = await detectRuff(input, configured, needs, found, setup !== null);
  return {
    setup: setup === null ? [] : [setup],
    test: tests === null ? [] : [testCommand(input, tests, python)],
    lint: lint.commands,
    notes: lint.notes,
  };
}

type Venv = NonNullable<Awaited<ReturnType<typeof nearestInstalled>>>;

function venvPath(input: DetectInput, { directory, name }: Venv): string {
  return `${climb(input.workingDirectory, directory)}${name.replace('/bin/python', '')}`;
}

interface Python {
  /** Shell text before the command. */
  readonly before: string;
  readonly program: string;
}

/** Setup makes the environment only if something is missing, so which one there is shows when the command runs. */
const DYNAMIC_PYTHON: Python = { before: 'python=.venv/bin/python; [ -x "$python" ] || python=python3; ', program: '"$python"' };

function fixedPython(venv: string | null): Python {
  return { before: '', program: venv === null ? 'python3' : `${venv}/bin/python` };
}

// ---------------------------------------------------------------------------------------------- setup

function detectSetup(input: DetectInput, needs: Requirements, testTool: string | null, venv: string | null): FoundCommand | null {
  const names = [...new Set([...needs.names, ...(testTool === 'pytest' ? ['pytest'] : [])])];
  if (names.length === 0 || needs.words.length + names.length === 0) return null;
  const bin = venv ?? '.venv';
  const before = venv === null ? DYNAMIC_PYTHON : { before: `python=${bin}/bin/python; `, program: '"$python"' };
  const check = `${before.program} -c "from importlib.metadata import distribution as find; [find(name) for name in '${names.join(' ')}'.split()]" 2>/dev/null`;
  // The environment must not show up as new files; Python 3.13 writes this file itself.
  const create = venv === null ? `{ [ -x .venv/bin/python ] || python3 -m venv .venv; } && { [ -e .venv/.gitignore ] || printf '*\\n' > .venv/.gitignore; } && ` : '';
  const words = testTool === 'pytest' && !needs.names.some((name) => name.toLowerCase() === 'pytest') ? [...needs.words, 'pytest'] : needs.words;
  const install = `${create}${bin}/bin/python -m pip install --quiet --disable-pip-version-check ${words.join(' ')}`;
  const sources = needs.sources.length === 0 ? 'the tests' : needs.sources.join(', ');
  const command = `${before.before}${check} || { ${install}; }`;
  return { command, plain: command, shown: `pip install ${names.join(' ')}`, tool: 'pip', directory: input.workingDirectory, reports: [], env: {}, why: `${sources} need${needs.sources.length === 1 ? 's' : ''} ${names.length} package${names.length === 1 ? '' : 's'}; nothing is done if they are installed` };
}

// ---------------------------------------------------------------------------------------------- tests

type Tests = { readonly tool: 'pytest' | 'unittest'; readonly why: string; readonly start: readonly string[] };

const TEST_FILE = /(?:^|\/)(?:test[^/]*|[^/]*_test)\.py$/;
const ELSEWHERE = /(?:^|\/)(?:node_modules|fixtures|testdata|test-data|examples?|vendor|site-packages|\.venv|venv)\//;
const SAMPLE = 30;

async function detectTests(input: DetectInput, files: readonly string[], needs: Requirements): Promise<Tests | null> {
  const at = (name: string): string => inDirectory(input.workingDirectory, name);
  const tests = files.filter((path) => TEST_FILE.test(path) && !ELSEWHERE.test(path));
  const configured = await pytestConfig(input, files);
  if (configured !== null && (tests.length > 0 || files.some((path) => /(?:^|\/)conftest\.py$/.test(path)))) return { tool: 'pytest', why: `${at(configured)} configures pytest`, start: [] };
  if (tests.length === 0) return null;
  if (needs.names.some((name) => name.toLowerCase() === 'pytest')) return { tool: 'pytest', why: `${needs.sources.join(', ')} names pytest`, start: [] };
  const texts = await Promise.all(tests.slice(0, SAMPLE).map(async (path) => [path, (await input.read(at(path))) ?? ''] as const));
  const forPytest = texts.find(([, text]) => /^\s*(?:import pytest\b|from pytest\b)|^(?:async )?def test_/m.test(text));
  if (forPytest !== undefined) return { tool: 'pytest', why: `${at(forPytest[0])} is written for pytest`, start: [] };
  const forUnittest = texts.find(([, text]) => /^\s*(?:import|from)\s+unittest\b/m.test(text));
  return forUnittest === undefined ? null : { tool: 'unittest', why: `${at(forUnittest[0])} uses unittest`, start: startDirectory(tests, files) };
}

async function pytestConfig(input: DetectInput, files: readonly string[]): Promise<string | null> {
  const known = new Set(files);
  const named = ['pytest.ini', '.pytest.ini', 'pytest.toml', 'conftest.py', 'tests/conftest.py', 'test/conftest.py'].find((name) => known.has(name));
  if (named !== undefined) return named;
  const read = async (name: string): Promise<string> => (known.has(name) ? ((await input.read(inDirectory(input.workingDirectory, name))) ?? '') : '');
  if ([...readToml(await read('pyproject.toml')).keys()].some((table) => /^tool\.pytest(?:\.|$)/.test(table))) return 'pyproject.toml';
  if (/^\[tool:pytest\]/m.test(await read('setup.cfg'))) return 'setup.cfg';
  return /^\[pytest\]/m.test(await read('tox.ini')) ? 'tox.ini' : null;
}

/** Discovery enters packages only: where the tests' directory is none, it is the start, with the working directory on the path all the same. */
function startDirectory(tests: readonly string[], files: readonly string[]): readonly string[] {
  const known = new Set(files);
  const tops = new Set(tests.map((path) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '')));
  const [top = ''] = tops;
  if (tops.size !== 1 || top === '') return [];
  return known.has(`${top}/__init__.py`) ? ['-s', quoteWord(top), '-t', '.'] : ['-s', quoteWord(top)];
}

function testCommand(input: DetectInput, tests: Tests, python: Python): FoundCommand {
  const reporter = reporterOf(tests.tool, [], 1);
  const plain = `${python.before}${python.program} ${tests.tool === 'pytest' ? '-m pytest' : ['-m unittest discover -v', ...tests.start].join(' ')}`;
  return {
    command: tests.tool === 'pytest' ? `${plain} --junitxml="$SELF_CODING_REPORTS/pytest.xml" -o junit_family=xunit1` : plain, plain, shown: plain.replace(python.before, '').replace('"$python"', 'python'),
    tool: tests.tool, directory: input.workingDirectory, reports: reporter?.report == null ? [] : [reporter.report], env: {}, why: tests.why,
  };
}

// ---------------------------------------------------------------------------------------------- lint

async function detectRuff(input: DetectInput, config: string | null, needs: Requirements, found: Venv | null, hasSetup: boolean): Promise<{ readonly commands: readonly FoundCommand[]; readonly notes: readonly string[] }> {
  if (config === null) return { commands: [], notes: [] };
  const own = found !== null && (await input.installed(inDirectory(found.directory, found.name.replace(/python$/, 'ruff'))));
  const declared = hasSetup && needs.names.some((name) => name.toLowerCase() === 'ruff');
  const present = own || declared || (await input.onPath?.('ruff')) === true;
  if (!present) return { commands: [], notes: [`${config} configures Ruff, which is neither declared nor installed: it is not run. Install it in the workflow, or set \`lint-command\`.`] };
  const before = declared && !own ? 'ruff=.venv/bin/ruff; [ -x "$ruff" ] || ruff=ruff; ' : '';
  const program = own ? `${venvPath(input, found)}/bin/ruff` : before === '' ? 'ruff' : '"$ruff"';
  const reporter = reporterOf('ruff', [], 1);
  const line = (words: string): string => `${before}${program} check ${words} .`;
  return { commands: [{ command: line(reporter?.words ?? '--no-fix'), plain: line('--no-fix'), shown: 'ruff check --no-fix .', tool: 'ruff', directory: input.workingDirectory, reports: reporter?.report == null ? [] : [reporter.report], env: {}, why: `${config} configures Ruff` }], notes: [] };
}

async function ruffConfig(input: DetectInput, known: ReadonlySet<string>): Promise<string | null> {
  for (const directory of upwards(input.workingDirectory)) {
    for (const name of ['ruff.toml', '.ruff.toml']) if (known.has(inDirectory(directory, name))) return inDirectory(directory, name);
    const project = inDirectory(directory, 'pyproject.toml');
    if (known.has(project) && [...readToml((await input.read(project)) ?? '').keys()].some((table) => /^tool\.ruff(?:\.|$)/.test(table))) return project;
  }
  return null;
}
