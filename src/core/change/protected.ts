/**
 * Files that decide what the checks do. A change that may edit them could make itself look good, so none may: manifests,
 * lockfiles, continuous integration, and everything that a tool or a test runner loads without being told to.
 */
const PROTECTED_DIRECTORIES = new Set(['__mocks__', '__snapshots__', '__image_snapshots__', 'node_modules', '_pytest', 'site-packages', 'meta-inf', 'buildsrc', 'mockito-extensions']);
/** Metadata of an installed package: what it names as an entry point is loaded by test runners. */
const PROTECTED_DIRECTORY = /\.(?:egg-info|dist-info|xcodeproj|xcworkspace)$/;

const PROTECTED_NAMES = new Set([
  'package.json', 'package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'bun.lock', 'bun.lockb',
  'bunfig.toml', 'deno.json', 'deno.jsonc', 'deno.lock', 'jsr.json', 'lerna.json', 'nx.json', 'project.json', 'rush.json', 'turbo.json', 'workspace.json',
  'jsconfig.json', 'biome.json', 'biome.jsonc', 'dprint.json', 'tslint.json', 'jest-preset.js', 'jest-preset.json', 'setuptests.js',
  'setuptests.ts', 'wallaby.js', 'stryker.conf.json', 'codecov.yml', 'renovate.json', 'sonar-project.properties',
  'pyproject.toml', 'setup.py', 'setup.cfg', 'pipfile', 'pipfile.lock', 'poetry.lock', 'uv.lock', 'pdm.lock', 'tox.ini', 'pytest.ini', 'pytest.toml',
  'noxfile.py', 'conftest.py', 'hatch.toml', 'pdm.toml', 'pixi.toml', 'tox.toml', 'pytype.cfg', 'nose.cfg', 'unittest.cfg', 'nose2.cfg', 'bandit.yml', 'bandit.yaml', 'dodo.py', 'fabfile.py', 'sconstruct', 'entry_points.txt', 'sitecustomize.py', 'usercustomize.py', 'ruff.toml', 'mypy.ini', 'pylintrc', 'pyrightconfig.json', 'ty.toml',
  'manifest.in', 'environment.yml', 'meson.build', 'bazel.build', 'build.bazel', 'workspace', 'module.bazel',
  // A module of this name in the tree is imported in place of the real one; other names of that sort are for `shadowProblems`.
  'pytest.py', 'unittest.py', 'pluggy.py',
  'mocha.opts', 'jasmine.json', 'jasmine.mjs', 'jasmine.js', 'testem.js', 'testem.json', 'cypress.json', 'angular.json', 'api-extractor.json', 'lefthook.yml', 'lefthook.yaml', 'importmap.json', 'knip.json', 'cspell.json', 'typedoc.json',
  'setupjest.js', 'setupjest.ts', 'setup-jest.js', 'setup-jest.ts', 'setuptests.jsx', 'setuptests.tsx', 'setup-tests.js', 'setup-tests.ts', 'setupfilesafterenv.js', 'setupfilesafterenv.ts',
  'spec_helper.rb', 'rails_helper.rb', 'test_helper.rb', 'test_helper.exs', 'guardfile', 'gems.rb', 'gems.locked', 'pest.php', 'phpstan.neon', 'psalm.xml', 'ecs.php', 'rector.php', 'mix.exs', 'rebar.config', 'pubspec.yaml',
  'analysis_options.yaml', 'dart_test.yaml', 'package.swift', 'package.resolved', 'podfile', 'stack.yaml', 'flake.nix', 'cpanfile', 'makefile.pl', 'makefile.am', 'configure.ac', 'meson.options', 'meson_options.txt', 'build.zig', 'build.xml',
  'testng.xml', 'junit-platform.properties', 'logback-test.xml', 'lombok.config', 'checkstyle.xml', 'detekt.yml', 'libs.versions.toml', 'gradle-wrapper.properties', 'nuget.config', 'global.json', 'packages.config',
  'xunit.runner.json', 'buildspec.yml', 'codemagic.yaml', 'bitrise.yml', 'wercker.yml', 'netlify.toml', 'vercel.json', 'wrangler.toml', 'staticcheck.conf', 'revive.toml', 'deny.toml', 'nextest.toml', 'tarpaulin.toml',
  'golangci.yml', 'golangci.yaml', 'go.env', 'default.pgo', 'magefile.go', 'gotestsum.toml', 'cross.toml', 'trunk.toml', 'insta.yaml', 'release-plz.toml', 'cargo-generate.toml',
  'module-info.java', 'mvnw.cmd', 'maven-wrapper.properties', 'testng.yaml', 'arquillian.xml', 'log4j2-test.xml', 'log4j-test.properties', 'allure.properties', 'cucumber.properties', 'pitest.properties', 'build', 'build.sc', 'build.mill', 'ivy.xml',
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
  /^(?:checkstyle|pmd|spotbugs|findbugs|spotless|errorprone|testng|suppressions?)[-_.].*\.(?:xml|ya?ml|properties)$/,
  /^(?:requirements|constraints)(?:[-_.].*)?\.(?:txt|in)$/,
  /\.(?:gradle(?:\.kts)?|sbt|cmake|mk|runsettings|ruleset|cabal|code-workspace)$/,
  /^(?:dockerfile|containerfile|makefile|jenkinsfile|renovate|dependabot|phpunit|infection|azure-pipelines)\..+$/,
  /\.(?:pth|egg-link|snap|csproj|fsproj|vcxproj|sln|props|targets|gemspec|lock|lockb|node|so|dll|dylib|wasm)$/,
];

/** True for paths that no change may write, whether they exist or not. Any name that starts with a dot counts: tools load such files by themselves. */
export function isProtected(path: string): boolean {
  const parts = plainSpelling(path).split('/');
  const name = parts.at(-1) ?? '';
  if (parts.some((part) => part.startsWith('.') || PROTECTED_DIRECTORIES.has(part) || PROTECTED_DIRECTORY.test(part))) return true;
  return PROTECTED_NAMES.has(name) || PROTECTED_PATTERNS.some((pattern) => pattern.test(name));
}

/** As the most forgiving file system reads it: case, compatibility forms, ignorable characters, and dots and blanks at the end. */
function plainSpelling(path: string): string {
  const folded = path.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, '').toUpperCase().toLowerCase();
  return folded.split('/').map((part) => part.replace(/(?:::?\$data)?[. ]*$/, '')).join('/');
}

const TEST_DIRECTORIES = new Set(['__tests__', '__test__', 'test', 'tests', 'spec', 'specs', 'e2e', '__fixtures__', 'fixtures', 'testdata', 'test-data', '__snapshots__', '__mocks__', '__image_snapshots__', '__recordings__', 'cassettes', 'cypress', 'testfixtures', 'proptest-regressions']);
/** Source sets of Gradle and Maven beside `main`: `integrationTest`, `androidTest`, `it`. */
const JVM_TEST_DIRECTORY = /(?:^|\/)src\/(?:\w+Tests?|it|testFixtures)\//;
const TEST_NAME = /^(?:tests?|spec)\.[a-z]+$|^test_.*\.py$|[._-](?:test|tests|spec|specs|e2e)\.[a-z]+$|[._-](?:test|spec)-d\.[a-z]+$|\.snap$|\.(?:bats|feature|ambr)$|[._-]cy\.[a-z]+$/;
const JVM_TEST_NAME = /(?:Tests?|TestCase|IT|Spec)\.(?:java|kt|scala|groovy|cs|fs|vb|php|swift|m|mm)$|^Test[A-Z]\w*\.(?:java|kt|scala|groovy)$/;

/** True for tests and what they read: fixtures, snapshots, mocks. */
export function isTest(path: string): boolean {
  const parts = path.split('/');
  const name = parts.at(-1) ?? '';
  return parts.slice(0, -1).some((part) => TEST_DIRECTORIES.has(part.toLowerCase())) || TEST_NAME.test(name.toLowerCase()) || JVM_TEST_NAME.test(name) || JVM_TEST_DIRECTORY.test(path);
}

const GENERATED_DIRECTORIES = new Set(['dist', 'node_modules', 'vendor', 'vendored', '_vendor', 'third_party', 'thirdparty', '__generated__', 'generated', 'bower_components']);
/** What builds leave there: a source directory may be called `target` or `build` as well. */
const BUILT = /^target\/|(?:^|\/)target\/(?:debug|release|doc|classes|test-classes|generated-\w+|maven-\w+|surefire-reports|site)\/|(?:^|\/)build\/(?:classes|generated|libs|reports|test-results|tmp)\//;
const GENERATED_NAME = /^zz_generated[._]|\.min\.[cm]?js$|\.bundle\.js$|[._-](?:generated|gen)\.[a-z]+$|_pb2(?:_grpc)?\.pyi?$|\.pb(?:\.gw|\.validate)?\.[a-z]+$|_pb\.[cm]?[jt]s$/;
const GENERATED_MARK = /@generated\b|\bDO NOT (?:EDIT|MODIFY)\b|\b(?:auto[- ]?generated|automatically generated|machine[- ]generated)\b|\bfile (?:is|was|has been) generated\b|^\W*Generated (?:by|from|with)\b/im;
const HEADER_LENGTH = 2000;
const MINIFIED_SIZE = 4000;
const MINIFIED_LINE = 400;

/** True for files that a program wrote or that belong to others: by place, by name, by the mark in their first lines, or minified. */
export function isGenerated(path: string, text: string | null): boolean {
  const parts = path.toLowerCase().split('/');
  if (parts.slice(0, -1).some((part) => GENERATED_DIRECTORIES.has(part)) || GENERATED_NAME.test(parts.at(-1) ?? '') || BUILT.test(path)) return true;
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
