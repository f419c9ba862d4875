import { execFileSync } from 'node:child_process';
import { detectToolchain } from '../../../src/core/evidence/detect.ts';
import type { DetectInput } from '../../../src/core/evidence/detect-place.ts';

interface Project {
  readonly files: Readonly<Record<string, string>>;
  readonly onPath?: readonly string[];
  readonly executable?: boolean;
  readonly directory?: string;
  readonly settings?: Partial<DetectInput['settings']>;
}

const INSTALLED = ['npm', 'python3', 'go', 'cargo', 'cargo-clippy', 'mvn', 'make'];

function detect({ files, onPath = INSTALLED, executable = true, directory = '', settings = {} }: Project) {
  return detectToolchain({
    files: Object.keys(files),
    read: (path) => Promise.resolve(files[path] ?? null),
    installed: () => Promise.resolve(false),
    onPath: (program: string) => Promise.resolve(onPath.includes(program)),
    executable: () => executable,
    workingDirectory: directory,
    settings: { setupCommand: null, lintCommand: null, testCommand: null, reports: { lint: [], test: [], coverage: [] }, timeLimits: { setup: 1, lint: 2, test: 3, accept: 4, run: 5 }, ...settings },
  });
}

const summary = async (project: Project) => {
  const { setup, lint, test: plans } = await detect(project);
  return [...setup, ...lint, ...plans].map(({ name, directory, shown, command }) => `${name} (${directory}): ${shown ?? command}`);
};
const given = async (line: string, files: Project['files'] = {}) => {
  const { test: plans } = await detect({ files, settings: { testCommand: line, lintCommand: '' } });
  return [plans[0]?.command, plans[0]?.reports.map(({ format, where }) => `${format} ${where}`).join(', ')];
};

const GO = { 'go.mod': 'module m\n', 'a.go': 'package m', 'a_test.go': 'package m' };
const under = (directory: string, files: Project['files']) => Object.fromEntries(Object.entries(files).map(([path, text]) => [`${directory}/${path}`, text]));
const NPM = { 'package.json': JSON.stringify({ scripts: { test: 'node --test', lint: 'eslint .' } }) };
const pom = (more = '') => `<project><artifactId>a</artifactId>${more}</project>`;
const CLEAN = 'find . \\( -name node_modules -o -name .git \\) -prune -o -name pom.xml -exec sh -c \'for pom; do target="${pom%/*}/target"; rm -rf "$target/classes" "$target/test-classes" "$target/maven-status"; done\' - {} +';

describe('Go', () => {
  test('a module is tested and vetted with JSON reports', async () => {
    const { setup, lint, test: plans, notes } = await detect({ files: GO });
    expect([setup.length, lint[0]?.command, plans[0]?.command, notes]).toEqual([0, 'go vet -json ./... >"$SELF_CODING_REPORTS/go-vet.txt" 2>&1', 'go test -json ./... >"$SELF_CODING_REPORTS/go-test.json" 2>&1', []]);
    expect(plans[0]).toMatchObject({ shown: 'go test ./...', tool: 'go test', reports: [{ format: 'go-test', where: 'report-directory', pattern: 'go-test.json', required: false }] });
  });

  test('modules are downloaded only where go.sum names some, none is vendored, and one is missing', async () => {
    expect((await detect({ files: { ...GO, 'go.sum': 'x' } })).setup).toMatchObject([{ command: 'GOPROXY=off go list -deps -test ./... >/dev/null 2>&1 || go mod download', shown: 'go mod download', directory: '' }]);
    expect((await detect({ files: { ...GO, 'go.sum': 'x', 'vendor/modules.txt': '' } })).setup).toEqual([]);
    expect((await detect({ files: { ...GO, 'go.sum': 'x', 'sub/b.go': '' }, directory: 'sub' })).setup[0]?.directory).toBe('');
  });

  test('a module without tests is vetted only, and a note says that no tests were found', async () => {
    const { lint, test: plans, notes } = await detect({ files: { 'go.mod': '', 'a.go': '', 'testdata/a_test.go': '', 'vendor/x/x_test.go': '' } });
    expect([lint.length, plans.length]).toEqual([1, 0]);
    expect(notes[0]).toMatch(/^No tests were found \(.*go\.mod.*`make test`\)/);
  });

  test('golangci-lint runs where it is configured and installed, by the flags of its configuration\'s version', async () => {
    const lintOf = async (files: Project['files'], onPath: readonly string[], directory = '') => (await detect({ files: { ...GO, ...files }, onPath, directory })).lint[0]?.command;
    expect(await lintOf({ '.golangci.yml': 'version: "2"\n' }, ['golangci-lint'])).toBe('golangci-lint run --output.checkstyle.path "$SELF_CODING_REPORTS/golangci.xml" ./...');
    expect(await lintOf({ '.golangci.yml': 'version: "2"\n', 'sub/a.go': '' }, ['golangci-lint'], 'sub')).toBe('golangci-lint run --path-mode=abs --output.checkstyle.path "$SELF_CODING_REPORTS/golangci.xml" ./...');
    expect(await lintOf({ '.golangci.toml': '[run]\n' }, ['golangci-lint'])).toBe('golangci-lint run --out-format checkstyle ./... >"$SELF_CODING_REPORTS/golangci.xml"');
    expect(await lintOf({ '.golangci.yml': '' }, [])).toMatch(/^go vet/);
    expect((await detect({ files: { ...GO, '.golangci.yml': '' } })).notes[0]).toMatch(/^\.golangci\.yml configures golangci-lint, which is not installed/);
  });

  test('every module below runs in its own directory; test data and examples are none', async () => {
    const files = { ...GO, ...under('tools', GO), ...under('services/api', GO), ...under('examples/x', GO), ...under('a/testdata', GO), ...under('a/b/c', GO), 'go.work': 'use (\n\t.\n\t./tools\n)\n' };
    expect(await summary({ files })).toEqual(['lint (): go vet ./...', 'lint in services/api (services/api): go vet ./...', 'lint in tools (tools): go vet ./...', 'test (): go test ./...', 'test in services/api (services/api): go test ./...', 'test in tools (tools): go test ./...']);
  });
});

describe('Rust', () => {
  const CRATE = { 'Cargo.toml': '[package]\nname = "a"\n', 'src/lib.rs': '' };

  test('a crate is tested whole and linted by Clippy, or by the compiler where Clippy is missing', async () => {
    const { setup, lint, test: plans } = await detect({ files: { ...CRATE, 'Cargo.lock': '' } });
    expect(setup).toEqual([]);
    expect(plans[0]).toMatchObject({ command: 'cargo test --locked --no-fail-fast >"$SELF_CODING_REPORTS/libtest.txt" 2>&1', shown: 'cargo test --locked', reports: [{ format: 'libtest' }] });
    expect(lint[0]).toMatchObject({ command: 'verb=clippy; cargo clippy --version >/dev/null 2>&1 || verb=check; cargo "$verb" --locked --all-targets --keep-going --message-format=json >"$SELF_CODING_REPORTS/cargo.json" 2>&1', shown: 'cargo clippy --locked --all-targets' });
    expect((await detect({ files: CRATE, onPath: [] })).lint[0]?.command).toBe('cargo check --all-targets --keep-going --message-format=json >"$SELF_CODING_REPORTS/cargo.json" 2>&1');
  });

  test('a workspace is tested whole from its root, a member by itself', async () => {
    const files = { 'Cargo.toml': '[workspace]\nmembers = ["crates/*"]\n', 'Cargo.lock': '', ...under('crates/a', CRATE) };
    expect(await summary({ files })).toEqual(['lint (): cargo clippy --workspace --locked --all-targets', 'test (): cargo test --workspace --locked']);
    expect(await summary({ files, directory: 'crates/a' })).toEqual(['lint (crates/a): cargo clippy --locked --all-targets', 'test (crates/a): cargo test --locked']);
  });

  test('packages are fetched only where the lockfile names some from elsewhere, and one is missing', async () => {
    const locked = { ...CRATE, 'Cargo.lock': '[[package]]\nname = "x"\nsource = "registry+x"\n' };
    expect((await detect({ files: locked })).setup).toMatchObject([{ command: 'cargo fetch --locked --offline >/dev/null 2>&1 || cargo fetch --locked', shown: 'cargo fetch --locked' }]);
    expect((await detect({ files: { ...CRATE, 'Cargo.toml': '[package]\nname = "a"\n[dev-dependencies]\nx = "1"\n' } })).setup[0]?.shown).toBe('cargo fetch');
    expect((await detect({ files: CRATE })).setup).toEqual([]);
  });

  test('a note says that compiling starts anew each time where git does not ignore what cargo writes', async () => {
    const notes = async (files: Project['files'], directory = '') => (await detect({ files, directory })).notes;
    expect(await notes(CRATE)).toEqual(['target is not in .gitignore: it is removed after every command, so each one compiles everything anew. Add it to .gitignore.']);
    for (const line of ['target', '/target', 'target/', '**/target/', '*', '/target/**']) expect(await notes({ ...CRATE, '.gitignore': `x\n${line}\n` })).toEqual([]);
    expect(await notes({ ...under('a', CRATE), '.gitignore': 'target/\n' }, 'a')).toEqual([]);
  });

  test('nextest runs where its configuration asks for JUnit and it is installed', async () => {
    const files = { ...CRATE, '.config/nextest.toml': '[profile.default.junit]\npath = "junit.xml"\n' };
    expect((await detect({ files, onPath: ['cargo-nextest'] })).test[0]).toMatchObject({ command: 'cargo nextest run --no-fail-fast', reports: [{ format: 'junit', pattern: 'target/nextest/default/junit.xml' }] });
    expect((await detect({ files, onPath: [] })).test[0]?.tool).toBe('cargo test');
  });
});

describe('Maven and Gradle', () => {
  test('a Maven project compiles anew, and reads Surefire and what does not compile', async () => {
    const { test: plans } = await detect({ files: { 'pom.xml': pom() } });
    expect(plans[0]).toMatchObject({ command: `${CLEAN}; mvn -B -Dsurefire.rerunFailingTestsCount=0 test`, shown: 'mvn -B test', tool: 'maven' });
    expect(plans[0]?.reports.map(({ format, where, pattern }) => [format, where, pattern])).toEqual([['junit', 'working-directory', 'target/surefire-reports/TEST-*.xml'], ['javac', 'stdout', '']]);
  });

  test('the wrapper is used where it may be executed', async () => {
    const files = { 'pom.xml': pom(), mvnw: '' };
    expect((await detect({ files })).test[0]?.shown).toBe('./mvnw -B test');
    expect((await detect({ files, executable: false })).test[0]?.shown).toBe('mvn -B test');
  });

  test('a module is built with its siblings, from the project that lists it', async () => {
    const files = { 'pom.xml': pom('<modules><!-- <module>old</module> --><module>services</module></modules>'), 'services/pom.xml': pom('<modules><module>api</module></modules>'), 'services/api/pom.xml': pom(), mvnw: '' };
    expect(await summary({ files })).toEqual(['test (): ./mvnw -B -fae test']);
    // A test that fails already must not keep the modules behind it from being compiled.
    expect((await detect({ files })).test[0]!.command).toMatch(/ -B -fae .*-Dmaven\.test\.failure\.ignore=true test$/);
    expect((await detect({ files: { 'pom.xml': pom() } })).test[0]!.command).not.toContain('failure.ignore');
    expect(await summary({ files, directory: 'services/api' })).toEqual(['test (): ./mvnw -B -fae -pl services/api -am test']);
    expect(await summary({ files: { 'old/pom.xml': pom(), 'pom.xml': files['pom.xml'] }, directory: 'old' })).toEqual(['test (old): mvn -B test']);
  });

  test('Checkstyle runs where the project configures it, by the execution that carries its rules', async () => {
    const plugin = (more: string) => pom(`<build><plugins><plugin><artifactId>maven-surefire-plugin</artifactId></plugin><plugin><artifactId>maven-checkstyle-plugin</artifactId>${more}</plugin></plugins></build>`);
    expect((await detect({ files: { 'pom.xml': plugin('') } })).lint[0]).toMatchObject({ command: 'mvn -B checkstyle:check', reports: [{ format: 'checkstyle', pattern: '**/target/checkstyle-result.xml' }] });
    expect((await detect({ files: { 'pom.xml': plugin('<executions><execution><id>style</id><goals><goal>check</goal></goals></execution></executions>') } })).lint[0]?.command).toBe('mvn -B checkstyle:check@style');
    expect((await detect({ files: { 'pom.xml': pom('<!-- maven-checkstyle-plugin -->') } })).lint).toEqual([]);
  });

  test('Gradle runs tests that are up to date again, a project below by its path', async () => {
    const files = { 'settings.gradle.kts': '', gradlew: '', 'app/build.gradle': '' };
    expect((await detect({ files })).test[0]).toMatchObject({ command: './gradlew --no-daemon --console=plain --continue cleanTest test', reports: [{ format: 'junit', pattern: '**/build/test-results/test/TEST-*.xml' }, { format: 'javac', where: 'stderr' }] });
    expect((await detect({ files, directory: 'app' })).test[0]).toMatchObject({ directory: '', command: './gradlew --no-daemon --console=plain --continue :app:cleanTest :app:test' });
    expect((await detect({ files: { 'build.gradle': '' } })).test[0]?.shown).toBe('gradle --no-daemon --console=plain --continue test');
  });

  test('nor does what a Python or TypeScript project names', async () => {
    const odd = 'my tests; touch owned';
    const python = await detect({ files: { [`${odd}/test_a.py`]: 'import unittest\n\nclass A(unittest.TestCase): pass\n' } });
    expect(python.test[0]!.command).toContain(`-s '${odd}'`);
    const types = await detect({ files: { 'package.json': '{ "devDependencies": { "typescript": "6" } }', 'tsconfig.json': `{ "files": [], "references": [{ "path": "${odd}" }] }`, [`${odd}/tsconfig.json`]: '{}' }, onPath: [...INSTALLED, 'tsc'] });
    expect(types.lint.map(({ command }) => command).join()).toContain(`-p '${odd}'`);
  });

  test.each(["my app", "app;touch owned", "it's", '$(touch owned)', '-q'])('the directory %j is one word for the shell', async (odd) => {
    const words = (line: string) => execFileSync('sh', ['-c', `printf '%s\\n' ${line}`], { encoding: 'utf8' }).trimEnd().split('\n');
    const maven = await detect({ files: { 'pom.xml': pom(`<modules><module>${odd}</module></modules>`), ...under(odd, { 'pom.xml': pom() }) }, directory: odd });
    expect(words(maven.test[0]!.shown!)).toEqual(['mvn', '-B', '-fae', '-pl', odd, '-am', 'test']);
    const gradle = await detect({ files: { 'settings.gradle': '', ...under(odd, { 'build.gradle': '' }) }, directory: odd });
    expect(words(gradle.test[0]!.command).slice(-2)).toEqual([`:${odd}:cleanTest`, `:${odd}:test`]);
  });
});

describe('several projects', () => {
  test('without a manifest at the root, those one and two levels below run where they are', async () => {
    const files = { ...under('services/api', GO), ...under('web', NPM), 'tool/pyproject.toml': '[tool.pytest.ini_options]\n', 'tool/tests/test_a.py': '', 'jobs/nightly/deep/pom.xml': pom(), 'jobs/pom.xml': pom() };
    expect(await summary({ files })).toEqual([
      'setup (tool): pip install pytest', 'lint in web (web): npm run lint', 'lint in services/api (services/api): go vet ./...',
      'test in web (web): npm run test', 'test in tool (tool): python -m pytest', 'test in services/api (services/api): go test ./...', 'test in jobs (jobs): mvn -B test',
    ]);
  });

  test('packages of a workspace run by the root\'s command, or each by its own where the root has none', async () => {
    const packages = { ...under('packages/a', NPM), ...under('packages/b', NPM) };
    expect(await summary({ files: { ...NPM, ...packages } })).toEqual(['lint (): npm run lint', 'test (): npm run test']);
    const linted = { 'package.json': JSON.stringify({ workspaces: ['packages/*'], scripts: { lint: 'eslint .' } }) };
    expect(await summary({ files: { ...linted, ...packages } })).toEqual(['lint (): npm run lint', 'test in packages/a (packages/a): npm run test', 'test in packages/b (packages/b): npm run test']);
  });

  test('a Go module below an npm root is found, and a crate inside a crate belongs to it', async () => {
    const files = { ...NPM, ...under('native', { 'Cargo.toml': '[package]', 'src/lib.rs': '' }), 'native/inner/Cargo.toml': '[package]', ...under('services/berths', GO) };
    expect((await summary({ files })).filter((line) => line.startsWith('test'))).toEqual(['test (): npm run test', 'test in services/berths (services/berths): go test ./...', 'test in native (native): cargo test']);
  });

  test('a working directory runs what is in it, by names without it', async () => {
    expect(await summary({ files: { ...NPM, ...under('services/api', GO) }, directory: 'services/api' })).toEqual(['lint (services/api): go vet ./...', 'test (services/api): go test ./...']);
    expect(await summary({ files: { ...NPM, ...under('services/api', GO) }, directory: 'services' })).toEqual(['lint in services/api (services/api): go vet ./...', 'test in services/api (services/api): go test ./...']);
  });

  test('one whose program is not installed is left out, and a note says so; at the root the command itself says it', async () => {
    const native = under('src-native', { 'Cargo.toml': '[package]', 'src/lib.rs': '', '.gitignore': 'target' });
    const { test: plans, notes } = await detect({ files: { ...NPM, ...native }, onPath: ['npm'] });
    expect([plans.map(({ name }) => name), notes.filter((note) => note.includes('src-native'))]).toEqual([['test'], ['src-native needs cargo, which is not installed: nothing is run there. Install it in the workflow, or name what to check with `working-directory`.']]);
    expect((await detect({ files: native, onPath: ['npm'], directory: 'src-native' })).test.length).toBe(1);
  });

  test('more than eight take no part, and a note says which and how to choose', async () => {
    const files = Object.assign({}, ...Array.from({ length: 10 }, (_, index) => under(`m${index}`, GO))) as Project['files'];
    const { test: plans, notes } = await detect({ files });
    expect(plans.length).toBe(8);
    expect(notes).toEqual(['Only 8 projects take part; left out: m8, m9. Choose one with `working-directory`, or set `test-command` and `lint-command`.']);
    expect(new Set(plans.map(({ name }) => name)).size).toBe(8);
  });
});

describe('make', () => {
  test('its targets run where nothing better is found, with the report of the tool behind them', async () => {
    const files = { Makefile: 'PY ?= python3\n.PHONY: test lint\ntest: build\n\t@$(PY) -m pytest tests\nbuild:\n\techo built\nlint:\n\tshellcheck *.sh\n' };
    const { lint, test: plans, notes } = await detect({ files });
    expect(plans[0]).toMatchObject({ shown: 'make test', tool: 'pytest', why: 'Makefile has the target `test`, which runs pytest', reports: [{ format: 'junit' }] });
    expect(plans[0]?.command).toMatch(/^export PYTEST_ADDOPTS=.*\nmake test$/);
    expect(lint[0]).toMatchObject({ command: 'make lint', tool: null });
    expect(notes).toEqual(['lint (no tool was recognised) writes no report that can be read: only its exit code counts. Declare `reports.lint`.']);
    expect(await summary({ files: { ...GO, ...files } })).toEqual(['lint (): go vet ./...', 'test (): go test ./...']);
  });

  test('a recipe with what only make or a shell can tell counts by its exit code', async () => {
    expect((await detect({ files: { Makefile: 'test:\n\tpython3 -m pytest $(shell ls)\n' } })).test[0]).toMatchObject({ command: 'make test', tool: null });
  });
});

describe('a given command', () => {
  const JSON_TEST = 'go() { if [ "$1" = test ]; then shift; command go test -json "$@"; else command go "$@"; fi; }';
  test.each([
    ['go test ./...', JSON_TEST, 'go-test stdout'],
    ['go build ./... && go test -race ./a && go test ./b', JSON_TEST, 'go-test stdout'],
    ['go test -json ./...', null, 'go-test stdout'],
    ['go test -c ./a', null, ''],
    ['X=1 go test ./...', JSON_TEST, 'go-test stdout'],
    ['env X=1 go test ./...', 'export GOFLAGS="${GOFLAGS:-} -json"', 'go-test stdout'],
    ['/usr/local/go/bin/go test ./...', 'export GOFLAGS="${GOFLAGS:-} -json"', 'go-test stdout'],
    ['cargo test --all', 'exec 2>&1', 'libtest stdout'],
    ['cargo +stable test', 'exec 2>&1', 'libtest stdout'],
    ['cargo test -- --nocapture', null, ''],
    ['cargo test -q', null, ''],
    ['cargo test | grep -v ok', null, ''],
    ['cargo test && go test ./...', null, ''],
    ['mvn -q verify', CLEAN, 'junit working-directory, javac stdout'],
    ['./gradlew check', null, 'junit working-directory, javac stderr'],
    ['mvn clean', null, ''],
  ])('%j is used as it is, after %j', async (line, before, reports) => {
    expect(await given(line)).toEqual([before === null ? line : `${before}\n${line}`, reports]);
  });

  test('make and npm scripts that run go test get their report through the environment, unless they use what go prints', async () => {
    const exports = 'export GOFLAGS="${GOFLAGS:-} -json"';
    expect(await given('make test', { Makefile: 'test:\n\tgo test ./...\n' })).toEqual([`${exports}\nmake test`, 'go-test stdout']);
    expect(await given('make test', { Makefile: 'test:\n\tgo vet ./...\n\tgo test ./...\n' })).toEqual(['make test', '']);
    expect(await given('make test', { Makefile: 'test:\n\tgo list ./...\n\tgo test ./...\n' })).toEqual(['make test', '']);
    const { test: plans } = await detect({ files: { 'package.json': JSON.stringify({ scripts: { test: 'go test ./...' } }) } });
    expect(plans[0]).toMatchObject({ command: `${exports}; npm run test`, reports: [{ format: 'go-test', where: 'stdout' }] });
    expect(await given('npm run go', { 'package.json': JSON.stringify({ scripts: { go: 'go test ./...' } }) })).toEqual([`${exports}\nnpm run go`, 'go-test stdout']);
  });
});
