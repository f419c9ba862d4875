/**
 * Files that decide what the checks do. A change that may edit them could make itself look good, so none may: manifests,
 * lockfiles, continuous integration, and everything that a tool or a test runner loads without being told to.
 */
const PROTECTED_DIRECTORIES = new Set(['__mocks__', '__snapshots__', 'node_modules', '_pytest']);

const PROTECTED_NAMES = new Set([
  'package.json', 'package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'bun.lock', 'bun.lockb',
  'bunfig.toml', 'deno.json', 'deno.jsonc', 'deno.lock', 'jsr.json', 'lerna.json', 'nx.json', 'project.json', 'rush.json', 'turbo.json', 'workspace.json',
  'jsconfig.json', 'biome.json', 'biome.jsonc', 'dprint.json', 'tslint.json', 'jest-preset.js', 'jest-preset.json', 'setuptests.js',
  'setuptests.ts', 'wallaby.js', 'stryker.conf.json', 'codecov.yml', 'renovate.json', 'sonar-project.properties',
  'pyproject.toml', 'setup.py', 'setup.cfg', 'pipfile', 'pipfile.lock', 'poetry.lock', 'uv.lock', 'pdm.lock', 'tox.ini', 'pytest.ini', 'pytest.toml',
  'noxfile.py', 'tasks.py', 'conftest.py', 'sitecustomize.py', 'usercustomize.py', 'ruff.toml', 'mypy.ini', 'pylintrc', 'pyrightconfig.json', 'ty.toml',
  'manifest.in', 'environment.yml', 'meson.build', 'bazel.build', 'build.bazel', 'workspace', 'module.bazel',
  // A module of this name in the tree is imported in place of the real one.
  'pytest.py', 'unittest.py', 'coverage.py', 'nose.py', 'xdist.py', 'pluggy.py',
  'go.mod', 'go.sum', 'go.work', 'go.work.sum', 'cargo.toml', 'cargo.lock', 'build.rs', 'clippy.toml', 'rustfmt.toml', 'rust-toolchain', 'rust-toolchain.toml',
  'pom.xml', 'gradlew', 'gradlew.bat', 'gradle.properties', 'mvnw', 'gemfile', 'gemfile.lock', 'rakefile', 'composer.json', 'composer.lock', 'phpunit.xml',
  'makefile', 'gnumakefile', 'justfile', 'cmakelists.txt', 'dockerfile', 'containerfile', 'jenkinsfile', 'procfile', 'vagrantfile', 'codeowners', 'action.yml',
  'action.yaml', 'azure-pipelines.yml', 'bitbucket-pipelines.yml', 'appveyor.yml', 'cloudbuild.yaml',
]);

const PROTECTED_PATTERNS: readonly RegExp[] = [
  /\.(?:config|conf|workspace|setup)\.(?:[cm]?[jt]sx?|json|ya?ml|toml)$/,
  /^(?:jest|vitest|mocha|test|tests)[-_.]?(?:global[-_.]?)?(?:setup|env|environment|preset|teardown)\b.*\.(?:[cm]?[jt]sx?|py)$/,
  /^(?:gulpfile|gruntfile|karma|protractor|taskfile|docker-compose|compose)\b.*\.(?:[cm]?[jt]s|ya?ml|json)$/,
  /^tsconfig(?:[.-].*)?\.json$/,
  /^(?:requirements|constraints)(?:[-_.].*)?\.(?:txt|in)$/,
  /^(?:build|settings)\.gradle(?:\.kts)?$/,
  /\.(?:pth|egg-link|snap|csproj|fsproj|vcxproj|sln|props|targets|gemspec|lock|lockb|node|so|dll|dylib|wasm)$/,
];

/** True for paths that no change may write, whether they exist or not. Any name that starts with a dot counts: tools load such files by themselves. */
export function isProtected(path: string): boolean {
  const parts = path.toLowerCase().split('/');
  const name = parts.at(-1) ?? '';
  if (parts.some((part) => part.startsWith('.') || PROTECTED_DIRECTORIES.has(part))) return true;
  return PROTECTED_NAMES.has(name) || PROTECTED_PATTERNS.some((pattern) => pattern.test(name));
}

const TEST_DIRECTORIES = new Set(['__tests__', '__test__', 'test', 'tests', 'spec', 'specs', 'e2e', '__fixtures__', 'fixtures', 'testdata', 'test-data', '__snapshots__', '__mocks__']);
const TEST_NAME = /^(?:tests?|spec)\.[a-z]+$|^test_.*\.py$|[._-](?:test|tests|spec|specs|e2e)\.[a-z]+$|[._-](?:test|spec)-d\.[a-z]+$|\.snap$/;
const JVM_TEST_NAME = /(?:Tests?|IT|Spec)\.(?:java|kt|scala|groovy|cs)$/;

/** True for tests and what they read: fixtures, snapshots, mocks. */
export function isTest(path: string): boolean {
  const parts = path.split('/');
  const name = parts.at(-1) ?? '';
  return parts.slice(0, -1).some((part) => TEST_DIRECTORIES.has(part.toLowerCase())) || TEST_NAME.test(name.toLowerCase()) || JVM_TEST_NAME.test(name);
}

const GENERATED_DIRECTORIES = new Set(['dist', 'node_modules', 'vendor', 'vendored', '_vendor', 'third_party', 'thirdparty', '__generated__', 'generated', 'bower_components']);
const GENERATED_NAME = /\.min\.[cm]?js$|\.bundle\.js$|[._-](?:generated|gen)\.[a-z]+$|_pb2(?:_grpc)?\.pyi?$|\.pb\.[a-z]+$|_pb\.[cm]?[jt]s$/;
const GENERATED_MARK = /@generated\b|\bDO NOT (?:EDIT|MODIFY)\b|\b(?:auto[- ]?generated|automatically generated|machine[- ]generated)\b|\bfile (?:is|was|has been) generated\b|^\W*Generated (?:by|from|with)\b/im;
const HEADER_LENGTH = 2000;
const MINIFIED_SIZE = 4000;
const MINIFIED_LINE = 400;

/** True for files that a program wrote or that belong to others: by place, by name, by the mark in their first lines, or minified. */
export function isGenerated(path: string, text: string | null): boolean {
  const parts = path.toLowerCase().split('/');
  if (parts.slice(0, -1).some((part) => GENERATED_DIRECTORIES.has(part)) || GENERATED_NAME.test(parts.at(-1) ?? '')) return true;
  if (text === null) return false;
  return hasGeneratedMark(text) || (text.length > MINIFIED_SIZE && text.length / (text.split('\n').length) > MINIFIED_LINE);
}

/** The mark counts only in leading comment lines: programs that write such marks hold them as strings. */
function hasGeneratedMark(text: string): boolean {
  const lines = text.slice(0, HEADER_LENGTH).split(/\r?\n/);
  const code = lines.findIndex((line) => line.trim() !== '' && !/^\s*(?:\/\/|\/\*|\*|#|<!--|--|;|"""|'''|['"]use )/.test(line));
  const header = code === -1 ? lines : lines.slice(0, code);
  return GENERATED_MARK.test(header.join('\n'));
}
