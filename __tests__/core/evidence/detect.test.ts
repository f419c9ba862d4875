import { detectToolchain } from '../../../src/core/evidence/detect.ts';
import type { DetectInput } from '../../../src/core/evidence/detect-place.ts';

interface Project {
  readonly files: Readonly<Record<string, string>>;
  readonly installed?: readonly string[];
  readonly onPath?: readonly string[];
  readonly directory?: string;
  readonly settings?: Partial<DetectInput['settings']>;
}

const json = (value: unknown) => JSON.stringify(value);

function detect({ files, installed = [], onPath, directory = '', settings = {} }: Project) {
  const there = new Set(installed);
  return detectToolchain({
    files: Object.keys(files),
    read: (path) => Promise.resolve(files[path] ?? null),
    installed: (path) => Promise.resolve(there.has(path)),
    ...(onPath === undefined ? {} : { onPath: (program: string) => Promise.resolve(onPath.includes(program)) }),
    workingDirectory: directory,
    settings: { setupCommand: null, lintCommand: null, testCommand: null, reports: { lint: [], test: [], coverage: [] }, timeLimits: { setup: 1, lint: 2, test: 3, accept: 4, run: 5 }, ...settings },
  });
}

const withTest = (test: string, more: Readonly<Record<string, string>> = {}) => ({ files: { 'package.json': json({ scripts: { test, ...more } }) } });
const JUNIT = '--test-reporter=spec --test-reporter-destination=stdout --test-reporter=junit --test-reporter-destination=\\"$SELF_CODING_REPORTS/node-test.xml\\"';
const NODE = `export NODE_OPTIONS="\${NODE_OPTIONS:-} ${JUNIT}"; npm run test`;
const JEST = '--json --outputFile="$SELF_CODING_REPORTS/jest.json"';
const VITEST = '--run --reporter=default --reporter=junit --outputFile.junit="$SELF_CODING_REPORTS/vitest.xml"';
const PATH = 'export PATH="$PWD/node_modules/.bin:$PATH"; ';

test.each([
  ['node --test', {}, NODE],
  ['c8 node --test', {}, NODE],
  ['node --test --test-reporter=spec', {}, 'export NODE_OPTIONS="${NODE_OPTIONS:-} --test-reporter=junit --test-reporter-destination=\\"$SELF_CODING_REPORTS/node-test.xml\\" --test-reporter-destination=stdout"; npm run test'],
  ['jest', {}, `npm run test -- ${JEST}`],
  ['tsc && jest', {}, `npm run test -- ${JEST}`],
  ['jest --watch', {}, `npm run test -- ${JEST} --watch=false --watchAll=false`],
  ['cross-env X=1 vitest run', {}, `npm run test -- ${VITEST}`],
  ['mocha', {}, 'npm run test -- --reporter xunit --reporter-option output="$SELF_CODING_REPORTS/mocha.xml"'],
  ['jest && tsd', {}, `${PATH}jest ${JEST} && tsd`],
  ['jest | tee log', {}, `${PATH}jest ${JEST} | tee log`],
  ['jest && tsd', { pretest: 'x', posttest: 'y' }, `${PATH}npm run pretest && { jest ${JEST} && tsd; } && npm run posttest`],
  ['node --test a && node --test b', {}, `${PATH}(export NODE_OPTIONS="\${NODE_OPTIONS:-} ${JUNIT}"; node --test a) && (export NODE_OPTIONS="\${NODE_OPTIONS:-} ${JUNIT.replace('node-test', 'node-test-2')}"; node --test b)`],
  ['npm run unit', { unit: 'jest' }, `npm run unit -- ${JEST}`],
  ['npm run lint && npm run unit', { lint: 'eslint .', unit: 'jest' }, `${PATH}npm run lint && npm run unit -- ${JEST}`],
  ['npm run lint && npm run unit', { lint: 'eslint .', unit: 'node --test' }, NODE],
  ['jest && echo $npm_package_version', {}, 'npm run test'],
  ['turbo run test', {}, 'npm run test'],
  ['npm test --workspaces', {}, 'npm run test'],
  ['npm run test', {}, 'npm run test'],
  ['jest --json --outputFile=x', {}, 'npm run test'],
  ['vitest run $(cat list)', {}, 'npm run test'],
])('the test script %j %j is run as %j', async (script, more, expected) => {
  const { test: plans } = await detect(withTest(script, more));
  expect(plans.map(({ command }) => command)).toEqual([expected]);
});

test('a detected command carries its report, its limit, its place and the reason', async () => {
  const { test: plans, notes } = await detect(withTest('jest'));
  expect(plans).toEqual([{
    role: 'test', name: 'test', command: `npm run test -- ${JEST}`, shown: 'npm run test', tool: 'jest', directory: '', timeoutMs: 3, env: { CI: 'true' }, why: 'package.json script `test` runs jest',
    reports: [{ format: 'jest', where: 'report-directory', pattern: 'jest.json', required: false }],
  }]);
  expect(notes).toEqual(['No lint was found (a `lint` script in package.json, ESLint, Biome, Ruff, tsconfig.json, go.mod, Cargo.toml, Checkstyle in pom.xml, `make lint`): not run. Set `lint-command`.']);
});

test('a script that nobody recognises counts by its exit code, and the note says so', async () => {
  const { test: plans, notes } = await detect(withTest('./run-tests.sh'));
  expect(plans[0]).toMatchObject({ command: 'npm run test', tool: null, reports: [], why: 'package.json script `test` is `./run-tests.sh`' });
  expect(notes).toContain('test (no tool was recognised) writes no report that can be read: only its exit code counts. Declare `reports.test`.');
});

test.each(['echo "Error: no test specified" && exit 1', 'exit 0', 'true', 'echo "todo"'])('the script %j counts as none', async (script) => {
  const { test: plans, notes } = await detect(withTest(script));
  expect(plans).toEqual([]);
  expect(notes[0]).toMatch(/^No tests were found .* Set `test-command`\.$/);
});

test.each([
  [{ 'pnpm-lock.yaml': '' }, {}, `pnpm run test ${JEST}`, 'pnpm install --frozen-lockfile'],
  [{ 'yarn.lock': '# yarn lockfile v1' }, {}, `yarn run test ${JEST}`, 'yarn install --frozen-lockfile --non-interactive'],
  [{ 'yarn.lock': '__metadata:\n', '.yarnrc.yml': 'nodeLinker: node-modules\n' }, {}, `yarn run test ${JEST}`, 'yarn install --immutable'],
  [{ 'package-lock.json': '{}' }, {}, `npm run test -- ${JEST}`, 'npm ci --no-audit --no-fund'],
  [{}, {}, `npm run test -- ${JEST}`, 'npm install --no-save --no-package-lock --no-audit --no-fund'],
  [{}, { packageManager: 'pnpm@9.1.0+sha512.abc' }, `pnpm run test ${JEST}`, 'pnpm install --no-lockfile'],
])('the files %j and %j choose the package manager', async (files, manifest, run, install) => {
  const { setup, test: plans } = await detect({ files: { 'package.json': json({ scripts: { test: 'jest' }, devDependencies: { jest: '30' }, ...manifest }), ...files } });
  expect([plans[0]?.command, setup[0]?.command]).toEqual([run, install]);
});

test('a package manager that is not there is fetched for setup, and npm runs the scripts', async () => {
  const { setup, test: plans } = await detect({ files: { 'package.json': json({ scripts: { test: 'jest' }, devDependencies: { jest: '30' }, packageManager: 'pnpm@9.1.0' }), 'pnpm-lock.yaml': '' }, onPath: ['npm'] });
  expect([plans[0]?.command, setup[0]?.command]).toEqual([`npm run test -- ${JEST}`, 'npx --yes pnpm@9.1.0 install --frozen-lockfile']);
});

test('setup runs only where a declared dependency is missing, in the directory of the lockfile', async () => {
  const files = { 'package-lock.json': '{}', 'package.json': json({ workspaces: ['packages/*'], devDependencies: { jest: '30' } }), 'packages/a/package.json': json({ scripts: { test: 'jest' }, dependencies: { left: '1' } }) };
  const missing = await detect({ files, directory: 'packages/a', installed: ['node_modules/jest'] });
  expect(missing.setup).toMatchObject([{ directory: '', command: 'npm ci --no-audit --no-fund', why: 'package-lock.json: `left` is not installed' }]);
  expect(missing.test[0]?.directory).toBe('packages/a');
  expect((await detect({ files, directory: 'packages/a', installed: ['node_modules/jest', 'packages/a/node_modules/left'] })).setup).toEqual([]);
});

test('packages of a workspace find each other only through an install, at the root too', async () => {
  const files = {
    'package-lock.json': '{}', 'package.json': json({ workspaces: ['./packages/*/'], scripts: { test: 'node --test' } }),
    'packages/a/package.json': json({ name: '@x/a' }), 'packages/b/package.json': json({ dependencies: { '@x/a': '1' } }), 'elsewhere/package.json': json({ dependencies: { left: '1' } }),
  };
  expect((await detect({ files })).setup).toMatchObject([{ directory: '', command: 'npm ci --no-audit --no-fund', why: 'package-lock.json: `@x/a` is not installed' }]);
  expect((await detect({ files, installed: ['node_modules/@x/a'] })).setup).toEqual([]);
  expect((await detect({ files: { ...files, 'package.json': json({ workspaces: { packages: ['packages/**'] }, scripts: { test: 'node --test' } }) } })).setup).toHaveLength(1);
  expect((await detect({ files: { ...files, 'package.json': json({ workspaces: ['packages/*', '!packages/b'], scripts: { test: 'node --test' } }) } })).setup).toEqual([]);
});

test('without a script, dependencies and test files say what to run', async () => {
  const jest = await detect({ files: { 'package.json': json({ devDependencies: { jest: '30' } }) }, installed: ['node_modules/jest', 'node_modules/.bin/jest'] });
  expect(jest.test[0]?.command).toBe(`./node_modules/.bin/jest ${JEST}`);
  const hoisted = await detect({ files: { 'package.json': '{}', 'a/package.json': json({ devDependencies: { vitest: '3' } }) }, directory: 'a', installed: ['node_modules/vitest', 'node_modules/.bin/vitest'] });
  expect(hoisted.test[0]?.command).toBe(`../node_modules/.bin/vitest run ${VITEST}`);
  const node = await detect({ files: { 'package.json': '{}', 'test/a.js': "import test from 'node:test';" } });
  expect(node.test[0]).toMatchObject({ tool: 'node --test', why: 'test/a.js uses node:test' });
});

const lintOf = async (project: Project) => (await detect(project)).lint.map(({ command }) => command);
const ESLINT = '--no-fix --format json --output-file "$SELF_CODING_REPORTS/eslint.json"';

test('lint comes from the script, else from configured and installed tools', async () => {
  const bin = (name: string) => `node_modules/.bin/${name}`;
  expect(await lintOf({ files: { 'package.json': json({ scripts: { lint: 'eslint --fix .' } }) } })).toEqual([`npm run lint -- ${ESLINT}`]);
  expect(await lintOf({ files: { 'package.json': json({ scripts: { lint: 'eslint . && prettier --check .' } }) } })).toEqual([`${PATH}eslint . ${ESLINT} && prettier --check .`]);
  expect(await lintOf({ files: { 'package.json': '{}', 'eslint.config.js': '' }, installed: [bin('eslint')] })).toEqual([`./node_modules/.bin/eslint . ${ESLINT}`]);
  expect(await lintOf({ files: { 'package.json': '{}', 'eslint.config.js': '' } })).toEqual([]);
  expect(await lintOf({ files: { 'package.json': '{}', 'biome.json': '' }, installed: [bin('biome')] })).toEqual(['./node_modules/.bin/biome lint --reporter=sarif --reporter-file="$SELF_CODING_REPORTS/biome.sarif"']);
  expect(await lintOf({ files: { 'package.json': json({ scripts: { lint: 'biome check --write .' } }), 'biome.json': '' }, installed: [bin('biome')] })).toEqual(['./node_modules/.bin/biome lint --reporter=sarif --reporter-file="$SELF_CODING_REPORTS/biome.sarif"']);
});

test('a Biome that cannot write SARIF is used by its exit code', async () => {
  const lock = json({ packages: { 'node_modules/@biomejs/biome': { version: '2.3.15' } } });
  const project = { files: { 'package.json': json({ scripts: { lint: 'biome check .' }, devDependencies: { '@biomejs/biome': '^2' } }), 'package-lock.json': lock }, installed: ['node_modules/@biomejs/biome'] };
  expect(await lintOf(project)).toEqual(['npm run lint']);
});

test('types are checked once, and project references as far as they stand alone', async () => {
  const installed = ['node_modules/.bin/tsc'];
  expect(await lintOf({ files: { 'package.json': '{}', 'tsconfig.json': '{}' }, installed })).toEqual(['./node_modules/.bin/tsc --noEmit --pretty false -p .']);
  expect(await lintOf({ files: { 'package.json': json({ scripts: { lint: 'npm run types && eslint .', types: 'tsc --noEmit' } }), 'tsconfig.json': '{}' }, installed })).toHaveLength(1);
  const references = { 'package.json': '{}', 'tsconfig.json': '{ "files": [], // none\n "references": [{ "path": "./app" }, { "path": "./tsconfig.node.json" }], }' };
  expect(await lintOf({ files: { ...references, 'app/tsconfig.json': '{}' }, installed })).toEqual([
    'failed=0; ./node_modules/.bin/tsc --noEmit --pretty false -p app || failed=1; ./node_modules/.bin/tsc --noEmit --pretty false -p tsconfig.node.json || failed=1; exit $failed',
  ]);
  const chained = await detect({ files: { ...references, 'app/tsconfig.json': '{"references":[{"path":"../lib"}]}' }, installed });
  expect([chained.lint, chained.notes]).toEqual([[], expect.arrayContaining([expect.stringContaining('build on each other')])]);
});

const python = async (files: Readonly<Record<string, string>>, more: Omit<Project, 'files'> = {}) => detect({ files, ...more });
const PYTEST = '-m pytest --junitxml="$SELF_CODING_REPORTS/pytest.xml" -o junit_family=xunit1';

test.each([
  [{ 'pytest.ini': '', 'tests/test_a.py': '' }, 'pytest.ini configures pytest'],
  [{ 'pyproject.toml': '[tool.pytest.ini_options]\n', 'tests/test_a.py': '' }, 'pyproject.toml configures pytest'],
  [{ 'setup.cfg': '[tool:pytest]\n', 'tests/test_a.py': '' }, 'setup.cfg configures pytest'],
  [{ 'tox.ini': '[pytest]\n', 'a_test.py': '' }, 'tox.ini configures pytest'],
  [{ 'tests/conftest.py': '', 'tests/test_a.py': 'import unittest\n' }, 'tests/conftest.py configures pytest'],
  [{ 'requirements-dev.txt': 'pytest>=8\n', 'test_a.py': 'import unittest\n' }, 'requirements-dev.txt names pytest'],
  [{ 'test_a.py': 'def test_x(): pass\n' }, 'test_a.py is written for pytest'],
])('%j means pytest', async (files, why) => {
  const { test: plans } = await python(files);
  expect(plans).toHaveLength(1);
  expect(plans[0]).toMatchObject({ tool: 'pytest', why, reports: [{ format: 'junit', pattern: 'pytest.xml' }] });
  expect(plans[0]?.command).toBe(`python=.venv/bin/python; [ -x "$python" ] || python=python3; "$python" ${PYTEST}`);
});

test('an environment that is there is used', async () => {
  const { test: plans, setup } = await python({ 'a/test_a.py': 'def test_x(): pass\n' }, { directory: 'a', installed: ['.venv/bin/python'] });
  expect(plans[0]?.command).toBe(`../.venv/bin/python ${PYTEST}`);
  expect(setup[0]?.command).toContain('../.venv/bin/python -m pip install');
  expect(setup[0]?.command).not.toContain('venv .venv');
});

test('unittest is discovered where the tests are, and nothing is installed for it', async () => {
  const text = 'import unittest\n';
  const flat = await python({ 'tests/test_a.py': text });
  expect(flat.test[0]).toMatchObject({ tool: 'unittest', command: 'python3 -m unittest discover -v -s tests', reports: [{ format: 'unittest', where: 'stderr' }] });
  expect(flat.setup).toEqual([]);
  expect((await python({ 'tests/test_a.py': text, 'tests/__init__.py': '' })).test[0]?.command).toBe('python3 -m unittest discover -v -s tests -t .');
  expect((await python({ 'test_a.py': text, 'tests/test_b.py': text })).test[0]?.command).toBe('python3 -m unittest discover -v');
});

test('Python requirements come from files, extras and groups, and setup checks them first', async () => {
  const pyproject = `
[build-system]
requires = ["setuptools"]
[project]
name = "my-pkg"
dependencies = ["a>=1; python_version < '3.9'", "b[x]>2"]
[project.optional-dependencies]
test = ["pytest"]
docs = ["sphinx"]
[dependency-groups]
dev = ["ruff==0.1", {include-group = "base"}]
base = ["c"]
`;
  const { setup } = await python({ 'pyproject.toml': pyproject, 'requirements.txt': 'd==1 # why\n-r other.txt\n./local\n', 'src/my_pkg/__init__.py': '', 'tests/test_a.py': '' });
  expect(setup).toHaveLength(1);
  expect(setup[0]?.command).toContain("'d b pytest ruff c my-pkg'.split()");
  expect(setup[0]?.command).toContain("pip install --quiet --disable-pip-version-check -r requirements.txt -e '.[test]' ruff==0.1 c;");
  expect(setup[0]?.why).toBe('requirements.txt, pyproject.toml need 6 packages; nothing is done if they are installed');
});

test('an application that is no package gets its dependencies, Poetry its groups', async () => {
  const app = await python({ 'pyproject.toml': '[project]\nname = "app"\ndependencies = ["a>1"]\n', 'test_a.py': 'def test_a(): pass' });
  expect(app.setup[0]?.command).toContain("check 'a>1' pytest;");
  const poetry = await python({ 'pyproject.toml': '[tool.poetry]\nname = "x"\n[tool.poetry.group.dev.dependencies]\npython = "^3"\npytest = "^8"\n[build-system]\nrequires = []\n', 'test_a.py': '' });
  expect(poetry.setup[0]?.command).toContain('check -e . pytest;');
});

test('Python files beside another project bring no setup', async () => {
  const { setup, test: plans } = await detect({ files: { ...withTest('node --test').files, 'scripts/build.py': '', 'requirements.txt': 'x\n' } });
  expect([setup, plans.length]).toEqual([[], 1]);
});

test('Ruff runs where it is configured and will be there', async () => {
  const RUFF = 'check --no-fix --output-format sarif --output-file "$SELF_CODING_REPORTS/ruff.sarif" .';
  const files = { 'pyproject.toml': '[tool.ruff.lint]\n', 'a.py': '' };
  expect((await python(files)).notes).toContain('pyproject.toml configures Ruff, which is neither declared nor installed: it is not run. Install it in the workflow, or set `lint-command`.');
  expect((await python(files, { onPath: ['ruff'] })).lint[0]?.command).toBe(`ruff ${RUFF}`);
  expect((await python(files, { installed: ['.venv/bin/python', '.venv/bin/ruff'] })).lint[0]?.command).toBe(`.venv/bin/ruff ${RUFF}`);
  expect((await python({ ...files, 'requirements-dev.txt': 'ruff\n' })).lint[0]?.command).toBe(`ruff=.venv/bin/ruff; [ -x "$ruff" ] || ruff=ruff; "$ruff" ${RUFF}`);
});

test('a repository in two languages has a check for each', async () => {
  const { test: plans } = await detect({ files: { ...withTest('jest').files, 'test_a.py': 'import unittest' } });
  expect(plans.map(({ name, tool }) => [name, tool])).toEqual([['test', 'jest'], ['test 2', 'unittest']]);
});

const given = (testCommand: string, scripts: Readonly<Record<string, string>> = {}, settings: Project['settings'] = {}) => detect({ files: { 'package.json': json({ scripts }) }, settings: { testCommand, ...settings } });

test('a given command stays as it is; the environment asks for the report', async () => {
  expect((await given('npm test', { test: 'node --test' })).test[0]).toMatchObject({ command: `export NODE_OPTIONS="\${NODE_OPTIONS:-} ${JUNIT}"\nnpm test`, tool: 'node --test', env: {}, why: '`test-command` runs node --test' });
  expect((await given('cd x && pytest -q')).test[0]?.command).toBe('export PYTEST_ADDOPTS="${PYTEST_ADDOPTS:-} --junitxml=\'$SELF_CODING_REPORTS/pytest.xml\' -o junit_family=xunit1"\ncd x && pytest -q');
  expect((await given('python -m unittest -v')).test[0]).toMatchObject({ command: 'python -m unittest -v', reports: [{ format: 'unittest', where: 'stderr' }] });
  expect((await given('make it\nset -e\npytest # all')).test[0]?.reports).toHaveLength(1);
  const jest = await given('npx jest');
  expect(jest.test[0]).toMatchObject({ command: 'npx jest', tool: 'jest', reports: [] });
  expect(jest.notes).toContain('test (jest) writes no report that can be read: only its exit code counts. Declare `reports.test`, or leave `test-command` out.');
  expect((await given('node --test a && node --test b')).test[0]).toMatchObject({ command: 'node --test a && node --test b', reports: [] });
  expect((await given('cd x && npm test', { test: 'node --test' })).test[0]?.command).toBe('cd x && npm test');
});

test('`none` runs nothing and needs no note; a given setup is taken as it is', async () => {
  const { test: plans, setup, lint, notes } = await detect({ files: { 'package.json': json({ devDependencies: { jest: '30' } }) }, settings: { testCommand: '', lintCommand: '', setupCommand: 'make deps' } });
  expect([plans, lint, notes]).toEqual([[], [], []]);
  expect(setup).toMatchObject([{ command: 'make deps', why: '`setup-command`' }]);
});

test('declared reports win over detected ones and must be written', async () => {
  const reports = { lint: [], test: [{ path: './out/*.xml', format: 'junit' as const }], coverage: [{ path: 'lcov.info', format: 'lcov' as const }] };
  const { test: plans, notes } = await given('npx jest', {}, { reports });
  expect(plans[0]?.reports).toEqual([
    { format: 'junit', where: 'working-directory', pattern: 'out/*.xml', required: true },
    { format: 'lcov', where: 'working-directory', pattern: 'lcov.info', required: true },
  ]);
  expect(notes.filter((note) => note.startsWith('test'))).toEqual([]);
  // A reporter of ours would replace the one that writes the declared report.
  expect((await given('npm test', { test: 'node --test' }, { reports })).test[0]?.command).toBe('npm test');
  expect((await detect({ ...withTest('vitest'), settings: { reports } })).test[0]?.command).toBe('npm run test');
  expect((await python({ 'pytest.ini': '', 'test_a.py': '' }, { installed: ['.venv/bin/python'], settings: { reports } })).test[0]?.command).toBe('.venv/bin/python -m pytest');
});

test('a broken manifest is no manifest', async () => {
  const { test: plans } = await detect({ files: { 'package.json': '{"scripts": {"test": "jest"' } });
  expect(plans).toEqual([]);
});
