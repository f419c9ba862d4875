import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
var __webpack_exports__ = {};

;// CONCATENATED MODULE: external "node:worker_threads"
const external_node_worker_threads_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:worker_threads");
;// CONCATENATED MODULE: ./lib/core/change/protected.js
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
const PROTECTED_PATTERNS = (/* unused pure expression or super */ null && ([
    /\.(?:config|conf|workspace|setup)\.(?:[cm]?[jt]sx?|json|ya?ml|toml)$/,
    /^(?:jest|vitest|mocha|test|tests)[-_.]?(?:global[-_.]?)?(?:setup|env|environment|preset|teardown)\b.*\.(?:[cm]?[jt]sx?|py)$/,
    /^(?:gulpfile|gruntfile|karma|protractor|taskfile|docker-compose|compose)\b.*\.(?:[cm]?[jt]s|ya?ml|json)$/,
    /^tsconfig(?:[.-].*)?\.json$/,
    /^(?:checkstyle|pmd|spotbugs|findbugs|spotless|errorprone|testng|suppressions?)[-_.].*\.(?:xml|ya?ml|properties)$/,
    /^(?:requirements|constraints)(?:[-_.].*)?\.(?:txt|in)$/,
    /\.(?:gradle(?:\.kts)?|sbt|cmake|mk|runsettings|ruleset|cabal|code-workspace)$/,
    /^(?:dockerfile|containerfile|makefile|jenkinsfile|renovate|dependabot|phpunit|infection|azure-pipelines)\..+$/,
    /\.(?:pth|egg-link|snap|csproj|fsproj|vcxproj|sln|props|targets|gemspec|lock|lockb|node|so|dll|dylib|wasm)$/,
]));
/** True for paths that no change may write, whether they exist or not. Any name that starts with a dot counts: tools load such files by themselves. */
function isProtected(path) {
    const parts = plainSpelling(path).split('/');
    const name = parts.at(-1) ?? '';
    if (parts.some((part) => part.startsWith('.') || PROTECTED_DIRECTORIES.has(part) || PROTECTED_DIRECTORY.test(part)))
        return true;
    return PROTECTED_NAMES.has(name) || PROTECTED_PATTERNS.some((pattern) => pattern.test(name));
}
/** As the most forgiving file system reads it: case, compatibility forms, ignorable characters, and dots and blanks at the end. */
function plainSpelling(path) {
    const folded = path.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, '').toUpperCase().toLowerCase();
    return folded.split('/').map((part) => part.replace(/(?:::?\$data)?[. ]*$/, '')).join('/');
}
const TEST_DIRECTORIES = new Set(['__tests__', '__test__', 'test', 'tests', 'spec', 'specs', 'e2e', '__fixtures__', 'fixtures', 'testdata', 'test-data', '__snapshots__', '__mocks__', '__image_snapshots__', '__recordings__', 'cassettes', 'cypress', 'testfixtures', 'proptest-regressions']);
/** Source sets of Gradle and Maven beside `main`: `integrationTest`, `androidTest`, `it`. */
const JVM_TEST_DIRECTORY = /(?:^|\/)src\/(?:\w+Tests?|it|testFixtures)\//;
const TEST_NAME = /^(?:tests?|spec)\.[a-z]+$|^test_.*\.py$|[._-](?:test|tests|spec|specs|e2e)\.[a-z]+$|[._-](?:test|spec)-d\.[a-z]+$|\.snap$|\.(?:bats|feature|ambr)$|[._-]cy\.[a-z]+$/;
const JVM_TEST_NAME = /(?:Tests?|TestCase|IT|Spec)\.(?:java|kt|scala|groovy|cs|fs|vb|php|swift|m|mm)$|^Test[A-Z]\w*\.(?:java|kt|scala|groovy)$/;
/** True for tests and what they read: fixtures, snapshots, mocks. */
function isTest(path) {
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
function protected_isGenerated(path, text) {
    const parts = path.toLowerCase().split('/');
    if (parts.slice(0, -1).some((part) => GENERATED_DIRECTORIES.has(part)) || GENERATED_NAME.test(parts.at(-1) ?? '') || BUILT.test(path))
        return true;
    if (text === null)
        return false;
    return hasGeneratedMark(text) || (text.length > MINIFIED_SIZE && text.length / (text.split('\n').length) > MINIFIED_LINE);
}
/** The mark counts only in leading comment lines: programs that write such marks hold them as strings. */
function hasGeneratedMark(text) {
    const lines = text.slice(0, HEADER_LENGTH).split(/\r?\n/);
    const code = lines.findIndex((line) => line.trim() !== '' && !/^\s*(?:\/\/|\/\*|\*|#|<!--|--|;|"""|'''|['"]use )/.test(line));
    const header = code === -1 ? lines : lines.slice(0, code);
    return GENERATED_MARK.test(header.join('\n'));
}

;// CONCATENATED MODULE: ./lib/core/errors.js
/** Settings that cannot be used. Carries every problem at once. */
class ConfigError extends Error {
    problems;
    constructor(problems) {
        super(problems.map(describeProblem).join('\n'));
        this.name = 'ConfigError';
        this.problems = problems;
    }
}
function describeProblem({ setting, value, problem, remedy }) {
    const given = value === null ? '' : ` (given: ${JSON.stringify(value)})`;
    return `${setting}: ${problem}${given}. ${remedy}`;
}
/** The world failed: disk, network, git, a service. `remedy` says what a person can do. */
class errors_InfrastructureError extends Error {
    remedy;
    constructor(message, remedy, options) {
        super(message, options);
        this.name = 'InfrastructureError';
        this.remedy = remedy;
    }
}
/** A source that no parser of the engine takes: too long, or nested too deeply. */
class UnparsableError extends errors_InfrastructureError {
    constructor(message) {
        super(message, 'Exclude the file with `paths`.');
        this.name = 'UnparsableError';
    }
}
/** The run was told to end: nothing new is begun, nothing lands, what was tried is remembered. `reason` is the signal's. */
function cancellation(reason) {
    const why = reason instanceof Error ? ` (${reason.message})` : '';
    return new errors_InfrastructureError(`The run was cancelled${why}.`, 'Nothing was landed and the tree is as it was. Run again when you like: what was tried is remembered.');
}

;// CONCATENATED MODULE: external "node:crypto"
const external_node_crypto_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");
;// CONCATENATED MODULE: ./lib/core/syntax/language.js
/** File name endings of the languages that the engine reads as syntax trees. */
const LANGUAGE_BY_EXTENSION = new Map([
    ['.js', 'javascript'], ['.mjs', 'javascript'], ['.cjs', 'javascript'], ['.jsx', 'javascript'],
    ['.ts', 'typescript'], ['.mts', 'typescript'], ['.cts', 'typescript'],
    ['.tsx', 'tsx'],
    ['.py', 'python'],
    ['.go', 'go'],
    ['.rs', 'rust'],
    ['.java', 'java'],
]);
/** Languages in which the engine rewrites code by itself (`extract`, reuse, `refactor`); in the others only a model's answer is applied. */
const REWRITTEN = new Set(['javascript', 'typescript', 'tsx', 'python', 'go']);
function isRewritten(language) {
    return REWRITTEN.has(language);
}
function language_familyOf(language) {
    return language === 'tsx' ? 'typescript' : language;
}
/** `null` for paths in no known language. */
function language_languageOf(path) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const dot = name.lastIndexOf('.');
    return dot <= 0 ? null : LANGUAGE_BY_EXTENSION.get(name.slice(dot)) ?? null;
}

;// CONCATENATED MODULE: ./lib/core/syntax/scope-builder.js
function openScope(builder, parent, kind, node) {
    const id = builder.scopes.length;
    builder.scopes.push({ id, parent, kind, start: node.startIndex, end: node.endIndex });
    builder.names.push(new Map());
    return id;
}
function declare(builder, scope, node, kind, space) {
    declareAs(builder, scope, node.text, node, kind, space);
}
/** Declares a name that the declaring node does not spell, such as a Go package's behind its path. */
function declareAs(builder, scope, name, node, kind, space) {
    const known = builder.names[scope].get(name) ?? [];
    const range = { start: node.startIndex, end: node.endIndex };
    const same = known.map((id) => builder.bindings[id]).find((binding) => sharesSpace(binding.space, space));
    if (same !== undefined) {
        same.declarations.push(range);
        return;
    }
    const id = builder.bindings.length;
    builder.bindings.push({ id, name, kind, space, scope, declarations: [range] });
    builder.names[scope].set(name, [...known, id]);
}
function refer(builder, scope, node, space, role, asObject = false) {
    const shorthand = node.type === 'shorthand_property_identifier' || node.type === 'shorthand_property_identifier_pattern';
    builder.references.push({ name: node.text, start: node.startIndex, end: node.endIndex, space, role, scope, binding: null, shorthand, asObject });
}
function markAt(builder, scope, node, mark) {
    builder.marks.push({ mark, scope, start: node.startIndex, end: node.endIndex });
}
function sharesSpace(a, b) {
    return a === b || a === 'any' || b === 'any';
}
function resolve(builder, reference, python) {
    let scope = reference.scope;
    let first = true;
    while (scope !== null) {
        if (python && builder.redirects.get(scope)?.get(reference.name) === 'global')
            scope = 0;
        const current = builder.scopes[scope];
        // Python: a class body's names are invisible to the functions inside it.
        if (!(python && current.kind === 'class' && !first)) {
            const found = builder.names[scope].get(reference.name)?.find((id) => sharesSpace(builder.bindings[id].space, reference.space));
            if (found !== undefined)
                return found;
        }
        first = first && current.kind === 'comprehension';
        scope = current.parent;
    }
    return null;
}

;// CONCATENATED MODULE: ./lib/core/syntax/imports-go.js
const IDENTIFIER = /^[\p{L}_][\p{L}\p{Nd}_]*$/u;
/**
 * The imports of a file with the names that they bind. A package may be called otherwise than its path ends: of the names that
 * a path suggests, that one counts which the file uses as a package; Go allows no import that is not used.
 */
function goImports(root) {
    const used = packageOperands(root);
    return root.namedChildren.filter(({ type }) => type === 'import_declaration').flatMap((declaration) => declaration.descendantsOfType('import_spec').map((spec) => {
        const literal = spec.childForFieldName('path');
        const path = literal.text.slice(1, -1);
        const alias = spec.childForFieldName('name');
        const local = alias?.text ?? suggestedNames(path).find((name) => used.has(name)) ?? null;
        return { spec, declaration, path, local, name: alias ?? literal, hasAlias: alias !== null };
    }));
}
/** What stands in front of a dot: packages, and everything else that has members. */
function packageOperands(root) {
    return new Set(root.descendantsOfType(['selector_expression', 'qualified_type']).map((node) => (node.childForFieldName('operand') ?? node.childForFieldName('package'))?.text ?? ''));
}
/** True for paths as the standard library has them: the first part holds no dot. A module may be called so, too. */
function looksStandard(path) {
    return !path.split('/', 1)[0].includes('.');
}
/** Names that the package behind an import path probably has, best first: `gopkg.in/yaml.v3`, `example.com/go-yaml/v2`. */
function suggestedNames(path) {
    const parts = path.split('/');
    const last = parts.at(-1);
    const base = /^v\d+$/.test(last) && parts.length > 1 ? parts.at(-2) : last;
    const bare = base.replace(/\.v\d+$/, '');
    const plain = bare.replace(/^(go|golang)[-.]|[-.](go|golang)$/g, '');
    const names = [bare, plain, plain.replace(/[-.]/g, ''), plain.replace(/[-.]/g, '_'), plain.split(/[-.]/).at(-1), plain.split(/[-.]/)[0], plain.replace(/^go|go$/g, ''), `go${plain}`, last];
    return [...new Set(names)].filter((name) => IDENTIFIER.test(name));
}

;// CONCATENATED MODULE: ./lib/core/syntax/scopes-go.js


/**
 * Walks a Go file in the order of its text: in a function a name means something from the end of its declaration on, so each reference
 * is settled where it stands. Types and values share one name space; labels, fields and methods are no names of a scope.
 */
function visitGoFile(root, builder) {
    const scope = openScope(builder, null, 'module', root);
    for (const { local, name } of goImports(root))
        if (local !== null && local !== '.' && local !== '_')
            declareAs(builder, scope, local, name, 'import', 'value');
    for (const child of root.namedChildren)
        declareTop(child, scope, builder);
    visitChildren(root, scope, builder);
}
const visit = (node, scope, builder) => {
    const handler = HANDLERS.get(node.type);
    if (handler === undefined)
        visitChildren(node, scope, builder);
    else
        handler(node, scope, builder);
};
const visitChildren = (node, scope, builder) => {
    for (const child of node.namedChildren)
        visit(child, scope, builder);
};
const nothing = () => undefined;
function visitFields(node, fields, scope, builder) {
    for (const field of fields)
        for (const child of node.childrenForFieldName(field))
            visit(child, scope, builder);
}
/** Refers to what is declared so far; the names of the package all are. */
function use(node, scope, builder, role, asObject = false) {
    if (node.text === '_')
        return;
    refer(builder, scope, node, 'value', role, asObject);
    const reference = builder.references.at(-1);
    reference.binding = resolve(builder, reference, false);
    builder.settled.add(reference);
}
function bind(names, kind, scope, builder) {
    for (const name of names)
        if (name.text !== '_')
            declare(builder, scope, name, kind, 'value');
}
// ---------------------------------------------------------------------------------------------- declarations
/** What the file declares for its whole package. `init` and `_` are no names: nothing can refer to them. */
function declareTop(node, scope, builder) {
    const name = node.childForFieldName('name');
    if (node.type === 'function_declaration' && name !== null && name.text !== 'init')
        bind([name], 'function', scope, builder);
    if (/^(var|const|type)_declaration$/.test(node.type))
        for (const spec of specsOf(node))
            bind(namesOf(spec), spec.type.startsWith('type_') ? 'type' : 'variable', scope, builder);
}
/** The specs of a `var`, `const` or `type` declaration, grouped or not. */
function specsOf(declaration) {
    return declaration.namedChildren.flatMap((child) => (child.type === 'var_spec_list' ? child.namedChildren : [child])).filter(({ type }) => /^(var_spec|const_spec|type_spec|type_alias)$/.test(type));
}
const variableSpec = (node, scope, builder) => {
    visitFields(node, ['type', 'value'], scope, builder);
    if (scope !== 0)
        bind(namesOf(node), 'variable', scope, builder);
};
/** A type is known inside its own declaration. */
const typeSpec = (node, scope, builder) => {
    if (scope !== 0)
        bind([node.childForFieldName('name')], 'type', scope, builder);
    const own = openScope(builder, scope, 'block', node);
    typeParameters(node, own, builder);
    visitFields(node, ['type'], own, builder);
};
function typeParameters(node, scope, builder) {
    const parameters = node.childForFieldName('type_parameters')?.namedChildren ?? [];
    for (const parameter of parameters)
        bind(namesOf(parameter), 'type', scope, builder);
    for (const parameter of parameters)
        visit(parameter, scope, builder);
}
/** A field of several entries holds the commas between them, too. */
function namesOf(node) {
    return node.childrenForFieldName('name').filter(({ isNamed }) => isNamed);
}
const shortVariables = (node, scope, builder) => {
    visitFields(node, ['right'], scope, builder);
    declareShort(node.childForFieldName('left'), scope, builder);
};
/** `a, b := …` declares what this block does not have yet and assigns to the rest. */
function declareShort(left, scope, builder) {
    for (const name of left?.namedChildren ?? []) {
        if (name.type !== 'identifier')
            visit(name, scope, builder);
        else if (builder.names[scope].has(name.text))
            use(name, scope, builder, 'write');
        else
            bind([name], 'variable', scope, builder);
    }
}
// ---------------------------------------------------------------------------------------------- functions
const functionLike = (node, scope, builder) => {
    const own = openScope(builder, scope, 'function', node);
    const receivers = node.childForFieldName('receiver')?.descendantsOfType('type_arguments') ?? [];
    // `func (s *Stack[T]) …` declares T.
    bind(receivers.flatMap((list) => list.descendantsOfType('type_identifier')), 'type', own, builder);
    typeParameters(node, own, builder);
    signature(node, own, builder);
    // Parameters and the body are one block.
    const body = node.childForFieldName('body');
    if (body !== null)
        visitChildren(body, own, builder);
};
/** Types are read before the names are bound: `url url.URL`. */
function signature(node, scope, builder) {
    const lists = ['receiver', 'parameters', 'result'];
    visitFields(node, lists, scope, builder);
    for (const field of lists)
        for (const parameter of parametersIn(node.childForFieldName(field)))
            bind(namesOf(parameter), field === 'result' ? 'variable' : 'parameter', scope, builder);
}
function parametersIn(list) {
    return list?.type === 'parameter_list' ? list.namedChildren.filter(({ type }) => type.endsWith('parameter_declaration')) : [];
}
/** Names of parameters in the type of a function or method are decoration. */
const functionType = (node, scope, builder) => {
    signature(node, openScope(builder, scope, 'block', node), builder);
    const name = node.childForFieldName('name');
    if (name !== null)
        markUnexported(name, scope, builder);
};
const typeOnly = (node, scope, builder) => {
    visitFields(node, ['type'], scope, builder);
};
// ---------------------------------------------------------------------------------------------- statements
const blockOf = (node, scope, builder) => {
    visitChildren(node, openScope(builder, scope, 'block', node), builder);
};
/** `for … range` and `case x := <-ch`. */
const taking = (node, scope, builder) => {
    visitFields(node, ['right'], scope, builder);
    const left = node.childForFieldName('left');
    if (node.children.some(({ type }) => type === ':='))
        declareShort(left, scope, builder);
    else
        scopes_go_assign(left, scope, builder);
};
const typeSwitch = (node, scope, builder) => {
    const own = openScope(builder, scope, 'block', node);
    const clauses = node.namedChildren.filter(({ type }) => type === 'type_case' || type === 'default_case');
    visitFields(node, ['initializer', 'value'], own, builder);
    // The name belongs to the clauses: the types that they list are read before it is bound.
    for (const clause of clauses)
        visitFields(clause, ['type'], own, builder);
    declareShort(node.childForFieldName('alias'), own, builder);
    for (const clause of clauses) {
        const inside = openScope(builder, own, 'block', clause);
        for (const list of clause.namedChildren)
            if (list.type === 'statement_list')
                visit(list, inside, builder);
    }
};
const assignment = (node, scope, builder) => {
    visitFields(node, ['right'], scope, builder);
    const left = node.childForFieldName('left');
    scopes_go_assign(left, scope, builder);
    if (node.childForFieldName('operator')?.text !== '=')
        for (const name of left?.namedChildren ?? [])
            if (name.type === 'identifier')
                use(name, scope, builder, 'read');
};
const step = (node, scope, builder) => {
    for (const child of node.namedChildren)
        if (child.type === 'identifier')
            use(child, scope, builder, 'write');
    visitChildren(node, scope, builder);
};
function scopes_go_assign(left, scope, builder) {
    for (const target of left?.namedChildren ?? []) {
        if (target.type === 'identifier')
            use(target, scope, builder, 'write');
        else
            visit(target, scope, builder);
    }
}
// ---------------------------------------------------------------------------------------------- references
const identifier = (node, scope, builder) => {
    const role = roleOf(node);
    if (role === 'call' && node.text === 'recover')
        markAt(builder, scope, node, 'recover');
    use(node, scope, builder, role, node.parent?.type === 'selector_expression');
};
function roleOf(node) {
    const parent = node.parent;
    if (parent.type === 'call_expression' && parent.childForFieldName('function')?.id === node.id)
        return 'call';
    // `f[int](x)` reads like a conversion.
    return parent.type === 'generic_type' && parent.parent?.type === 'type_conversion_expression' ? 'call' : 'read';
}
/** What a package hides: code that names it cannot leave the package. */
function markUnexported(name, scope, builder) {
    if (!/^\p{Lu}/u.test(name.text) && name.text !== '_')
        markAt(builder, scope, name, 'unexported');
}
/** Functions that look at who called them. */
const CALLER = /^(runtime\.(Caller|Callers|CallersFrames|FuncForPC|Stack)|debug\.(Stack|PrintStack)|\w+\.(Output|Helper|AddCallerSkip|WithCallDepth))$/;
const selector = (node, scope, builder) => {
    visitFields(node, ['operand'], scope, builder);
    if (CALLER.test(node.text))
        markAt(builder, scope, node, 'caller');
    const field = node.childForFieldName('field');
    if (field !== null)
        markUnexported(field, scope, builder);
};
const qualifiedType = (node, scope, builder) => {
    const name = node.childForFieldName('package');
    if (name !== null)
        use(name, scope, builder, 'read', true);
};
const field = (node, scope, builder) => {
    visitFields(node, ['type'], scope, builder);
    for (const name of namesOf(node))
        markUnexported(name, scope, builder);
};
/** `Point{X: 1}` names a field, `table{Key: 1}` may name a constant: without types nobody can tell, so the name counts as both. */
const keyedElement = (node, scope, builder) => {
    const name = node.childForFieldName('key')?.namedChildren[0];
    if (name?.type !== 'identifier' || name.text === '_' || holdsValues(node))
        visitFields(node, ['key'], scope, builder);
    else {
        use(name, scope, builder, 'read');
        builder.references.at(-1).shorthand = true;
        markUnexported(name, scope, builder);
    }
    visitFields(node, ['value'], scope, builder);
};
/** True if the literal's own type says that its keys are values. */
function holdsValues(element) {
    const literal = element.parent?.parent;
    return literal?.type === 'composite_literal' && /^(map_type|slice_type|array_type|implicit_length_array_type)$/.test(literal.childForFieldName('type')?.type ?? '');
}
const HANDLERS = new Map([
    ...['package_clause', 'import_declaration', 'comment', 'label_name', 'field_identifier'].map((type) => [type, nothing]),
    ...['function_declaration', 'method_declaration', 'func_literal'].map((type) => [type, functionLike]),
    ...['function_type', 'method_elem'].map((type) => [type, functionType]),
    ...['parameter_declaration', 'variadic_parameter_declaration', 'type_parameter_declaration'].map((type) => [type, typeOnly]),
    ...['var_spec', 'const_spec'].map((type) => [type, variableSpec]),
    ...['type_spec', 'type_alias'].map((type) => [type, typeSpec]),
    ...['block', 'if_statement', 'for_statement', 'expression_switch_statement', 'expression_case', 'default_case', 'communication_case'].map((type) => [type, blockOf]),
    ...['range_clause', 'receive_statement'].map((type) => [type, taking]),
    ...['inc_statement', 'dec_statement'].map((type) => [type, step]),
    ...['identifier', 'type_identifier'].map((type) => [type, identifier]),
    ['short_var_declaration', shortVariables],
    ['type_switch_statement', typeSwitch],
    ['assignment_statement', assignment],
    ['selector_expression', selector],
    ['qualified_type', qualifiedType],
    ['field_declaration', field],
    ['keyed_element', keyedElement],
]);

;// CONCATENATED MODULE: ./lib/core/syntax/scopes-java.js

const TYPES = new Set(['class_declaration', 'interface_declaration', 'enum_declaration', 'record_declaration', 'annotation_type_declaration']);
const BODIES = new Set(['class_body', 'interface_body', 'enum_body', 'enum_body_declarations', 'annotation_type_body']);
/**
 * Walks a Java file. Types stand in the scope of the file or of the type around them, methods and fields in that of their type: overloads, and a field
 * called like a method, share one binding. A method that is called by its bare name is looked for in the types around, never among variables.
 */
function visitJavaFile(root, builder) {
    visitBody(root, openScope(builder, null, 'module', root), builder);
}
const scopes_java_visit = (node, scope, builder) => {
    const handler = scopes_java_HANDLERS.get(node.type);
    if (handler === undefined)
        scopes_java_visitChildren(node, scope, builder);
    else
        handler(node, scope, builder);
};
const scopes_java_visitChildren = (node, scope, builder) => {
    for (const child of node.namedChildren)
        scopes_java_visit(child, scope, builder);
};
const scopes_java_nothing = () => undefined;
function visitField(node, field, scope, builder) {
    for (const child of node.childrenForFieldName(field))
        scopes_java_visit(child, scope, builder);
}
// ---------------------------------------------------------------------------------------------- declarations
/** A file, or the body of a type: whatever it declares is known in all of it. */
const visitBody = (node, scope, builder) => {
    declareMembers(node, scope, builder);
    scopes_java_visitChildren(node, scope, builder);
};
function declareMembers(node, scope, builder) {
    for (const child of node.namedChildren) {
        const name = child.childForFieldName('name');
        if (TYPES.has(child.type) && name !== null)
            declare(builder, scope, name, 'class', 'any');
        else if (child.type === 'method_declaration' && name !== null)
            declare(builder, scope, name, 'function', 'value');
        else if (child.type === 'enum_constant' && name !== null)
            declare(builder, scope, name, 'variable', 'value');
        else if (child.type === 'field_declaration' || child.type === 'constant_declaration')
            for (const each of child.childrenForFieldName('declarator'))
                declareName(each, 'variable', scope, builder);
        else if (child.type === 'import_declaration')
            declareImport(child, scope, builder);
        else if (child.type === 'enum_body_declarations')
            declareMembers(child, scope, builder);
    }
}
function declareName(node, kind, scope, builder) {
    const name = node.childForFieldName('name');
    if (name !== null && name.text !== '_')
        declare(builder, scope, name, kind, 'value');
}
function declareImport(node, scope, builder) {
    const path = node.namedChildren.find(({ type }) => type === 'scoped_identifier' || type === 'identifier');
    const name = path?.childForFieldName('name') ?? path;
    if (name !== undefined && !node.namedChildren.some(({ type }) => type === 'asterisk'))
        declare(builder, scope, name, 'import', 'any');
}
const typeDeclaration = (node, scope, builder) => {
    const own = openScope(builder, scope, 'class', node);
    const body = node.childForFieldName('body');
    for (const child of node.namedChildren)
        if (child !== body && child !== node.childForFieldName('name'))
            scopes_java_visit(child, own, builder);
    if (body !== null)
        visitBody(body, own, builder);
};
const callable = (node, scope, builder) => {
    const own = openScope(builder, scope, 'function', node);
    for (const child of node.namedChildren)
        if (child !== node.childForFieldName('name'))
            scopes_java_visit(child, own, builder);
};
const lambda = (node, scope, builder) => {
    const own = openScope(builder, scope, 'arrow', node);
    const parameters = node.childForFieldName('parameters');
    if (parameters?.type === 'identifier')
        declare(builder, own, parameters, 'parameter', 'value');
    else if (parameters?.type === 'inferred_parameters')
        for (const each of parameters.namedChildren)
            declare(builder, own, each, 'parameter', 'value');
    else if (parameters !== null)
        scopes_java_visit(parameters, own, builder);
    visitField(node, 'body', own, builder);
};
const parameter = (node, scope, builder) => {
    const declarator = node.namedChildren.find(({ type }) => type === 'variable_declarator');
    declareName(declarator ?? node, 'parameter', scope, builder);
    for (const child of node.namedChildren)
        if (child !== declarator && child !== node.childForFieldName('name'))
            scopes_java_visit(child, scope, builder);
};
const variables = (node, scope, builder) => {
    for (const each of node.childrenForFieldName('declarator')) {
        visitField(each, 'value', scope, builder);
        if (node.type === 'local_variable_declaration')
            declareName(each, 'variable', scope, builder);
    }
    for (const child of node.namedChildren)
        if (child.type !== 'variable_declarator')
            scopes_java_visit(child, scope, builder);
};
const forEach = (node, scope, builder) => {
    visitField(node, 'value', scope, builder);
    const own = openScope(builder, scope, 'block', node);
    declareName(node, 'variable', own, builder);
    for (const field of ['type', 'body'])
        visitField(node, field, own, builder);
};
/** `try (var r = …)`, `catch (E e)`, `o instanceof Foo f`, `case Foo f`. */
const named = (node, scope, builder) => {
    declareName(node, 'variable', scope, builder);
    const name = node.childForFieldName('name');
    for (const child of node.namedChildren)
        if (child !== name)
            scopes_java_visit(child, scope, builder);
};
const typeParameter = (node, scope, builder) => {
    const [name, ...bounds] = node.namedChildren.filter(({ type }) => !type.endsWith('annotation'));
    if (name !== undefined)
        declare(builder, scope, name, 'type', 'type');
    for (const each of bounds)
        scopes_java_visit(each, scope, builder);
};
function opening(visitInside) {
    return (node, scope, builder) => { visitInside(node, openScope(builder, scope, 'block', node), builder); };
}
// ---------------------------------------------------------------------------------------------- references
function typeAround(scope, builder) {
    let at = builder.scopes[scope];
    while (at.kind !== 'class' && at.parent !== null)
        at = builder.scopes[at.parent];
    return at.id;
}
const call = (node, scope, builder) => {
    const name = node.childForFieldName('name');
    const object = node.childForFieldName('object');
    if (object === null && name !== null)
        refer(builder, typeAround(scope, builder), name, 'value', 'call');
    else if (object?.type === 'this' && name !== null)
        refer(builder, typeAround(scope, builder), name, 'value', 'read');
    else if (object !== null && name !== null && isOwnType(object, scope, builder))
        refer(builder, typeAround(scope, builder), name, 'value', 'read');
    for (const field of ['object', 'type_arguments', 'arguments'])
        visitField(node, field, scope, builder);
};
/** `Text.words(…)` inside `Text`. */
function isOwnType(object, scope, builder) {
    const around = builder.scopes[typeAround(scope, builder)];
    return object.type === 'identifier' && around.parent !== null && builder.names[around.parent].get(object.text)?.some((id) => builder.bindings[id].kind === 'class') === true;
}
/** `Text::words`, `this::words`: any method of that name may be meant. */
const methodReference = (node, scope, builder) => {
    const [object, ...rest] = node.namedChildren;
    const name = rest.at(-1);
    if (name?.type === 'identifier')
        refer(builder, typeAround(scope, builder), name, 'value', 'read');
    if (object !== undefined)
        scopes_java_visit(object, scope, builder);
};
const fieldAccess = (node, scope, builder) => {
    const object = node.childForFieldName('object');
    const field = node.childForFieldName('field');
    if (object?.type === 'this' && field !== null)
        refer(builder, typeAround(scope, builder), field, 'value', 'read');
    else if (object !== null)
        scopes_java_visit(object, scope, builder);
};
const scopes_java_identifier = (node, scope, builder) => {
    refer(builder, scope, node, 'value', 'read', node.parent?.type === 'method_invocation' || node.parent?.type === 'field_access');
};
const typeName = (node, scope, builder) => {
    refer(builder, scope, node, 'type', 'read');
};
/** `java.util.List`, `Map.Entry`: only the first part can be a name of this file. */
const qualified = (node, scope, builder) => {
    const [first] = node.namedChildren;
    if (first !== undefined)
        scopes_java_visit(first, scope, builder);
};
const annotation = (node, scope, builder) => {
    const name = node.childForFieldName('name');
    if (name?.type === 'identifier')
        refer(builder, scope, name, 'type', 'read');
    visitField(node, 'arguments', scope, builder);
};
const tied = (node, scope, builder) => {
    markAt(builder, scope, node, node.type === 'super' ? 'super' : 'this');
};
const scopes_java_HANDLERS = new Map([
    ...['package_declaration', 'import_declaration', 'line_comment', 'block_comment', 'break_statement', 'continue_statement'].map((type) => [type, scopes_java_nothing]),
    ...[...TYPES].map((type) => [type, typeDeclaration]),
    ...[...BODIES].map((type) => [type, type === 'class_body' ? opening(visitBody) : scopes_java_visitChildren]),
    ...['method_declaration', 'constructor_declaration', 'compact_constructor_declaration'].map((type) => [type, callable]),
    ...['formal_parameter', 'spread_parameter', 'catch_formal_parameter'].map((type) => [type, parameter]),
    ...['local_variable_declaration', 'field_declaration', 'constant_declaration'].map((type) => [type, variables]),
    ...['block', 'constructor_body', 'for_statement', 'try_with_resources_statement', 'catch_clause', 'switch_block', 'static_initializer'].map((type) => [type, opening(scopes_java_visitChildren)]),
    ...['resource', 'instanceof_expression', 'record_pattern_component'].map((type) => [type, named]),
    ...['marker_annotation', 'annotation'].map((type) => [type, annotation]),
    ...['scoped_type_identifier', 'scoped_identifier'].map((type) => [type, qualified]),
    ...['this', 'super'].map((type) => [type, tied]),
    ['enhanced_for_statement', forEach],
    ['lambda_expression', lambda],
    ['type_parameter', typeParameter],
    ['method_invocation', call],
    ['method_reference', methodReference],
    ['field_access', fieldAccess],
    ['identifier', scopes_java_identifier],
    ['type_identifier', typeName],
]);

;// CONCATENATED MODULE: ./lib/core/syntax/commonjs.js
/** The literal specifier of `require('x')`; `null` for anything else. */
function requiredSpecifier(node) {
    if (node.type !== 'call_expression' || node.childForFieldName('function')?.text !== 'require')
        return null;
    const [argument, more] = node.childForFieldName('arguments')?.namedChildren ?? [];
    return argument?.type === 'string' && more === undefined ? argument.text.slice(1, -1) : null;
}
/** `module.exports`, `module.exports.x`, `exports.x`. */
function isExportsTarget(node) {
    return node !== null && /^(module\.)?exports(\.[\w$]+)?$/.test(node.text) && node.text !== 'exports';
}

;// CONCATENATED MODULE: ./lib/core/syntax/reference-roles.js

/** Methods of arrays that call the function they are given and keep no hold of it. */
const ITERATION_METHODS = new Set([
    'map', 'filter', 'forEach', 'some', 'every', 'find', 'findIndex', 'findLast', 'findLastIndex', 'flatMap', 'reduce', 'reduceRight', 'sort', 'toSorted',
]);
/** How an expression uses the name that `node` is. */
function reference_roles_roleOf(node) {
    const parent = node.parent;
    if (parent === null)
        return 'read';
    if (parent.type === 'call_expression' && parent.childForFieldName('function')?.id === node.id) {
        return parent.childForFieldName('arguments')?.type === 'template_string' ? 'read' : 'call';
    }
    if (parent.type === 'arguments')
        return callbackRole(node, parent);
    if (parent.type === 'export_statement')
        return 'export';
    if (node.type === 'shorthand_property_identifier')
        return isExportsObject(parent) ? 'export' : 'read';
    if (parent.type === 'pair' && parent.childForFieldName('value')?.id === node.id)
        return isExportsObject(parent.parent) ? 'export' : 'read';
    if (parent.type === 'assignment_expression' && isExportsTarget(parent.childForFieldName('left')))
        return 'export';
    return 'read';
}
function callbackRole(node, list) {
    const callee = list.parent?.childForFieldName('function');
    const isMethod = callee?.type === 'member_expression' && ITERATION_METHODS.has(callee.childForFieldName('property')?.text ?? '');
    return isMethod && list.namedChildren[0]?.id === node.id ? 'callback' : 'read';
}
function isExportsObject(node) {
    const parent = node?.parent;
    return node?.type === 'object' && parent?.type === 'assignment_expression' && isExportsTarget(parent.childForFieldName('left'));
}

;// CONCATENATED MODULE: ./lib/core/syntax/scopes-javascript.js


function visitModule(root, builder) {
    const scope = openScope(builder, null, 'module', root);
    scopes_javascript_visitChildren(root, { scope, hoist: scope }, builder);
}
const scopes_javascript_visit = (node, place, builder) => {
    const handler = scopes_javascript_HANDLERS.get(node.type);
    if (handler === undefined)
        scopes_javascript_visitChildren(node, place, builder);
    else
        handler(node, place, builder);
};
const scopes_javascript_visitChildren = (node, place, builder) => {
    for (const child of node.namedChildren)
        scopes_javascript_visit(child, place, builder);
};
const scopes_javascript_nothing = () => undefined;
function scopes_javascript_visitField(node, field, place, builder) {
    for (const child of node.childrenForFieldName(field))
        scopes_javascript_visit(child, place, builder);
}
const inBlock = (node, place, builder) => {
    const scope = openScope(builder, place.scope, 'block', node);
    scopes_javascript_visitChildren(node, { ...place, scope }, builder);
};
// ---------------------------------------------------------------------------------------------- functions
const scopes_javascript_functionLike = (node, place, builder) => {
    const name = node.childForFieldName('name');
    const isExpression = node.type === 'function_expression' || node.type === 'generator_function';
    let outer = place.scope;
    if (name !== null && isExpression) {
        outer = openScope(builder, place.scope, 'block', node);
        declare(builder, outer, name, 'function', 'value');
    }
    else if (name !== null && (node.type === 'method_definition' || node.type.endsWith('method_signature'))) {
        scopes_javascript_visit(name, place, builder);
    }
    else if (name !== null) {
        declare(builder, place.scope, name, 'function', 'value');
    }
    for (const child of node.namedChildren)
        if (child.type === 'decorator')
            scopes_javascript_visit(child, place, builder);
    const scope = openScope(builder, outer, node.type === 'arrow_function' ? 'arrow' : 'function', node);
    scopes_javascript_signature(node, { scope, hoist: scope }, builder);
    const body = node.childForFieldName('body');
    if (body === null)
        return;
    const inner = openScope(builder, scope, 'block', body);
    const at = { scope: inner, hoist: inner };
    if (body.type === 'statement_block')
        scopes_javascript_visitChildren(body, at, builder);
    else
        scopes_javascript_visit(body, at, builder);
};
function scopes_javascript_signature(node, place, builder) {
    scopes_javascript_visitField(node, 'type_parameters', place, builder);
    const parameters = [...node.childrenForFieldName('parameters'), ...node.childrenForFieldName('parameter')];
    for (const parameter of parameters) {
        const each = parameter.type === 'formal_parameters' ? parameter.namedChildren : [parameter];
        for (const child of each)
            scopes_javascript_bind(child, 'parameter', place, place, builder);
    }
    scopes_javascript_visitField(node, 'return_type', place, builder);
}
/** Types of functions: their parameter names are documentation, visible to type predicates only. */
const scopes_javascript_functionType = (node, place, builder) => {
    const scope = openScope(builder, place.scope, 'block', node);
    scopes_javascript_signature(node, { ...place, scope }, builder);
    scopes_javascript_visitField(node, 'type', { ...place, scope }, builder);
    const name = node.childForFieldName('name');
    if (node.type === 'function_signature' && name !== null)
        declare(builder, place.scope, name, 'function', 'value');
};
// ---------------------------------------------------------------------------------------------- declarations
/** Declares the names of a pattern in `target`; defaults and computed keys are read in `place`. */
function scopes_javascript_bind(node, kind, target, place, builder) {
    switch (node.type) {
        case 'identifier':
        case 'shorthand_property_identifier_pattern':
            declare(builder, target.scope, node, kind, 'value');
            return;
        case 'assignment_pattern':
        case 'object_assignment_pattern':
            scopes_javascript_bind(node.childForFieldName('left'), kind, target, place, builder);
            scopes_javascript_visitField(node, 'right', place, builder);
            return;
        case 'pair_pattern':
            scopes_javascript_visitField(node, 'key', place, builder);
            scopes_javascript_bind(node.childForFieldName('value'), kind, target, place, builder);
            return;
        case 'required_parameter':
        case 'optional_parameter':
            for (const child of node.namedChildren)
                if (child.type === 'decorator')
                    scopes_javascript_visit(child, place, builder);
            for (const pattern of node.childrenForFieldName('pattern'))
                scopes_javascript_bind(pattern, kind, target, place, builder);
            scopes_javascript_visitField(node, 'type', place, builder);
            scopes_javascript_visitField(node, 'value', place, builder);
            return;
        case 'this':
            markAt(builder, place.scope, node, 'this');
            return;
        case 'object_pattern':
        case 'array_pattern':
        case 'rest_pattern':
            for (const child of node.namedChildren)
                scopes_javascript_bind(child, kind, target, place, builder);
            return;
        default:
            scopes_javascript_visit(node, place, builder);
    }
}
const variableDeclarator = (node, place, builder) => {
    const isVar = node.parent?.type === 'variable_declaration';
    const target = isVar ? { ...place, scope: place.hoist } : place;
    scopes_javascript_bind(node.childForFieldName('name'), 'variable', target, place, builder);
    scopes_javascript_visitField(node, 'type', place, builder);
    scopes_javascript_visitField(node, 'value', place, builder);
};
const classLike = (node, place, builder) => {
    const name = node.childForFieldName('name');
    const isExpression = node.type === 'class';
    if (name !== null && !isExpression)
        declare(builder, place.scope, name, 'class', 'any');
    for (const child of node.namedChildren)
        if (child.type === 'decorator')
            scopes_javascript_visit(child, place, builder);
    const scope = openScope(builder, place.scope, 'class', node);
    if (name !== null && isExpression)
        declare(builder, scope, name, 'class', 'any');
    const inner = { scope, hoist: scope };
    scopes_javascript_visitField(node, 'type_parameters', inner, builder);
    for (const child of node.namedChildren)
        if (child.type === 'class_heritage')
            scopes_javascript_visit(child, inner, builder);
    scopes_javascript_visitField(node, 'body', inner, builder);
};
function declaring(kind, space, scoped) {
    return (node, place, builder) => {
        const name = node.childForFieldName('name');
        if (name !== null && (name.type === 'identifier' || name.type === 'type_identifier'))
            declare(builder, place.scope, name, kind, space);
        const scope = scoped ? openScope(builder, place.scope, 'block', node) : place.scope;
        const inner = { scope, hoist: scope };
        for (const child of node.namedChildren)
            if (child.id !== name?.id)
                scopes_javascript_visit(child, inner, builder);
    };
}
const scopes_javascript_typeParameter = (node, place, builder) => {
    declare(builder, place.scope, node.childForFieldName('name'), 'type', 'type');
    scopes_javascript_visitField(node, 'constraint', place, builder);
    scopes_javascript_visitField(node, 'value', place, builder);
};
const inferType = (node, place, builder) => {
    const [name, ...rest] = node.namedChildren;
    if (name !== undefined && name.type === 'type_identifier')
        declare(builder, place.scope, name, 'type', 'type');
    for (const child of rest)
        scopes_javascript_visit(child, place, builder);
};
const forIn = (node, place, builder) => {
    const scope = openScope(builder, place.scope, 'block', node);
    const inner = { ...place, scope };
    const kind = node.childForFieldName('kind');
    const left = node.childForFieldName('left');
    if (kind === null)
        scopes_javascript_assign(left, inner, builder);
    else
        scopes_javascript_bind(left, 'variable', kind.text === 'var' ? { ...place, scope: place.hoist } : inner, inner, builder);
    scopes_javascript_visitField(node, 'right', place, builder);
    scopes_javascript_visitField(node, 'body', inner, builder);
};
const catchClause = (node, place, builder) => {
    const scope = openScope(builder, place.scope, 'block', node);
    const inner = { ...place, scope };
    for (const parameter of node.childrenForFieldName('parameter'))
        scopes_javascript_bind(parameter, 'variable', inner, inner, builder);
    scopes_javascript_visitField(node, 'body', inner, builder);
};
// ---------------------------------------------------------------------------------------------- imports and exports
const importSpecifier = (node, place, builder) => {
    declare(builder, place.scope, (node.childForFieldName('alias') ?? node.childForFieldName('name')), 'import', 'any');
};
const importNames = (node, place, builder) => {
    for (const child of node.namedChildren) {
        if (child.type === 'identifier')
            declare(builder, place.scope, child, 'import', 'any');
        else
            scopes_javascript_visit(child, place, builder);
    }
};
const exportSpecifier = (node, place, builder) => {
    const hasSource = node.parent?.parent?.childForFieldName('source') !== null;
    const name = node.childForFieldName('name');
    if (!hasSource && name?.type === 'identifier')
        refer(builder, place.scope, name, 'any', 'export');
};
// ---------------------------------------------------------------------------------------------- references
/** Names on the left of an assignment. */
function scopes_javascript_assign(node, place, builder) {
    switch (node.type) {
        case 'identifier':
        case 'shorthand_property_identifier_pattern':
            refer(builder, place.scope, node, 'value', 'write');
            return;
        case 'assignment_pattern':
        case 'object_assignment_pattern':
            scopes_javascript_assign(node.childForFieldName('left'), place, builder);
            scopes_javascript_visitField(node, 'right', place, builder);
            return;
        case 'pair_pattern':
            scopes_javascript_visitField(node, 'key', place, builder);
            scopes_javascript_assign(node.childForFieldName('value'), place, builder);
            return;
        case 'object_pattern':
        case 'array_pattern':
        case 'rest_pattern':
        case 'parenthesized_expression':
            for (const child of node.namedChildren)
                scopes_javascript_assign(child, place, builder);
            return;
        default:
            scopes_javascript_visit(node, place, builder);
    }
}
const scopes_javascript_assignment = (node, place, builder) => {
    scopes_javascript_assign(node.childForFieldName('left'), place, builder);
    scopes_javascript_visitField(node, 'right', place, builder);
};
const update = (node, place, builder) => {
    scopes_javascript_assign(node.childForFieldName('argument'), place, builder);
};
const valueName = (node, place, builder) => {
    if (node.text === 'arguments')
        markAt(builder, place.scope, node, 'arguments');
    if (node.text === 'eval')
        markAt(builder, place.scope, node, 'eval');
    const parent = node.parent;
    const asObject = parent !== null && /^(member|subscript)_expression$/.test(parent.type) && parent.childForFieldName('object')?.id === node.id;
    refer(builder, place.scope, node, 'value', reference_roles_roleOf(node), asObject);
};
const scopes_javascript_typeName = (node, place, builder) => {
    if (node.text !== '')
        refer(builder, place.scope, node, 'type', 'read');
};
const nestedTypeName = (node, place, builder) => {
    let leftmost = node;
    while (leftmost.namedChildren.length > 0 && leftmost.namedChildren[0] !== undefined)
        leftmost = leftmost.namedChildren[0];
    refer(builder, place.scope, leftmost, 'any', 'read');
};
const meta = (node, place, builder) => {
    markAt(builder, place.scope, node, node.text.startsWith('new') ? 'new.target' : 'import.meta');
};
const jsxName = (node, place, builder) => {
    markAt(builder, place.scope, node, 'jsx');
    const name = node.childForFieldName('name');
    const isIntrinsic = name?.type === 'identifier' && /^[a-z]/.test(name.text);
    for (const child of node.namedChildren)
        if (!(isIntrinsic && child.id === name?.id))
            scopes_javascript_visit(child, place, builder);
};
const predicate = (node, place, builder) => {
    const name = node.childForFieldName('name');
    if (name?.type === 'identifier')
        refer(builder, place.scope, name, 'value', 'read');
    scopes_javascript_visitField(node, 'type', place, builder);
};
const tupleMember = (node, place, builder) => {
    scopes_javascript_visitField(node, 'type', place, builder);
};
const indexSignature = (node, place, builder) => {
    const scope = openScope(builder, place.scope, 'block', node);
    const name = node.childForFieldName('name');
    for (const child of node.namedChildren)
        if (child.id !== name?.id)
            scopes_javascript_visit(child, { ...place, scope }, builder);
};
const moduleDeclaration = (node, place, builder) => {
    const name = node.childForFieldName('name');
    if (name?.type === 'identifier')
        declare(builder, place.scope, name, 'class', 'any');
    const scope = openScope(builder, place.scope, 'block', node);
    scopes_javascript_visitField(node, 'body', { scope, hoist: scope }, builder);
};
function marking(mark) {
    return (node, place, builder) => {
        markAt(builder, place.scope, node, mark);
        scopes_javascript_visitChildren(node, place, builder);
    };
}
const scopes_javascript_HANDLERS = new Map([
    ...['function_declaration', 'generator_function_declaration', 'function_expression', 'generator_function', 'arrow_function', 'method_definition'].map((type) => [type, scopes_javascript_functionLike]),
    ...['function_type', 'constructor_type', 'call_signature', 'construct_signature', 'method_signature', 'abstract_method_signature', 'function_signature'].map((type) => [type, scopes_javascript_functionType]),
    ...['statement_block', 'for_statement', 'switch_body', 'conditional_type', 'object_type'].map((type) => [type, inBlock]),
    ...['class_declaration', 'abstract_class_declaration', 'class'].map((type) => [type, classLike]),
    ...['property_identifier', 'private_property_identifier', 'statement_identifier', 'comment', 'enum_body_name'].map((type) => [type, scopes_javascript_nothing]),
    ...['identifier', 'shorthand_property_identifier'].map((type) => [type, valueName]),
    ...['jsx_opening_element', 'jsx_closing_element', 'jsx_self_closing_element'].map((type) => [type, jsxName]),
    ...['assignment_expression', 'augmented_assignment_expression'].map((type) => [type, scopes_javascript_assignment]),
    ...['import_clause', 'namespace_import', 'named_imports', 'import_require_clause'].map((type) => [type, importNames]),
    ...['required_parameter', 'optional_parameter'].map((type) => [type, tupleMember]),
    ...['module', 'internal_module'].map((type) => [type, moduleDeclaration]),
    ['variable_declarator', variableDeclarator],
    ['interface_declaration', declaring('type', 'type', true)],
    ['type_alias_declaration', declaring('type', 'type', true)],
    ['enum_declaration', declaring('class', 'any', false)],
    ['mapped_type_clause', declaring('type', 'type', false)],
    ['type_parameter', scopes_javascript_typeParameter],
    ['infer_type', inferType],
    ['for_in_statement', forIn],
    ['catch_clause', catchClause],
    ['import_specifier', importSpecifier],
    ['export_specifier', exportSpecifier],
    ['update_expression', update],
    ['type_identifier', scopes_javascript_typeName],
    ['nested_type_identifier', nestedTypeName],
    ['meta_property', meta],
    ['type_predicate', predicate],
    ['index_signature', indexSignature],
    ['namespace_export', scopes_javascript_nothing],
    ['this', marking('this')],
    ['super', marking('super')],
    ['await_expression', marking('await')],
    ['yield_expression', marking('yield')],
    ['with_statement', marking('with')],
]);

;// CONCATENATED MODULE: ./lib/core/syntax/scopes-python.js

/** Builtins and library functions that call the function they are given and keep no hold of it. */
const ITERATION_FUNCTIONS = new Set(['map', 'filter', 'sorted', 'min', 'max', 'reduce', 'sort', 'groupby']);
function visitPythonModule(root, builder) {
    scopes_python_visitChildren(root, openScope(builder, null, 'module', root), builder);
}
const scopes_python_visit = (node, scope, builder) => {
    const handler = scopes_python_HANDLERS.get(node.type);
    if (handler === undefined)
        scopes_python_visitChildren(node, scope, builder);
    else
        handler(node, scope, builder);
};
const scopes_python_visitChildren = (node, scope, builder) => {
    for (const child of node.namedChildren)
        scopes_python_visit(child, scope, builder);
};
const scopes_python_nothing = () => undefined;
function scopes_python_visitField(node, field, scope, builder) {
    for (const child of node.childrenForFieldName(field))
        scopes_python_visit(child, scope, builder);
}
/** The scope that an assignment written in `scope` binds in: `global` and `nonlocal` names are bound elsewhere. */
function scopes_python_declareName(node, scope, kind, builder) {
    const redirect = builder.redirects.get(scope)?.get(node.text);
    if (redirect === undefined)
        declare(builder, scope, node, kind, 'value');
    else
        refer(builder, scope, node, 'value', 'write');
}
// ---------------------------------------------------------------------------------------------- functions and classes
const functionDefinition = (node, scope, builder) => {
    scopes_python_declareName(node.childForFieldName('name'), scope, 'function', builder);
    const own = openScope(builder, scope, 'function', node);
    const body = node.childForFieldName('body');
    builder.redirects.set(own, redirectsIn(body));
    scopes_python_visitField(node, 'type_parameters', own, builder);
    for (const list of node.childrenForFieldName('parameters'))
        for (const child of list.namedChildren)
            scopes_python_parameter(child, own, scope, builder);
    scopes_python_annotation(node.childForFieldName('return_type'), scope, builder);
    scopes_python_visitChildren(body, own, builder);
};
const scopes_python_lambda = (node, scope, builder) => {
    const own = openScope(builder, scope, 'function', node);
    for (const list of node.childrenForFieldName('parameters'))
        for (const child of list.namedChildren)
            scopes_python_parameter(child, own, scope, builder);
    scopes_python_visitField(node, 'body', own, builder);
};
/** Parameters are bound inside; their defaults and annotations are read outside. */
function scopes_python_parameter(node, own, outside, builder) {
    if (node.type === 'identifier') {
        declare(builder, own, node, 'parameter', 'value');
        return;
    }
    if (node.type === 'comment' || node.type.endsWith('_separator'))
        return;
    const named = node.childForFieldName('name');
    const target = named ?? node.namedChildren[0];
    if (target !== undefined)
        scopes_python_parameter(target, own, outside, builder);
    scopes_python_annotation(node.childForFieldName('type'), outside, builder);
    scopes_python_visitField(node, 'value', outside, builder);
}
function scopes_python_annotation(node, scope, builder) {
    if (node === null)
        return;
    // A name inside a string is invisible to this analysis, and to nobody else.
    if (node.descendantsOfType('string').length > 0)
        markAt(builder, scope, node, 'string-annotation');
    scopes_python_visit(node, scope, builder);
}
function redirectsIn(body) {
    const found = new Map();
    const search = (node) => {
        if (node.type === 'function_definition' || node.type === 'class_definition' || node.type === 'lambda')
            return;
        const kind = node.type === 'global_statement' ? 'global' : node.type === 'nonlocal_statement' ? 'nonlocal' : null;
        for (const child of node.namedChildren) {
            if (kind === null)
                search(child);
            else
                found.set(child.text, kind);
        }
    };
    search(body);
    return found;
}
const classDefinition = (node, scope, builder) => {
    scopes_python_declareName(node.childForFieldName('name'), scope, 'class', builder);
    scopes_python_visitField(node, 'superclasses', scope, builder);
    const own = openScope(builder, scope, 'class', node);
    scopes_python_visitField(node, 'type_parameters', own, builder);
    scopes_python_visitField(node, 'body', own, builder);
};
const comprehension = (node, scope, builder) => {
    const own = openScope(builder, scope, 'comprehension', node);
    const clauses = node.namedChildren.filter((child) => child.type === 'for_in_clause');
    for (const clause of clauses)
        target(clause.childForFieldName('left'), own, builder);
    for (const child of node.namedChildren) {
        // The first iterable is evaluated outside the comprehension.
        if (child.type === 'for_in_clause')
            scopes_python_visitField(child, 'right', child.id === clauses[0]?.id ? scope : own, builder);
        else
            scopes_python_visit(child, own, builder);
    }
};
// ---------------------------------------------------------------------------------------------- bindings
/** Names bound by the left side of an assignment, `for`, `with`, `as` or `del`. */
function target(node, scope, builder) {
    switch (node.type) {
        case 'identifier':
            scopes_python_declareName(node, scope, 'variable', builder);
            return;
        case 'pattern_list':
        case 'tuple_pattern':
        case 'list_pattern':
        case 'list_splat_pattern':
        case 'as_pattern_target':
        case 'expression_list':
        case 'tuple':
        case 'list':
        case 'parenthesized_expression':
            for (const child of node.namedChildren)
                target(child, scope, builder);
            return;
        default:
            scopes_python_visit(node, scope, builder);
    }
}
const scopes_python_assignment = (node, scope, builder) => {
    target(node.childForFieldName('left'), scope, builder);
    scopes_python_annotation(node.childForFieldName('type'), scope, builder);
    scopes_python_visitField(node, 'right', scope, builder);
};
const augmented = (node, scope, builder) => {
    const left = node.childForFieldName('left');
    target(left, scope, builder);
    if (left.type === 'identifier')
        refer(builder, scope, left, 'value', 'read');
    scopes_python_visitField(node, 'right', scope, builder);
};
/** A walrus inside a comprehension binds in the function around it. */
const walrus = (node, scope, builder) => {
    let at = scope;
    while (builder.scopes[at].kind === 'comprehension')
        at = builder.scopes[at].parent;
    target(node.childForFieldName('name'), at, builder);
    scopes_python_visitField(node, 'value', scope, builder);
};
const forStatement = (node, scope, builder) => {
    target(node.childForFieldName('left'), scope, builder);
    for (const field of ['right', 'body', 'alternative'])
        scopes_python_visitField(node, field, scope, builder);
};
const asPattern = (node, scope, builder) => {
    const alias = node.childForFieldName('alias') ?? node.namedChildren.at(-1);
    target(alias, scope, builder);
    for (const child of node.namedChildren)
        if (child.id !== alias.id)
            scopes_python_visit(child, scope, builder);
};
const deleteStatement = (node, scope, builder) => {
    for (const child of node.namedChildren)
        target(child, scope, builder);
};
/** `case name:` captures; `case a.b:` compares. */
const casePattern = (node, scope, builder) => {
    for (const child of node.namedChildren)
        capture(child, scope, builder);
};
function capture(node, scope, builder) {
    if (node.type === 'dotted_name') {
        const [first, second] = node.namedChildren;
        if (second === undefined)
            target(first, scope, builder);
        else
            refer(builder, scope, first, 'value', 'read', true);
        return;
    }
    if (node.type === 'identifier') {
        target(node, scope, builder);
        return;
    }
    const isClass = node.type === 'class_pattern' || node.type === 'keyword_pattern';
    for (const [index, child] of node.namedChildren.entries()) {
        if (!(isClass && index === 0))
            capture(child, scope, builder);
        else if (node.type === 'class_pattern')
            refer(builder, scope, child.namedChildren[0] ?? child, 'value', 'read');
    }
}
const importStatement = (node, scope, builder) => {
    for (const name of node.childrenForFieldName('name')) {
        const alias = name.childForFieldName('alias');
        const first = name.type === 'dotted_name' ? name.namedChildren[0] : undefined;
        const bound = alias ?? first;
        if (bound !== undefined)
            scopes_python_declareName(bound, scope, 'import', builder);
    }
};
const typeAlias = (node, scope, builder) => {
    const left = node.childForFieldName('left');
    const name = left.descendantsOfType('identifier')[0];
    if (name !== undefined)
        scopes_python_declareName(name, scope, 'type', builder);
    const own = openScope(builder, scope, 'function', node);
    for (const parameters of left.descendantsOfType('type_parameter'))
        scopes_python_visit(parameters, own, builder);
    scopes_python_visitField(node, 'right', own, builder);
};
const scopes_python_typeParameters = (node, scope, builder) => {
    // The grammar uses one node for `def f[T]` (declares) and `list[T]` (refers).
    const declares = /^(function|class)_definition$/.test(node.parent?.type ?? '') || node.parent?.parent?.parent?.type === 'type_alias_statement';
    for (const child of node.namedChildren) {
        const name = child.descendantsOfType('identifier')[0];
        if (declares && name !== undefined)
            declare(builder, scope, name, 'type', 'value');
        scopes_python_visit(child, scope, builder);
    }
};
// ---------------------------------------------------------------------------------------------- references
const scopes_python_identifier = (node, scope, builder) => {
    const parent = node.parent;
    const isCallee = parent?.type === 'call' && parent.childForFieldName('function')?.id === node.id;
    if (isCallee && ['locals', 'globals', 'vars', 'dir', 'eval', 'exec'].includes(node.text))
        markAt(builder, scope, node, /^e/.test(node.text) ? 'eval' : 'locals');
    if (node.text === 'super' || node.text === '__class__')
        markAt(builder, scope, node, 'super');
    const asObject = parent?.type === 'attribute' || parent?.type === 'subscript';
    refer(builder, scope, node, 'value', isCallee ? 'call' : scopes_python_roleOf(node), asObject);
};
function scopes_python_roleOf(node) {
    const parent = node.parent;
    const isKey = parent?.type === 'keyword_argument' && parent.childForFieldName('name')?.text === 'key';
    const list = isKey ? parent.parent : parent;
    const callee = list?.type === 'argument_list' ? list.parent?.childForFieldName('function') : null;
    if (callee === null || callee === undefined)
        return 'read';
    const name = callee.type === 'attribute' ? callee.childForFieldName('attribute')?.text : callee.text;
    const place = isKey || list.namedChildren[0]?.id === node.id;
    return place && ITERATION_FUNCTIONS.has(name ?? '') ? 'callback' : 'read';
}
const attribute = (node, scope, builder) => {
    scopes_python_visitField(node, 'object', scope, builder);
};
const keywordArgument = (node, scope, builder) => {
    scopes_python_visitField(node, 'value', scope, builder);
};
function scopes_python_marking(mark) {
    return (node, scope, builder) => {
        markAt(builder, scope, node, mark);
        scopes_python_visitChildren(node, scope, builder);
    };
}
const scopes_python_HANDLERS = new Map([
    ...['list_comprehension', 'set_comprehension', 'dictionary_comprehension', 'generator_expression'].map((type) => [type, comprehension]),
    ...['import_statement', 'import_from_statement'].map((type) => [type, importStatement]),
    ...['global_statement', 'nonlocal_statement', 'future_import_statement', 'comment'].map((type) => [type, scopes_python_nothing]),
    ['function_definition', functionDefinition],
    ['lambda', scopes_python_lambda],
    ['class_definition', classDefinition],
    ['assignment', scopes_python_assignment],
    ['augmented_assignment', augmented],
    ['named_expression', walrus],
    ['for_statement', forStatement],
    ['as_pattern', asPattern],
    ['delete_statement', deleteStatement],
    ['case_pattern', casePattern],
    ['type_alias_statement', typeAlias],
    ['type_parameter', scopes_python_typeParameters],
    ['identifier', scopes_python_identifier],
    ['attribute', attribute],
    ['keyword_argument', keywordArgument],
    ['await', scopes_python_marking('await')],
    ['yield', scopes_python_marking('yield')],
]);

;// CONCATENATED MODULE: ./lib/core/syntax/scopes-rust.js

/**
 * Walks a Rust file. A `let` opens a scope for what follows it, so that `let words = words(text)` still means the function on its right. Names inside
 * macro calls count as references, and inline modules see the names around them: whoever asks whether something is used must not miss a use.
 */
function visitRustFile(root, builder) {
    visitBlock(root, openScope(builder, null, 'module', root), builder);
}
const scopes_rust_visit = (node, scope, builder) => {
    const handler = scopes_rust_HANDLERS.get(node.type);
    if (handler === undefined)
        scopes_rust_visitChildren(node, scope, builder);
    else
        handler(node, scope, builder);
};
const scopes_rust_visitChildren = (node, scope, builder) => {
    for (const child of node.namedChildren)
        scopes_rust_visit(child, scope, builder);
};
const scopes_rust_nothing = () => undefined;
function scopes_rust_visitField(node, field, scope, builder) {
    for (const child of node.childrenForFieldName(field))
        scopes_rust_visit(child, scope, builder);
}
// ---------------------------------------------------------------------------------------------- items
const ITEMS = new Map([
    ['function_item', ['function', 'value']],
    ['function_signature_item', ['function', 'value']],
    ['const_item', ['variable', 'value']],
    ['static_item', ['variable', 'value']],
    ['struct_item', ['class', 'any']],
    ['enum_item', ['class', 'any']],
    ['union_item', ['class', 'any']],
    ['trait_item', ['type', 'type']],
    ['type_item', ['type', 'type']],
    ['mod_item', ['class', 'any']],
    ['macro_definition', ['function', 'any']],
]);
/** Items mean something in all of their block; a `let` only behind itself. */
const visitBlock = (node, scope, builder) => {
    for (const child of node.namedChildren)
        declareItem(child, scope, builder);
    let at = scope;
    for (const child of node.namedChildren) {
        if (child.type !== 'let_declaration') {
            scopes_rust_visit(child, at, builder);
            continue;
        }
        for (const field of ['type', 'value', 'alternative'])
            scopes_rust_visitField(child, field, at, builder);
        at = openScope(builder, at, 'block', node);
        for (const pattern of child.childrenForFieldName('pattern'))
            scopes_rust_bind(pattern, 'variable', at, builder);
    }
};
function declareItem(node, scope, builder) {
    const item = ITEMS.get(node.type);
    const name = node.childForFieldName('name');
    if (item !== undefined && name !== null)
        declare(builder, scope, name, ...item);
    if (node.type === 'use_declaration' || node.type === 'extern_crate_declaration')
        for (const local of localsOfUse(node))
            declare(builder, scope, local, 'import', 'any');
}
/** Nodes that name what a `use` or `extern crate` binds; `*` and `_` bind no name. */
function localsOfUse(node) {
    switch (node.type) {
        case 'use_declaration': return node.childrenForFieldName('argument').flatMap(localsOfUse);
        case 'scoped_use_list': return node.childrenForFieldName('list').flatMap(localsOfUse);
        case 'use_list': return node.namedChildren.flatMap((child) => (child.type === 'self' ? ownerOf(node) : localsOfUse(child)));
        case 'use_as_clause': return node.childrenForFieldName('alias').filter(({ text }) => text !== '_');
        case 'extern_crate_declaration': return [node.childForFieldName('alias') ?? node.childForFieldName('name')].filter((name) => name !== null);
        case 'scoped_identifier': return node.childrenForFieldName('name');
        case 'identifier': return [node];
        default: return [];
    }
}
/** `io` of `io::{self, Read}`. */
function ownerOf(list) {
    const path = list.parent?.childForFieldName('path') ?? null;
    return path === null ? [] : path.type === 'identifier' ? [path] : path.childrenForFieldName('name');
}
const functionItem = (node, scope, builder) => {
    const own = openScope(builder, scope, 'function', node);
    scopes_rust_visitField(node, 'type_parameters', own, builder);
    scopes_rust_visitField(node, 'parameters', own, builder);
    scopes_rust_visitField(node, 'return_type', own, builder);
    for (const child of node.namedChildren)
        if (child.type === 'where_clause')
            scopes_rust_visit(child, own, builder);
    scopes_rust_visitField(node, 'body', own, builder);
};
const closure = (node, scope, builder) => {
    const own = openScope(builder, scope, 'arrow', node);
    for (const list of node.childrenForFieldName('parameters'))
        for (const child of list.namedChildren)
            if (child.type === 'parameter')
                scopes_rust_visit(child, own, builder);
            else
                scopes_rust_bind(child, 'parameter', own, builder);
    scopes_rust_visitField(node, 'return_type', own, builder);
    scopes_rust_visitField(node, 'body', own, builder);
};
const scopes_rust_parameter = (node, scope, builder) => {
    for (const pattern of node.childrenForFieldName('pattern'))
        scopes_rust_bind(pattern, 'parameter', scope, builder);
    scopes_rust_visitField(node, 'type', scope, builder);
};
/** `impl` and `trait` bodies: their functions are reached through a type, never by their bare name. */
const holder = (node, scope, builder) => {
    const own = openScope(builder, scope, 'class', node);
    for (const field of ['type_parameters', 'trait', 'type', 'bounds', 'body'])
        scopes_rust_visitField(node, field, own, builder);
};
const typeItem = (node, scope, builder) => {
    const own = openScope(builder, scope, 'class', node);
    for (const field of ['type_parameters', 'body', 'type'])
        scopes_rust_visitField(node, field, own, builder);
};
const valueItem = (node, scope, builder) => {
    for (const field of ['type', 'value'])
        scopes_rust_visitField(node, field, scope, builder);
};
const inlineModule = (node, scope, builder) => {
    const body = node.childForFieldName('body');
    if (body !== null)
        visitBlock(body, openScope(builder, scope, 'block', body), builder);
};
const scopes_rust_typeParameter = (node, scope, builder) => {
    const name = node.childForFieldName('name');
    if (name !== null)
        declare(builder, scope, name, 'type', 'any');
    for (const field of ['bounds', 'default_type', 'type'])
        scopes_rust_visitField(node, field, scope, builder);
};
// ---------------------------------------------------------------------------------------------- patterns
/** Names bound by a pattern. A capital letter means a constant or a variant, as the compiler's own warnings have it. */
function scopes_rust_bind(node, kind, scope, builder) {
    switch (node.type) {
        case 'identifier':
            if (/^[\p{Lu}]/u.test(node.text))
                refer(builder, scope, node, 'any', 'read');
            else if (node.text !== '_')
                declare(builder, scope, node, kind, 'value');
            return;
        case 'shorthand_field_identifier':
            declare(builder, scope, node, kind, 'value');
            return;
        case 'scoped_identifier':
        case 'scoped_type_identifier':
        case 'type_identifier':
            scopes_rust_visit(node, scope, builder);
            return;
        case 'range_pattern':
        case 'const_block':
        case 'macro_invocation':
        case 'generic_pattern':
            scopes_rust_visitChildren(node, scope, builder);
            return;
        case 'tuple_struct_pattern':
        case 'struct_pattern':
            scopes_rust_visitField(node, 'type', scope, builder);
            for (const child of node.namedChildren)
                if (child !== node.childForFieldName('type'))
                    scopes_rust_bind(child, kind, scope, builder);
            return;
        case 'field_pattern':
            for (const child of node.namedChildren)
                if (child.type !== 'field_identifier')
                    scopes_rust_bind(child, kind, scope, builder);
            return;
        case 'match_pattern':
            for (const child of node.namedChildren)
                if (child !== node.childForFieldName('condition'))
                    scopes_rust_bind(child, kind, scope, builder);
            scopes_rust_visitField(node, 'condition', scope, builder);
            return;
        default:
            for (const child of node.namedChildren)
                scopes_rust_bind(child, kind, scope, builder);
    }
}
const matchArm = (node, scope, builder) => {
    const own = openScope(builder, scope, 'block', node);
    for (const pattern of node.childrenForFieldName('pattern'))
        scopes_rust_bind(pattern, 'variable', own, builder);
    scopes_rust_visitField(node, 'value', own, builder);
};
const forLoop = (node, scope, builder) => {
    scopes_rust_visitField(node, 'value', scope, builder);
    const own = openScope(builder, scope, 'block', node);
    for (const pattern of node.childrenForFieldName('pattern'))
        scopes_rust_bind(pattern, 'variable', own, builder);
    scopes_rust_visitField(node, 'body', own, builder);
};
/** `if let` and `while let`: what they bind is seen by what follows in the condition and in the body. */
const conditional = (node, scope, builder) => {
    const own = openScope(builder, scope, 'block', node);
    scopes_rust_visitField(node, 'condition', own, builder);
    for (const field of ['consequence', 'body'])
        scopes_rust_visitField(node, field, own, builder);
    scopes_rust_visitField(node, 'alternative', scope, builder);
};
/** The value is read where the name does not yet mean what is bound. */
const letCondition = (node, scope, builder) => {
    scopes_rust_visitField(node, 'value', builder.scopes[scope].kind === 'block' ? builder.scopes[scope].parent ?? scope : scope, builder);
    for (const pattern of node.childrenForFieldName('pattern'))
        scopes_rust_bind(pattern, 'variable', scope, builder);
};
// ---------------------------------------------------------------------------------------------- references
const scopes_rust_identifier = (node, scope, builder) => {
    const { parent } = node;
    const isCallee = parent?.type === 'call_expression' && parent.childForFieldName('function') === node;
    refer(builder, scope, node, 'any', isCallee || parent?.type === 'macro_invocation' ? 'call' : 'read');
};
/** Only the first part of a path is a name of this file; `self::f` and `Self::f` name something of it, too. */
const path = (node, scope, builder) => {
    const from = node.childForFieldName('path');
    const name = node.childForFieldName('name');
    if (from?.type === 'self' || from?.type === 'super' || from?.type === 'crate') {
        if (name !== null)
            refer(builder, scope, name, 'any', 'read');
    }
    else if (from?.type === 'identifier')
        refer(builder, scope, from, 'any', 'read', true);
    else if (from !== null)
        scopes_rust_visit(from, scope, builder);
    scopes_rust_visitField(node, 'type_arguments', scope, builder);
};
const tokens = (node, scope, builder) => {
    for (const child of node.namedChildren) {
        if (child.type === 'identifier')
            refer(builder, scope, child, 'any', 'read');
        else
            scopes_rust_visit(child, scope, builder);
    }
};
const scopes_rust_HANDLERS = new Map([
    ...['use_declaration', 'extern_crate_declaration', 'line_comment', 'block_comment', 'attribute_item', 'inner_attribute_item', 'visibility_modifier', 'lifetime', 'macro_definition'].map((type) => [type, scopes_rust_nothing]),
    ...['block', 'declaration_list', 'unsafe_block', 'async_block', 'gen_block'].map((type) => [type, (node, scope, builder) => { visitBlock(node, openScope(builder, scope, 'block', node), builder); }]),
    ...['function_item', 'function_signature_item'].map((type) => [type, functionItem]),
    ...['impl_item', 'trait_item'].map((type) => [type, holder]),
    ...['struct_item', 'enum_item', 'union_item', 'type_item'].map((type) => [type, typeItem]),
    ...['const_item', 'static_item'].map((type) => [type, valueItem]),
    ...['if_expression', 'while_expression'].map((type) => [type, conditional]),
    ...['type_parameter', 'const_parameter'].map((type) => [type, scopes_rust_typeParameter]),
    ...['scoped_identifier', 'scoped_type_identifier'].map((type) => [type, path]),
    ...['identifier', 'type_identifier', 'shorthand_field_identifier'].map((type) => [type, scopes_rust_identifier]),
    ['mod_item', inlineModule],
    ['closure_expression', closure],
    ['parameter', scopes_rust_parameter],
    ['match_arm', matchArm],
    ['for_expression', forLoop],
    ['let_condition', letCondition],
    ['token_tree', tokens],
]);

;// CONCATENATED MODULE: ./lib/core/syntax/scopes.js







const VISITORS = {
    javascript: visitModule,
    typescript: visitModule,
    python: visitPythonModule,
    go: visitGoFile,
    rust: visitRustFile,
    java: visitJavaFile,
};
/** Scopes, bindings and references of a whole file. Scope 0 is the module. */
function analyseScopes(tree) {
    const builder = { scopes: [], bindings: [], references: [], marks: [], names: [], redirects: new Map(), settled: new Set() };
    const python = tree.language === 'python';
    VISITORS[language_familyOf(tree.language)](tree.root, builder);
    for (const reference of builder.references)
        if (!builder.settled.has(reference))
            reference.binding = resolve(builder, reference, python);
    const redirected = [...builder.redirects.values()].flatMap((names) => [...names].filter(([, to]) => to === 'global').map(([name]) => name));
    return { scopes: builder.scopes, bindings: builder.bindings, references: builder.references, marks: builder.marks, globalStatements: redirected };
}
/** Parameters, locals, free names and ties of the function whose node covers `range`. */
function scopeOfFunction(analysis, range) {
    const own = analysis.scopes.find((scope) => (scope.kind === 'function' || scope.kind === 'arrow') && scope.start === range.start && scope.end === range.end);
    const inside = new Set(analysis.scopes.filter((scope) => isWithin(analysis, scope, own?.id ?? -1)).map((scope) => scope.id));
    const bound = analysis.bindings.filter((binding) => inside.has(binding.scope));
    const free = new Map();
    for (const reference of analysis.references) {
        if (!isIn(reference, range) || (reference.binding !== null && inside.has(analysis.bindings[reference.binding].scope)))
            continue;
        const key = `${reference.name} ${reference.space} ${reference.binding ?? ''}`;
        const entry = free.get(key) ?? { name: reference.name, space: reference.space, binding: reference.binding, references: [] };
        entry.references.push(reference);
        free.set(key, entry);
    }
    return {
        parameters: bound.filter((binding) => binding.kind === 'parameter' && binding.scope === own?.id).map((binding) => binding.name),
        locals: bound.filter((binding) => !(binding.kind === 'parameter' && binding.scope === own?.id)).map((binding) => binding.name),
        free: [...free.values()],
        marks: [...new Set(analysis.marks.filter((fact) => isIn(fact, range) && tiesOutside(analysis, fact, own)).map((fact) => fact.mark))],
    };
}
/** Marks that a nested plain function or class keeps for itself; the others concern everything around them. */
const OWNED = new Set(['this', 'arguments', 'new.target', 'super', 'await', 'yield']);
function tiesOutside(analysis, fact, own) {
    if (!OWNED.has(fact.mark) || own === undefined)
        return true;
    const arrowsPass = fact.mark !== 'await' && fact.mark !== 'yield';
    let scope = fact.scope;
    while (scope !== null) {
        const current = analysis.scopes[scope];
        const owner = current.kind === 'function' || current.kind === 'class' || (current.kind === 'arrow' && !arrowsPass);
        // `await` and `yield` belong to the function itself; `this` of the function itself ties it to its caller.
        if (owner)
            return arrowsPass && current.id === own.id;
        if (current.id === own.id)
            return true;
        scope = current.parent;
    }
    return true;
}
function isWithin(analysis, scope, ancestor) {
    let current = scope;
    while (current !== undefined) {
        if (current.id === ancestor)
            return true;
        current = current.parent === null ? undefined : analysis.scopes[current.parent];
    }
    return false;
}
function isIn(inner, outer) {
    return inner.start >= outer.start && inner.end <= outer.end;
}
/** References to one binding, in order of appearance. */
function referencesTo(analysis, binding) {
    return analysis.references.filter((reference) => reference.binding === binding);
}
/** The module-level binding of a name in the value space, if there is one. */
function moduleBinding(analysis, name) {
    return analysis.bindings.find((binding) => binding.scope === 0 && binding.name === name && binding.space !== 'type') ?? null;
}
/** True if `name`, written at `place` (a reference's scope), would mean something other than the module-level binding. */
function isShadowed(analysis, name, scope) {
    let current = scope;
    while (current !== null && current !== 0) {
        const at = current;
        if (analysis.bindings.some((binding) => binding.scope === at && binding.name === name && binding.space !== 'type'))
            return true;
        current = analysis.scopes[at].parent;
    }
    return false;
}

;// CONCATENATED MODULE: ./lib/core/syntax/trivia.js

/** Comments that steer a tool: moving or dropping one changes what the tool says. */
const DIRECTIVE = /^(\/\/|\/\*+|#+)!?[\s*]*(eslint|@ts-|tslint|jshint|jscs|biome-ignore|prettier-ignore|dprint-ignore|istanbul|c8\s|v8\s|node:coverage|webpack|@vite|#__PURE__|@__PURE__|noqa|type:\s*ignore|pragma\b|pylint|mypy|pyright|fmt:|yapf|isort:|ruff:|flake8|nosec|@jsx|@flow|\$Flow|globals?\s+\w|#?(end)?region\b)|@license|@preserve|@jsxImportSource/i;
/** Go's stand directly behind the slashes, but for the oldest. */
const GO_DIRECTIVE = /^\/\/(go:[a-z]|export [\p{L}_]\w*\s*$|extern |line .*:\d|sys(nb)?\s|lint:|revive:|exhaustive:|gosec:|gocyclo:|\s*(nolint\b|#nosec|\+build\s|golangci-lint\b))/u;
function isDirectiveComment(text) {
    return DIRECTIVE.test(text) || GO_DIRECTIVE.test(text);
}
/** Comments in order. */
function commentsOf(tree) {
    return tree.root.descendantsOfType(['comment', 'line_comment', 'block_comment', 'hash_bang_line']).map((node) => {
        // Rust's documentation comments hold their line break.
        const text = node.text.replace(/\r?\n$/, '');
        return { start: node.startIndex, end: node.startIndex + text.length, text };
    });
}
const STRINGS = {
    javascript: ['string'], typescript: ['string'], python: ['string'], go: ['interpreted_string_literal', 'raw_string_literal'], rust: ['string_literal', 'raw_string_literal'], java: ['string_literal'],
};
/** True for the node of a whole string literal. */
function isStringNode(node, family) {
    return STRINGS[family].includes(node.type);
}
/** String literals without interpolation, in order. */
function stringsOf(tree) {
    return tree.root.descendantsOfType(STRINGS[familyOf(tree.language)]).map(describeString);
}
function describeString(node) {
    const value = node.namedChildren.filter((child) => /string_(fragment|content|literal_content)$/.test(child.type)).map((child) => child.text).join('');
    const list = node.parent;
    const isArgument = list?.type === 'arguments' || list?.type === 'argument_list';
    const call = isArgument ? list.parent : null;
    const callee = call?.childForFieldName('function')?.text ?? null;
    return {
        start: node.startIndex,
        end: node.endIndex,
        value,
        callee,
        argument: isArgument ? list.namedChildren.filter((child) => child.type !== 'comment').findIndex((child) => child.id === node.id) : -1,
        isSpecifier: list?.type === 'import_statement' || list?.type === 'export_statement' || list?.type === 'import_require_clause' || list?.type === 'import_spec' || callee === 'require' || callee === 'import',
    };
}
/**
 * Where the comments that belong to a statement begin: those directly above it, without a blank line between, up to a banner,
 * a licence or the head of the file. Equals `start` if there are none.
 */
function leadingComments(source, comments, start) {
    const attached = [];
    let at = lineStart(source, start);
    if (source.slice(at, start).trim() !== '')
        return { start, comments: [] };
    for (const comment of comments.toReversed()) {
        if (comment.end > at)
            continue;
        const gap = source.slice(comment.end, at);
        const from = lineStart(source, comment.start);
        const ownLine = source.slice(from, comment.start).trim() === '';
        if (gap.trim() !== '' || gap.split('\n').length !== 2 || !ownLine || isBanner(comment.text))
            break;
        attached.unshift(comment);
        at = from;
    }
    return { start: at, comments: attached };
}
/** Comments that speak to a tool about the whole file: they stay where the file begins, above anything that is added. */
const FILE_DIRECTIVE = /@ts-(no)?check\b|\beslint-(disable|enable|env)\b(?!-)|^\W*globals?\s+\w|@(jsx|flow|jest-environment|vitest-environment)|\b(ruff|flake8):\s*noqa|\b(pylint|mypy|pyright|jshint|tslint):|\bisort:\s*skip_file|\bbiome-ignore-all\b/i;
function isBanner(text) {
    return FILE_DIRECTIVE.test(text) || text.startsWith('#!') || /[-=*#~]{6,}/.test(text) || /licen[cs]e|copyright|@file|SPDX|coding[:=]/i.test(text);
}
function lineStart(source, offset) {
    return source.lastIndexOf('\n', offset - 1) + 1;
}
/** Offset behind the line break that ends the line of `offset`, or the end of the text. */
function nextLine(source, offset) {
    const end = source.indexOf('\n', offset);
    return end === -1 ? source.length : end + 1;
}
/** Where a statement's own line ends, line break included; its own end, if something else follows on the line. */
function ownLineEnd(source, end) {
    const next = nextLine(source, end);
    return source.slice(end, next).trim() === '' ? next : end;
}
/** Where a statement's own line begins; its own start, if something else stands before it on the line. */
function ownLineStart(source, start) {
    const first = lineStart(source, start);
    return source.slice(first, start).trim() === '' ? first : start;
}
/** 1-based. */
function lineOf(source, offset) {
    let line = 1;
    for (let at = source.indexOf('\n'); at !== -1 && at < offset; at = source.indexOf('\n', at + 1))
        line += 1;
    return line;
}

;// CONCATENATED MODULE: ./lib/core/syntax/clones.js
/**
 * Clone keys: equal for functions that differ only in local names, their own name, comments and formatting ("type 2"
 * clones in C. K. Roy and J. R. Cordy, 2007, narrowed to what renaming alone can undo).
 */




/** Fewer tokens in the body than this, and a call is no easier to read than the code. */
const MIN_TOKENS = 30;
/** Shorter functions than this many statements count only if they are long in tokens: one dense expression. */
const MIN_STATEMENTS = 3;
const DENSE_TOKENS = 40;
/** Lists in which a comma before the closing bracket changes nothing. A one-element Python tuple is not among them. */
const TRAILING_COMMA = new Set([
    'arguments', 'formal_parameters', 'array', 'object', 'object_pattern', 'array_pattern', 'type_parameters', 'type_arguments', 'tuple_type', 'enum_body',
    'argument_list', 'parameters', 'list', 'dictionary', 'set', 'tuple', 'tuple_pattern', 'list_pattern', 'object_type',
    'parameter_list', 'literal_value', 'type_parameter_list',
]);
/** Families in which a function may stand as a declaration, an expression or an arrow, and mean the same. */
const MANY_FORMS = new Set(['javascript', 'typescript']);
/** Statements in which a semicolon is no mere end: it says which part is which. */
const SEPARATING = /^(for_clause|if_statement|expression_switch_statement|type_switch_statement)$/;
const NAMES = new Set(['identifier', 'type_identifier', 'package_identifier']);
/**
 * The function that a declaration introduces: a function declaration, a method, or one variable holding a function. Accepts the
 * surrounding `export` statement and any node in between. `null` for everything else, decorated functions included.
 */
function namedFunction(node) {
    switch (node.type) {
        case 'export_statement': {
            const inner = node.childForFieldName('declaration');
            return inner === null ? null : namedFunction(inner);
        }
        case 'function_declaration':
        case 'generator_function_declaration':
        case 'function_definition':
            return assemble('declaration', node, node, node);
        case 'method_definition':
            return assemble('method', node, node, node);
        case 'lexical_declaration':
        case 'variable_declaration': {
            const declarators = node.namedChildren.filter((child) => child.type === 'variable_declarator');
            return declarators.length === 1 ? fromDeclarator(declarators[0]) : null;
        }
        case 'variable_declarator':
            return fromDeclarator(node);
        case 'arrow_function':
        case 'function_expression':
        case 'generator_function':
            return node.parent?.type === 'variable_declarator' ? fromDeclarator(node.parent) : null;
        default:
            return null;
    }
}
function fromDeclarator(declarator) {
    const value = declarator.childForFieldName('value');
    const statement = declarator.parent;
    if (value === null || statement === null || !/^(arrow_function|function_expression|generator_function)$/.test(value.type))
        return null;
    if (hasInnerName(value) || statement.namedChildren.filter((child) => child.type === 'variable_declarator').length !== 1)
        return null;
    return assemble('variable', declarator, value, statement);
}
/** A function expression's own second name would need a scope of its own. */
function hasInnerName(fn) {
    return fn.type !== 'arrow_function' && fn.childForFieldName('name') !== null;
}
function assemble(form, named, fn, declaration) {
    const name = named.childForFieldName('name');
    const body = fn.childForFieldName('body');
    if (name === null || body === null || declaration.parent?.type === 'decorated_definition')
        return null;
    if (form !== 'method' && name.type !== 'identifier')
        return null;
    return { form, name, function: fn, declaration, body };
}
/**
 * SHA-256 (hexadecimal) of the function's tokens with comments, docstring, optional trailing commas, semicolons and
 * equivalent quotes left out, its own name and local names numbered (`$0`, `$1`, …), free names, properties and literals
 * kept. Parentheses are kept. `function f(a) { return a }`, `const f = function (a) { return a }` and `const f = (a) => a` are
 * equal as long as nothing in them says `this`, `arguments`, `super` or `new.target`. `null` for what nobody would want shared:
 * bodies of fewer than 30 tokens, or of fewer than 3 statements unless they have 40 tokens (a string counts as one); getters,
 * setters, constructors, overloaded, redeclared and decorated functions.
 */
function cloneKeyOf(declaration, tree) {
    const found = isRewritten(tree.language) ? namedFunction(declaration) : null;
    if (found === null || found.function.hasError || isSpecialMethod(found))
        return null;
    const family = language_familyOf(tree.language);
    if (!isWorthSharing(found, family))
        return null;
    const { analysis, bindingAt } = memo(tree);
    const own = bindingAt.get(found.name.startIndex);
    if (own !== undefined && analysis.bindings[own].declarations.length > 1)
        return null;
    const numbers = new Map();
    numbers.set(own ?? -1, '$0');
    const printer = { family, own: found.name, docstring: docstringOf(found.body)?.id ?? null, parts: [], name: nameWithin(found, analysis, bindingAt, numbers), keys: memo(tree).keys };
    if (!MANY_FORMS.has(family) || found.form === 'method' || isTied(found, analysis))
        print(found.declaration, printer);
    else
        printFunction(found, printer);
    return (0,external_node_crypto_namespaceObject.createHash)('sha256').update(`${family}\n${printer.parts.join(' ')}`).digest('hex');
}
/** The expression statement that documents a Python function. */
function docstringOf(body) {
    if (body.type !== 'block')
        return null;
    const first = body.namedChildren.find((child) => child.type !== 'comment');
    return first?.type === 'expression_statement' && first.namedChildren.length === 1 && first.namedChildren[0].type === 'string' ? first : null;
}
function isSpecialMethod(found) {
    if (found.form !== 'method')
        return false;
    const words = found.function.children.filter((child) => !child.isNamed).map((child) => child.type);
    const isDecorated = found.function.namedChildren.some((child) => child.type === 'decorator') || found.function.previousSibling?.type === 'decorator';
    return words.includes('get') || words.includes('set') || found.name.text === 'constructor' || isDecorated;
}
function isWorthSharing(found, family) {
    const docstring = docstringOf(found.body);
    let tokens = 0;
    let statements = 0;
    const count = (node) => {
        if (node.isExtra || node.type === 'comment' || node.id === docstring?.id)
            return;
        if (/_(statement|declaration)$/.test(node.type) && node.type !== 'empty_statement')
            statements += 1;
        const isToken = node.children.length === 0 || isStringNode(node, family) || node.type === 'regex';
        if (isToken && node.type !== ';')
            tokens += 1;
        if (!isToken)
            node.children.forEach(count);
    };
    count(found.body);
    return tokens >= DENSE_TOKENS || (tokens >= MIN_TOKENS && statements >= MIN_STATEMENTS);
}
/** True if it matters whether this is a plain function or an arrow. */
function isTied(found, analysis) {
    const { startIndex, endIndex } = found.function;
    return analysis.marks.some((fact) => fact.start >= startIndex && fact.end <= endIndex && /^(this|arguments|super|new\.target)$/.test(fact.mark));
}
const memos = new WeakMap();
function memo(tree) {
    const known = memos.get(tree);
    if (known !== undefined)
        return known;
    const analysis = analyseScopes(tree);
    const bindingAt = new Map();
    for (const reference of analysis.references)
        if (reference.binding !== null)
            bindingAt.set(reference.start, reference.binding);
    for (const binding of analysis.bindings)
        for (const declaration of binding.declarations)
            bindingAt.set(declaration.start, binding.id);
    const keys = new Set(analysis.references.filter(({ shorthand }) => shorthand).map(({ start }) => start));
    const made = { analysis, bindingAt, keys };
    memos.set(tree, made);
    return made;
}
/** The scopes of a tree, analysed once. */
function scopesOf(tree) {
    return memo(tree).analysis;
}
function nameWithin(found, analysis, bindingAt, numbers) {
    const { startIndex, endIndex } = found.function;
    return (node) => {
        const id = bindingAt.get(node.startIndex);
        if (id === undefined)
            return freeName(node);
        const known = numbers.get(id);
        if (known !== undefined)
            return known;
        const scope = analysis.scopes[analysis.bindings[id].scope];
        if (scope.kind === 'module' || scope.start < startIndex || scope.end > endIndex)
            return freeName(node);
        const number = `$${numbers.size}`;
        numbers.set(id, number);
        return number;
    };
}
/** A free name that looks like a number of ours must not be taken for one. */
function freeName(node) {
    return node.text.startsWith('$') ? `free:${node.text}` : node.text;
}
/** Prints the tree's structure, so that dropped separators cannot make two different trees equal. */
function print(node, printer) {
    if (node.type === 'comment' || node.type === 'line_continuation' || isIdleSemicolon(node, printer) || node.id === printer.docstring || isTrailingComma(node))
        return;
    if (node.id === printer.own.id)
        printer.parts.push('$0');
    else if (isStringNode(node, printer.family))
        printString(node, printer);
    else if (node.type === 'shorthand_property_identifier' || node.type === 'shorthand_property_identifier_pattern') {
        printer.parts.push(`(${node.type.endsWith('pattern') ? 'pair_pattern' : 'pair'} ${node.text} : ${printer.name(node)} )`);
    }
    else if (node.children.length === 0) {
        // Behind a key there may be a field or a name: only where both are equal is the whole.
        const isKey = printer.family === 'go' && printer.keys.has(node.startIndex);
        printer.parts.push(NAMES.has(node.type) ? `${isKey ? `${node.text}|` : ''}${printer.name(node)}` : node.text);
    }
    else {
        printer.parts.push(`(${node.type}`);
        for (const child of node.children)
            print(child, printer);
        printer.parts.push(')');
    }
}
function isIdleSemicolon(node, { family }) {
    return node.type === ';' && !(family === 'go' && SEPARATING.test(node.parent?.type ?? ''));
}
/** One form for declarations, function expressions and arrows. */
function printFunction(found, printer) {
    const fn = found.function;
    const words = fn.children.filter((child) => child.type === 'async' || child.type === '*').map((child) => child.type);
    printer.parts.push('(function $0', ...words);
    if (found.form === 'variable')
        for (const type of found.name.parent.childrenForFieldName('type'))
            print(type, printer);
    for (const field of ['type_parameters', 'parameters', 'parameter', 'return_type']) {
        for (const child of fn.childrenForFieldName(field)) {
            if (field === 'parameter')
                printer.parts.push(`(formal_parameters ( ${printer.name(child)} ) )`);
            else
                print(child, printer);
        }
    }
    if (found.body.type === 'statement_block')
        print(found.body, printer);
    else {
        const inner = found.body.type === 'parenthesized_expression' && found.body.namedChildren[0]?.type === 'object' ? found.body.namedChildren[0] : found.body;
        printer.parts.push('(statement_block { (return_statement return');
        print(inner, printer);
        printer.parts.push(') } )');
    }
    printer.parts.push(')');
}
function printString(node, printer) {
    const plain = /^(?:'([^'"\\\n]*)'|"([^'"\\\n]*)")$/.exec(node.text);
    if (plain !== null)
        printer.parts.push(JSON.stringify(plain[1] ?? plain[2]));
    else if (node.namedChildren.some((child) => child.type === 'interpolation')) {
        printer.parts.push('(string');
        for (const child of node.children)
            print(child, printer);
        printer.parts.push(')');
    }
    else
        printer.parts.push(node.text);
}
function isTrailingComma(node) {
    if (node.type !== ',' || node.parent === null || !TRAILING_COMMA.has(node.parent.type))
        return false;
    const siblings = node.parent.children.filter((child) => child.type !== 'comment');
    const at = siblings.findIndex((child) => child.id === node.id);
    const before = siblings[at - 1];
    const isLast = /^[)\]}>]$/.test(siblings[at + 1]?.type ?? '');
    // `[a, , ]` and `(a,)` mean something else without the comma.
    if (!isLast || before === undefined || !before.isNamed)
        return false;
    return !node.parent.type.startsWith('tuple') || node.parent.namedChildren.filter((child) => child.type !== 'comment').length > 1;
}

;// CONCATENATED MODULE: ./lib/core/evidence/cognitive-grammar.js
/** What node types are to the measure; where grammars share a name they mean the same. */
const ROLES = {
    if: 'if_statement if_expression',
    else: 'else_clause',
    nest: 'ternary_expression conditional_expression switch_statement match_statement for_statement for_in_statement while_statement do_statement catch_clause except_clause except_group_clause '
        + 'expression_switch_statement type_switch_statement select_statement match_expression loop_expression while_expression for_expression switch_expression enhanced_for_statement',
    function: 'function_declaration function_expression generator_function generator_function_declaration arrow_function method_definition function_definition lambda '
        + 'method_declaration func_literal function_item closure_expression constructor_declaration compact_constructor_declaration lambda_expression',
    type: 'class class_declaration abstract_class_declaration class_definition interface_declaration enum_declaration record_declaration annotation_type_declaration struct_item enum_item union_item trait_item',
    jump: 'break_statement continue_statement break_expression continue_expression',
    goto: 'goto_statement',
};
const ROLE_OF = new Map(Object.entries(ROLES).flatMap(([role, types]) => types.split(' ').map((type) => [type, role])));
function cognitive_grammar_roleOf({ type }) {
    return ROLE_OF.get(type) ?? null;
}
/** Types of nodes that make a function more than a holder of others. */
const STRUCTURES = ['if', 'nest', 'function'].flatMap((role) => ROLES[role].split(' '));
/** What is evaluated before a structure is entered is not nested in it. */
const HEADS = new Set(['condition', 'value', 'subject', 'left', 'right', 'initializer', 'increment', 'parameter', 'init', 'update', 'alias', 'pattern']);
/** True for the child under this field of a structure that is evaluated before its body. A loop of Go has its head in no field. */
function isHead(structure, field) {
    return field === null ? structure.type === 'for_statement' : HEADS.has(field);
}
/** Rust's `break` may carry a value, which is no label. */
function hasLabel(jump) {
    const inner = jump.namedChildren.filter((child) => !child.isExtra);
    return jump.type.endsWith('_expression') ? inner.some(({ type }) => type === 'label') : inner.length > 0;
}
/** Directly around methods, or methods themselves. */
const METHODS = new Set([
    'method_definition', 'field_definition', 'public_field_definition', 'class_definition', 'method_declaration', 'constructor_declaration', 'compact_constructor_declaration', 'impl_item', 'trait_item',
]);
function isMethod(declaration, fn) {
    return METHODS.has(declaration.type) || METHODS.has(fn.parent?.parent?.type ?? '');
}
const OBJECTS = ['object', 'operand', 'value', 'path'];
const MEMBERS = ['property', 'attribute', 'field', 'name'];
/** `null` for nodes that call nothing by a name. */
function calleeOf(node) {
    if (node.type === 'method_invocation')
        return { object: node.childForFieldName('object')?.text ?? '', name: node.childForFieldName('name')?.text ?? '' };
    if (node.type !== 'call_expression' && node.type !== 'call')
        return null;
    const callee = node.childForFieldName('function');
    if (callee?.type === 'identifier')
        return { object: null, name: callee.text };
    const member = fieldOf(callee, MEMBERS);
    const object = fieldOf(callee, OBJECTS);
    return member === null || object === null ? null : { object: object.text, name: member.text };
}
function fieldOf(node, names) {
    for (const name of names) {
        const found = node?.childForFieldName(name);
        if (found)
            return found;
    }
    return null;
}
/** Names by which a method calls what it belongs to: of the language, and Go's receiver. */
function ownNames(fn) {
    const receiver = fn.childForFieldName('receiver')?.namedChildren[0]?.childForFieldName('name');
    return new Set(receiver ? [receiver.text] : ['this', 'self', 'cls', 'Self', '']);
}
/** Where functions are told apart by their arguments as well: how many this one takes. `null` elsewhere; NaN, which equals no number, if another one of its name takes as many. */
function arityOf(fn) {
    if (fn.type !== 'method_declaration' || fn.childForFieldName('receiver') !== null)
        return null;
    const count = (method) => method.childForFieldName('parameters')?.namedChildren.filter((child) => !child.isExtra).length ?? 0;
    const name = fn.childForFieldName('name')?.text;
    const alike = fn.parent?.namedChildren.filter((other) => other.type === fn.type && other.childForFieldName('name')?.text === name && count(other) === count(fn)) ?? [];
    return alike.length > 1 ? NaN : count(fn);
}

;// CONCATENATED MODULE: ./lib/core/evidence/cognitive-complexity.js

const LOGICAL = new Set(['&&', '||', 'and', 'or']);
/**
 * Cognitive complexity of a declaration (G. A. Campbell, "Cognitive Complexity", SonarSource 2018). Nested functions
 * count towards the declaration that contains them. Recursion is seen when direct; `else` of Python's loops and `try`
 * counts as any `else`; comprehensions, `??` and Rust's `?` are free, and so are the arms and guards of any `match`, `switch`
 * or `select`. Rust's `let … else` counts as an `if`. What stands in the arguments of a Rust macro is not seen.
 */
function cognitiveComplexity(declaration) {
    const body = functionOf(declaration);
    if (!body)
        return visitAll(declaration, 0, { name: null, owners: null, arity: null, recursive: false, nestedOffset: -1 });
    const state = {
        name: nameOf(declaration) ?? nameOf(body),
        owners: isMethod(declaration, body) ? ownNames(body) : null,
        arity: arityOf(body),
        recursive: false,
        nestedOffset: declaresOnly(body) ? -1 : 0,
    };
    return visitAll(body, 0, state) + (state.recursive ? 1 : 0);
}
/** The function of a declaration: itself, or what a `const`, an assignment, a field or a decorator wraps. */
function functionOf(node) {
    const role = cognitive_grammar_roleOf(node);
    if (role === 'function')
        return node;
    if (role === 'type')
        return null;
    for (const child of node.namedChildren) {
        if (child.type === 'decorator')
            continue;
        const found = functionOf(child);
        if (found)
            return found;
    }
    return null;
}
function nameOf(node) {
    const name = node.childForFieldName('name') ?? node.childForFieldName('definition')?.childForFieldName('name');
    if (name)
        return name.text;
    const declarator = node.namedChildren.find((child) => child.type === 'variable_declarator');
    return declarator?.childForFieldName('name')?.text ?? null;
}
function visitAll(node, nesting, state) {
    let total = 0;
    for (const child of node.namedChildren)
        total += cognitive_complexity_visit(child, nesting, state);
    return total;
}
function cognitive_complexity_visit(node, nesting, state) {
    switch (cognitive_grammar_roleOf(node)) {
        case 'if':
            return 1 + nesting + visitIf(node, nesting, state);
        case 'nest':
            return 1 + nesting + visitNested(node, nesting, state);
        case 'function':
            return visitAll(node, nesting + 1 + (nesting === 0 ? state.nestedOffset : 0), state);
        case 'else':
            return 1 + visitAll(node, nesting + 1, state);
        case 'jump':
            return (hasLabel(node) ? 1 : 0) + visitAll(node, nesting, state);
        case 'goto':
            return 1;
        default:
            return visitOther(node, nesting, state);
    }
}
function visitOther(node, nesting, state) {
    if (isLogical(node))
        return visitLogical(node, nesting, state);
    if (node.type === 'let_declaration' && node.childForFieldName('alternative') !== null)
        return 1 + nesting + visitNested(node, nesting, state);
    if (isOwnCall(node, state))
        state.recursive = true;
    return visitAll(node, nesting, state);
}
function visitNested(node, nesting, state) {
    let total = 0;
    node.children.forEach((child, index) => {
        if (!child.isNamed)
            return;
        const isOutside = child.type === 'else_clause' || isHead(node, node.fieldNameForChild(index));
        total += cognitive_complexity_visit(child, isOutside ? nesting : nesting + 1, state);
    });
    return total;
}
/** The condition, the branch, and the chain of `else if` / `elif` and `else`, each of which costs 1 whatever its depth. */
function visitIf(node, nesting, state) {
    let total = 0;
    node.children.forEach((child, index) => {
        if (!child.isNamed)
            return;
        const field = node.fieldNameForChild(index);
        if (child.type === 'else_clause')
            total += visitElse(child, nesting, state);
        else if (child.type === 'elif_clause')
            total += 1 + visitIf(child, nesting, state);
        else if (field === 'alternative')
            total += 1 + (cognitive_grammar_roleOf(child) === 'if' ? visitIf(child, nesting, state) : cognitive_complexity_visit(child, nesting + 1, state));
        else
            total += cognitive_complexity_visit(child, field === 'consequence' ? nesting + 1 : nesting, state);
    });
    return total;
}
function visitElse(clause, nesting, state) {
    const chained = clause.namedChildren.find((child) => !child.isExtra);
    if (chained !== undefined && cognitive_grammar_roleOf(chained) === 'if')
        return 1 + visitIf(chained, nesting, state);
    return 1 + visitAll(clause, nesting + 1, state);
}
const isLogical = (node) => node.type === 'let_chain' || ((node.type === 'binary_expression' || node.type === 'boolean_operator') && LOGICAL.has(node.childForFieldName('operator')?.type ?? ''));
/** One for each run of the same operator, read from left to right through parentheses. */
function visitLogical(node, nesting, state) {
    const operators = [];
    const operands = [];
    const flatten = (part) => {
        let inner = part;
        while (inner.type === 'parenthesized_expression' && inner.namedChildren.length === 1)
            inner = inner.namedChildren[0];
        if (!isLogical(inner)) {
            operands.push(inner);
            return;
        }
        const parts = inner.namedChildren.filter((child) => !child.isExtra);
        parts.forEach((child, index) => {
            if (index > 0)
                operators.push(inner.childForFieldName('operator')?.type ?? '&&');
            flatten(child);
        });
    };
    flatten(node);
    const runs = operators.filter((operator, i) => operator !== operators[i - 1]).length;
    return operands.reduce((total, operand) => total + cognitive_complexity_visit(operand, nesting, state), runs);
}
function isOwnCall(node, { name, owners, arity }) {
    const callee = name === null ? null : calleeOf(node);
    if (callee === null || callee.name !== name)
        return false;
    if (arity !== null && node.childForFieldName('arguments')?.namedChildren.filter((child) => !child.isExtra).length !== arity)
        return false;
    return owners === null ? callee.object === null : callee.object !== null && owners.has(callee.object);
}
/**
 * A JavaScript function that stands in for a module or a class (only declarations and assignments), or a Python
 * decorator (nothing but one function and a `return`).
 */
function declaresOnly(node) {
    const body = node.childForFieldName('body');
    if (node.type === 'function_definition')
        return body !== null && isDecorator(body);
    if (body?.type !== 'statement_block')
        return false;
    return body.namedChildren.every((statement) => statement.isExtra || isDeclarative(statement));
}
function isDeclarative(statement) {
    if (['function', 'type'].includes(cognitive_grammar_roleOf(statement) ?? ''))
        return true;
    if (statement.type === 'lexical_declaration' || statement.type === 'variable_declaration') {
        return statement.namedChildren.every((declarator) => declaresValue(declarator.childForFieldName('value')));
    }
    const [inner] = statement.namedChildren;
    if (statement.type === 'return_statement')
        return declaresValue(inner ?? null);
    if (statement.type !== 'expression_statement' || !inner)
        return false;
    return inner.type === 'string' || (inner.type === 'assignment_expression' && declaresValue(inner.childForFieldName('right')));
}
function declaresValue(value) {
    if (value === null || cognitive_grammar_roleOf(value) === 'function' || value.type === 'object')
        return true;
    return value.descendantsOfType(STRUCTURES).length === 0;
}
function isDecorator(body) {
    const isDocstring = (node) => node.type === 'expression_statement' && node.namedChildren[0]?.type === 'string';
    const [first, second, third] = body.namedChildren.filter((child) => !child.isExtra && !isDocstring(child));
    const definition = first?.type === 'decorated_definition' ? first.childForFieldName('definition') : first;
    return definition?.type === 'function_definition' && second?.type === 'return_statement' && third === undefined;
}

;// CONCATENATED MODULE: ./lib/core/knowledge/facts-go.js
/**
 * Functions, methods and types of a Go file. Exported are names that begin with a capital, methods only where their type
 * is exported too. A method's container is the type of its receiver without pointer and type parameters.
 */
function declarationsInGo(root) {
    const found = [];
    for (const child of root.namedChildren)
        facts_go_visit(found, child, true);
    const imports = root.descendantsOfType('import_spec').map((spec) => (spec.childForFieldName('path')?.text ?? '').slice(1, -1));
    return { imports, declarations: found.map((each) => ({ ...each, exported: isExported(each) })) };
}
/** `topLevel` of a method is false: it is reached through its type. */
function isExported({ kind, name, container, topLevel }) {
    return isCapital(name) && (kind === 'method' ? isCapital(container ?? '') : topLevel);
}
const isCapital = (name) => /^\p{Lu}/u.test(name);
function facts_go_visit(found, node, topLevel) {
    switch (node.type) {
        case 'function_declaration':
            found.push({ kind: 'function', name: facts_go_nameOf(node), container: null, node, definition: node, topLevel });
            facts_go_visitChildren(found, node);
            return;
        case 'method_declaration':
            found.push({ kind: 'method', name: facts_go_nameOf(node), container: receiverOf(node), node, definition: node, topLevel: false });
            facts_go_visitChildren(found, node);
            return;
        case 'type_declaration':
            visitTypes(found, node, topLevel);
            return;
        case 'var_declaration':
            visitVariables(found, node, topLevel);
            return;
        case 'short_var_declaration':
            visitValues(found, node, node, topLevel);
            return;
        default:
            facts_go_visitChildren(found, node);
    }
}
function facts_go_visitChildren(found, node) {
    for (const child of node.namedChildren)
        facts_go_visit(found, child, false);
}
function visitTypes(found, node, topLevel) {
    const specs = node.namedChildren.filter((child) => child.type === 'type_spec');
    for (const spec of specs) {
        const type = spec.childForFieldName('type');
        const body = type?.children.find((child) => child.type === 'field_declaration_list' || child.type === '{') ?? null;
        found.push({ kind: 'class', name: facts_go_nameOf(spec), container: null, node: isAlone(node) ? node : spec, definition: spec, body, topLevel });
    }
}
function visitVariables(found, node, topLevel) {
    for (const spec of node.descendantsOfType('var_spec'))
        visitValues(found, spec, isAlone(node) ? node : spec, topLevel);
}
/** Functions that get a name by `var f = func …` or `f := func …`; in a list each is the literal alone. */
function visitValues(found, node, outer, topLevel) {
    const names = node.type === 'var_spec' ? node.childrenForFieldName('name').filter((child) => child.isNamed) : listed(node.childForFieldName('left'));
    const values = listed(node.childForFieldName(node.type === 'var_spec' ? 'value' : 'right'));
    values.forEach((value, index) => {
        const name = names[index];
        const isFunction = value.type === 'func_literal' && name !== undefined && name.type === 'identifier';
        if (isFunction)
            found.push({ kind: 'function', name: name.text, container: null, node: values.length === 1 ? outer : value, definition: value, topLevel });
        facts_go_visitChildren(found, value);
    });
}
function listed(list) {
    return list?.namedChildren.filter((child) => !child.isExtra) ?? [];
}
/** True for a declaration without parentheses: it is one with its only specification. */
function isAlone(declaration) {
    return declaration.children.every((child) => child.type !== '(' && child.type !== 'var_spec_list');
}
function receiverOf(method) {
    let type = method.childForFieldName('receiver')?.namedChildren.find((child) => !child.isExtra)?.childForFieldName('type') ?? null;
    while (type !== null && type.type !== 'type_identifier') {
        type = type.childForFieldName('type') ?? type.childForFieldName('name') ?? type.namedChildren.find((child) => !child.isExtra) ?? null;
    }
    return type?.text ?? null;
}
const facts_go_nameOf = (node) => node.childForFieldName('name')?.text ?? '';

;// CONCATENATED MODULE: ./lib/core/knowledge/facts-java.js
const facts_java_TYPES = new Set(['class_declaration', 'interface_declaration', 'enum_declaration', 'record_declaration', 'annotation_type_declaration']);
const INTERFACES = new Set(['interface_declaration', 'annotation_type_declaration']);
const facts_java_BODIES = new Set(['class_body', 'interface_body', 'enum_body', 'enum_body_declarations', 'annotation_type_body']);
const LOCAL = { container: null, open: false, isInterface: false, topLevel: false };
/**
 * Methods with a body, constructors and types of a Java file; every function is a method. The container is the type with
 * those around it. Exported is what another package can name: `public` or `protected`, and so are all types around.
 */
function declarationsInJava(root) {
    const into = { found: [] };
    for (const child of root.namedChildren)
        facts_java_visit(into, child, { container: null, open: true, isInterface: false, topLevel: true });
    return { declarations: into.found, imports: root.namedChildren.filter(({ type }) => type === 'import_declaration').map(importOf) };
}
function facts_java_visit(into, node, scope) {
    if (facts_java_TYPES.has(node.type)) {
        visitType(into, node, scope);
        return;
    }
    switch (node.type) {
        case 'method_declaration':
        case 'constructor_declaration':
        case 'compact_constructor_declaration':
            if (node.childForFieldName('body') !== null)
                add(into, 'method', facts_java_nameOf(node), node, node, scope);
            facts_java_visitAll(into, node.childForFieldName('body'), LOCAL);
            return;
        case 'field_declaration':
        case 'constant_declaration':
        case 'local_variable_declaration':
            facts_java_visitVariables(into, node, scope);
            return;
        case 'enum_constant':
            facts_java_visitAll(into, node, { ...scope, container: `${scope.container ?? ''}.${facts_java_nameOf(node)}` });
            return;
        case 'object_creation_expression':
            facts_java_visitAll(into, node, { ...LOCAL, container: node.childForFieldName('type')?.text.replace(/<[\s\S]*$/u, '') ?? null });
            return;
        default:
            facts_java_visitAll(into, node, facts_java_BODIES.has(node.type) ? scope : LOCAL);
    }
}
function facts_java_visitAll(into, node, scope) {
    for (const child of node?.namedChildren ?? [])
        facts_java_visit(into, child, scope);
}
function visitType(into, node, scope) {
    add(into, 'class', facts_java_nameOf(node), node, node, scope);
    const container = scope.container === null ? facts_java_nameOf(node) : `${scope.container}.${facts_java_nameOf(node)}`;
    facts_java_visitAll(into, node.childForFieldName('body'), { container, open: scope.open && isOpen(node, scope), isInterface: INTERFACES.has(node.type), topLevel: false });
}
/** A lambda that a field or a variable holds stands under its name, as a method if it is a field. */
function facts_java_visitVariables(into, node, scope) {
    const declarators = node.childrenForFieldName('declarator');
    for (const declarator of declarators) {
        const value = declarator.childForFieldName('value');
        const span = declarators.length === 1 ? node : declarator;
        if (value?.type === 'lambda_expression')
            add(into, scope.container === null ? 'function' : 'method', facts_java_nameOf(declarator), span, value, scope);
        if (value !== null)
            facts_java_visit(into, value, LOCAL);
    }
}
function add(into, kind, name, node, definition, scope) {
    into.found.push({ kind, name, container: scope.container, node, definition, exported: scope.open && isOpen(node, scope), topLevel: scope.topLevel });
}
function isOpen(node, { isInterface }) {
    const modifiers = node.namedChildren.find((child) => child.type === 'modifiers')?.children.map(({ type }) => type) ?? [];
    return isInterface ? !modifiers.includes('private') : modifiers.includes('public') || modifiers.includes('protected');
}
/** `java.util.List`, `java.lang.Math.*`: without `static`. */
function importOf(node) {
    return node.namedChildren.filter((child) => !child.isExtra).map(({ text }) => text.replace(/\s+/gu, '')).join('.');
}
const facts_java_nameOf = (node) => node.childForFieldName('name')?.text ?? '';

;// CONCATENATED MODULE: ./lib/core/knowledge/facts-javascript.js
const INSIDE = { container: null, topLevel: false };
const FUNCTIONS = new Set(['arrow_function', 'function_expression', 'generator_function']);
const WRAPPERS = new Set(['parenthesized_expression', 'as_expression', 'satisfies_expression', 'non_null_expression']);
/** Functions, methods and classes of a JavaScript, TypeScript or TSX module, ESM or CommonJS. */
function declarationsInJavaScript(root) {
    const into = { found: [], imports: [], exportedNames: new Set() };
    for (const child of root.namedChildren)
        facts_javascript_visit(into, child, { container: null, topLevel: true });
    const { found, imports, exportedNames } = into;
    const declarations = found.map((each) => ({
        ...each,
        exported: each.exported || (each.topLevel && each.kind !== 'method' && exportedNames.has(each.name)),
    }));
    return { declarations, imports };
}
function facts_javascript_visit(into, node, scope) {
    switch (node.type) {
        case 'function_declaration':
        case 'generator_function_declaration':
            facts_javascript_add(into, 'function', facts_javascript_nameOf(node), node, node, { ...scope, container: null });
            return;
        case 'class_declaration':
        case 'abstract_class_declaration':
            facts_javascript_add(into, 'class', facts_javascript_nameOf(node), node, node, { ...scope, container: null });
            return;
        case 'lexical_declaration':
        case 'variable_declaration':
            facts_javascript_visitVariables(into, node, scope);
            return;
        case 'method_definition':
            facts_javascript_add(into, 'method', facts_javascript_nameOf(node), node, node, scope);
            return;
        case 'field_definition':
        case 'public_field_definition':
        case 'pair':
            visitMember(into, node, scope);
            return;
        case 'export_statement':
            visitExport(into, node, scope);
            return;
        case 'expression_statement':
            visitStatement(into, node, scope);
            return;
        default:
            facts_javascript_visitOther(into, node, scope);
    }
}
function facts_javascript_visitOther(into, node, scope) {
    if (node.type === 'import_statement' || node.type === 'import_require_clause')
        addImport(into, node.childForFieldName('source'));
    if (node.type === 'call_expression')
        visitCall(into, node);
    const inner = node.type === 'class_body' || node.type === 'object' || WRAPPERS.has(node.type) ? { ...scope, topLevel: false } : INSIDE;
    for (const child of node.namedChildren)
        facts_javascript_visit(into, child, inner);
}
function facts_javascript_add(into, kind, name, node, definition, scope, exported = false) {
    const isDeclared = node.parent?.type === 'export_statement' && kind !== 'method';
    into.found.push({ kind, name, container: scope.container, node, definition, exported: exported || (isDeclared && scope.topLevel), topLevel: scope.topLevel });
    const inner = kind === 'class' ? { container: name, topLevel: false } : INSIDE;
    for (const child of definition.namedChildren)
        facts_javascript_visit(into, child, inner);
}
function facts_javascript_visitVariables(into, node, scope) {
    const declarators = node.namedChildren.filter((child) => child.type === 'variable_declarator');
    for (const declarator of declarators) {
        const name = facts_javascript_nameOf(declarator);
        const value = unwrap(declarator.childForFieldName('value'));
        const span = declarators.length === 1 ? node : declarator;
        const exported = scope.topLevel && node.parent?.type === 'export_statement';
        if (!value)
            continue;
        if (FUNCTIONS.has(value.type))
            facts_javascript_add(into, 'function', name, span, value, { ...scope, container: null }, exported);
        else if (value.type === 'class')
            facts_javascript_add(into, 'class', name, span, value, { ...scope, container: null }, exported);
        else
            facts_javascript_visit(into, value, { container: name, topLevel: false });
    }
}
/** A class field or an object's property. */
function visitMember(into, node, scope) {
    const value = unwrap(node.childForFieldName('value'));
    const name = (node.childForFieldName('name') ?? node.childForFieldName('property') ?? node.childForFieldName('key'))?.text ?? '';
    if (value && FUNCTIONS.has(value.type))
        facts_javascript_add(into, 'method', unquoted(name), node, value, { ...scope, topLevel: false });
    else if (value)
        facts_javascript_visit(into, value, { container: scope.container, topLevel: false });
}
function visitExport(into, node, scope) {
    const source = node.childForFieldName('source');
    addImport(into, source);
    for (const child of node.namedChildren) {
        const value = unwrap(child);
        if (child.type === 'export_clause' && !source)
            exportClause(into, child);
        else if (child.type === 'identifier')
            into.exportedNames.add(child.text);
        else if (FUNCTIONS.has(value.type))
            facts_javascript_add(into, 'function', facts_javascript_nameOf(value) || 'default', child, value, scope, scope.topLevel);
        else if (value.type === 'class')
            facts_javascript_add(into, 'class', facts_javascript_nameOf(value) || 'default', child, value, scope, scope.topLevel);
        else if (value.type === 'object')
            exportObject(into, value);
        else if (child.type !== 'export_clause')
            facts_javascript_visit(into, child, scope);
    }
}
function exportClause(into, clause) {
    for (const specifier of clause.namedChildren)
        into.exportedNames.add(facts_javascript_nameOf(specifier));
}
/** `module.exports = { a, b: c, d() {} }` and `export default { … }`. */
function exportObject(into, object) {
    for (const member of object.namedChildren) {
        if (member.type === 'shorthand_property_identifier')
            into.exportedNames.add(member.text);
        const value = member.type === 'pair' ? member.childForFieldName('value') : null;
        if (value?.type === 'identifier')
            into.exportedNames.add(value.text);
    }
    facts_javascript_visit(into, object, INSIDE);
}
function visitStatement(into, node, scope) {
    const assignment = node.namedChildren[0];
    const left = assignment?.type === 'assignment_expression' ? assignment.childForFieldName('left') : null;
    const right = unwrap(assignment?.childForFieldName('right') ?? null);
    if (left?.type !== 'member_expression' || !right) {
        facts_javascript_visitOther(into, node, scope);
        return;
    }
    const place = assignedPlace(left, scope.container);
    if (place.exported && right.type === 'identifier')
        into.exportedNames.add(right.text);
    if (FUNCTIONS.has(right.type)) {
        const name = place.name ?? (facts_javascript_nameOf(right) || 'default');
        const isExport = place.exported && scope.topLevel;
        facts_javascript_add(into, place.container === null ? 'function' : 'method', name, node, right, { container: place.container, topLevel: isExport }, isExport);
    }
    else if (right.type === 'class')
        facts_javascript_add(into, 'class', place.name ?? (facts_javascript_nameOf(right) || 'default'), node, right, { ...scope, container: null }, place.exported && scope.topLevel);
    else if (right.type === 'object' && place.exported)
        exportObject(into, right);
    else
        facts_javascript_visit(into, right, { container: place.container ?? place.name, topLevel: false });
}
function visitCall(into, node) {
    const callee = node.childForFieldName('function');
    const isImport = callee?.type === 'import' || (callee?.type === 'identifier' && callee.text === 'require');
    if (isImport)
        addImport(into, node.childForFieldName('arguments')?.namedChildren[0] ?? null);
}
function addImport(into, source) {
    if (source?.type === 'string')
        into.imports.push(source.text.slice(1, -1));
}
/** What `left = …` names: an export of a CommonJS module, or a method of an object. */
function assignedPlace(left, around) {
    const object = left.childForFieldName('object')?.text ?? '';
    const name = left.childForFieldName('property')?.text ?? null;
    if (object === 'module' && name === 'exports')
        return { name: null, container: null, exported: true };
    if (object === 'exports' || object === 'module.exports')
        return { name, container: null, exported: true };
    if (object === 'this')
        return { name, container: around ?? 'this', exported: false };
    return { name, container: object.replace(/\.prototype$/u, ''), exported: false };
}
function unwrap(node) {
    let inner = node;
    while (inner && WRAPPERS.has(inner.type))
        inner = inner.namedChildren.find((child) => !child.isExtra) ?? null;
    return inner;
}
const facts_javascript_nameOf = (node) => node.childForFieldName('name')?.text ?? '';
const unquoted = (name) => name.replace(/^(['"])(.*)\1$/u, '$2');

;// CONCATENATED MODULE: ./lib/core/knowledge/facts-python.js
/** Functions, methods and classes of a Python module; exported means in `__all__`, else without a leading underscore. */
function declarationsInPython(root) {
    const imports = [];
    const found = [];
    const visit = (node, scope, outer) => {
        switch (node.type) {
            case 'decorated_definition':
                for (const child of node.namedChildren)
                    visit(child, scope, child.type === 'decorator' ? child : node);
                return;
            case 'function_definition': {
                const kind = scope.container === null ? 'function' : 'method';
                found.push({ kind, name: facts_python_nameOf(node), container: scope.container, node: outer, definition: node, topLevel: scope.topLevel });
                visitChildren(node, { container: null, topLevel: false });
                return;
            }
            case 'class_definition':
                found.push({ kind: 'class', name: facts_python_nameOf(node), container: scope.container, node: outer, definition: node, topLevel: scope.topLevel });
                visitChildren(node, { container: facts_python_nameOf(node), topLevel: false });
                return;
            case 'import_statement':
            case 'import_from_statement':
            case 'future_import_statement':
                imports.push(...importsOf(node));
                return;
            default:
                visitChildren(node, { container: scope.container, topLevel: false });
        }
    };
    const visitChildren = (node, scope) => {
        for (const child of node.namedChildren)
            visit(child, scope, child);
    };
    visitChildren(root, { container: null, topLevel: true });
    const listed = listedNames(root);
    const isExported = (name) => (listed ? listed.has(name) : !name.startsWith('_'));
    return { imports, declarations: found.map((each) => ({ ...each, exported: each.topLevel && isExported(each.name) })) };
}
const facts_python_nameOf = (node) => node.childForFieldName('name')?.text ?? '';
function importsOf(node) {
    if (node.type === 'future_import_statement')
        return ['__future__'];
    const from = node.childForFieldName('module_name');
    if (from)
        return [from.text];
    return node.childrenForFieldName('name').map((name) => (name.childForFieldName('name') ?? name).text);
}
/** What a literal `__all__` lists; `null` if there is none or it is computed. */
function listedNames(root) {
    for (const statement of root.namedChildren) {
        const assignment = statement.namedChildren[0];
        if (assignment?.type !== 'assignment' || assignment.childForFieldName('left')?.text !== '__all__')
            continue;
        const list = assignment.childForFieldName('right');
        if (list?.type !== 'list' && list?.type !== 'tuple')
            return null;
        const items = list.namedChildren.filter((child) => !child.isExtra);
        if (items.some((item) => item.type !== 'string'))
            return null;
        return new Set(items.map((item) => item.text.slice(1, -1)));
    }
    return null;
}

;// CONCATENATED MODULE: ./lib/core/syntax/rust-attributes.js
/** Attributes that make a function a test: the built-in ones and those of the usual crates. */
const TESTS = /^(?:(?:\w+::)*(?:test|rstest|bench|test_case|test_log|proptest|quickcheck|wasm_bindgen_test|fixture|apply)|should_panic)$/u;
/** The outer attributes of an item, first to last. They are its siblings, with comments between. */
function attributesOf(item) {
    const found = [];
    for (let above = item.previousSibling; above?.type === 'attribute_item' || above?.type === 'line_comment' || above?.type === 'block_comment'; above = above.previousSibling) {
        if (above.type === 'attribute_item')
            found.unshift(above);
    }
    return found;
}
/** True for an item that only tests are built with: a test, or under a `cfg` that cannot hold without `test`. */
function isTestOnly(item) {
    if (item.type === 'attribute_item' || !item.isNamed)
        return false;
    return attributesOf(item).some(isForTests);
}
/** True if `#![cfg(test)]` stands at the head of the file. */
function testsOnlyFile(root) {
    return root.namedChildren.some((child) => child.type === 'inner_attribute_item' && isForTests(child));
}
function isForTests(attribute) {
    const text = attribute.namedChildren.find((child) => child.type === 'attribute')?.text ?? '';
    const name = /^[\w:\s]+/u.exec(text)?.[0].replace(/\s+/gu, '') ?? '';
    return name === 'cfg' ? neverWithoutTest(text) : TESTS.test(name);
}
function neverWithoutTest(text) {
    const tokens = text.match(/"(?:\\.|[^"\\])*"|[\w-]+|[(),=]/gu) ?? [];
    let at = 1;
    const list = () => {
        const values = [];
        for (at += 1; at < tokens.length && tokens[at] !== ')';) {
            if (tokens[at] === ',')
                at += 1;
            else
                values.push(predicate());
        }
        at += 1;
        return values;
    };
    const predicate = () => {
        const name = tokens[at];
        at += 1;
        if (tokens[at] === '(')
            return combined(name ?? '', list());
        if (tokens[at] === '=')
            at += 2;
        return name === 'test' ? false : null;
    };
    return tokens[1] === '(' && combined('all', list()) === false;
}
function combined(name, values) {
    switch (name) {
        case 'all':
            return values.includes(false) ? false : values.includes(null) ? null : true;
        case 'any':
            return values.includes(true) ? true : values.includes(null) ? null : false;
        case 'not':
            return values[0] === null || values[0] === undefined ? null : !values[0];
        default:
            return null;
    }
}

;// CONCATENATED MODULE: ./lib/core/knowledge/facts-rust.js

/**
 * Functions, methods and types of a Rust file. What is compiled for tests only (`#[cfg(test)]`, `#[test]`) is left out, as
 * files of tests are elsewhere; so are macros and functions without a body. Exported is what another module can name:
 * `pub` in any form but `pub(self)`, in modules that are; for methods of a trait, always. The container of a method of
 * `impl Display for Money` is `Money as Display`.
 */
function declarationsInRust(root) {
    const into = { found: [], imports: [] };
    if (!testsOnlyFile(root))
        visitItems(into, root, { container: null, topLevel: true, open: true });
    return { declarations: into.found, imports: into.imports };
}
function visitItems(into, node, scope) {
    for (const child of node.namedChildren)
        if (!isTestOnly(child))
            facts_rust_visit(into, child, scope);
}
function facts_rust_visit(into, node, scope) {
    switch (node.type) {
        case 'function_item':
            facts_rust_add(into, scope.container === null ? 'function' : 'method', node, node, scope);
            visitItems(into, node, facts_rust_INSIDE);
            return;
        case 'struct_item':
        case 'enum_item':
        case 'union_item':
        case 'trait_item':
            facts_rust_add(into, 'class', node, node, scope);
            visitItems(into, node.childForFieldName('body') ?? node, { container: facts_rust_nameOf(node), topLevel: false, open: facts_rust_isOpen(node) });
            return;
        case 'impl_item':
            visitItems(into, node.childForFieldName('body') ?? node, { container: implemented(node), topLevel: false, open: node.childForFieldName('trait') !== null });
            return;
        case 'mod_item':
            visitItems(into, node.childForFieldName('body') ?? node, { container: null, topLevel: scope.topLevel, open: scope.open && facts_rust_isOpen(node) });
            return;
        case 'use_declaration':
            into.imports.push(...pathsOf(node.childForFieldName('argument')));
            return;
        case 'extern_crate_declaration':
            into.imports.push(facts_rust_nameOf(node));
            return;
        case 'let_declaration':
        case 'static_item':
        case 'const_item':
            visitValue(into, node, scope);
            return;
        default:
            visitItems(into, node, { ...facts_rust_INSIDE, container: null });
    }
}
const facts_rust_INSIDE = { container: null, topLevel: false, open: false };
function facts_rust_add(into, kind, node, definition, scope) {
    const body = definition.childForFieldName('body');
    const name = node.type === 'let_declaration' ? node.childForFieldName('pattern').text : facts_rust_nameOf(node);
    const inTrait = kind === 'method' && scope.open;
    const exported = inTrait || ((scope.topLevel ? scope.open : kind === 'method') && facts_rust_isOpen(node));
    into.found.push({ kind, name, container: kind === 'method' ? scope.container : null, node, definition, body: body?.type === 'ordered_field_declaration_list' ? null : body, exported, topLevel: scope.topLevel });
}
/** A closure under a name: `let`, `static` or `const`. */
function visitValue(into, node, scope) {
    const value = node.childForFieldName('value');
    const isNamed = node.type !== 'let_declaration' || node.childForFieldName('pattern')?.type === 'identifier';
    if (value?.type === 'closure_expression' && isNamed)
        facts_rust_add(into, 'function', node, value, { ...scope, container: null });
    visitItems(into, node, facts_rust_INSIDE);
}
/** `Money`, or `Money as Display`: without paths, references and type arguments. */
function implemented(node) {
    const trait = node.childForFieldName('trait');
    const type = plainType(node.childForFieldName('type'));
    return trait === null ? type : `${type} as ${plainType(trait)}`;
}
function plainType(node) {
    if (node === null)
        return '';
    if (node.type === 'generic_type' || node.type === 'reference_type' || node.type === 'pointer_type')
        return plainType(node.childForFieldName('type'));
    if (node.type === 'scoped_type_identifier')
        return facts_rust_nameOf(node);
    return node.text.replace(/\s+/gu, ' ');
}
function facts_rust_isOpen(node) {
    const visibility = node.namedChildren.find((child) => child.type === 'visibility_modifier');
    return visibility !== undefined && !/^pub\s*\(\s*(?:in\s+)?self\s*\)$/u.test(visibility.text);
}
/** Each path of a `use` tree by itself; names given with `as` are left out. */
function pathsOf(node) {
    if (node === null)
        return [];
    if (node.type === 'use_as_clause')
        return pathsOf(node.childForFieldName('path'));
    if (node.type === 'use_list')
        return node.namedChildren.filter((child) => !child.isExtra).flatMap(pathsOf);
    if (node.type === 'scoped_use_list') {
        const path = node.childForFieldName('path');
        const inner = pathsOf(node.childForFieldName('list'));
        return path === null ? inner : inner.map((each) => (each === 'self' ? compact(path) : `${compact(path)}::${each}`));
    }
    return [compact(node)];
}
const compact = (node) => node.text.replace(/\s+/gu, '');
const facts_rust_nameOf = (node) => node.childForFieldName('name')?.text ?? '';

;// CONCATENATED MODULE: ./lib/core/knowledge/facts-text.js

const SIGNATURE_LENGTH = 200;
/** What stands in front of a declaration for tools and compilers, and is no part of its signature. */
const ANNOTATIONS = new Set(['decorator', 'annotation', 'marker_annotation']);
const COMMENTS = new Set(['comment', 'line_comment', 'block_comment']);
/** Siblings that may stand between a comment and the declaration it is about. */
const BETWEEN = new Set(['decorator', 'attribute_item']);
/** The declaration up to its body on one line, without decorators, attributes and annotations. */
function signatureOf(node, definition, source, body = definition.childForFieldName('body')) {
    const from = definition.type.endsWith('_definition') && node.type === 'decorated_definition' ? definition.startIndex : afterAnnotations(node);
    const head = withoutModifiers(node, source, from, body?.startIndex ?? definition.endIndex);
    const line = head.replace(/\s+/gu, ' ').trim().replace(/\s*(?:[=-]>|[:{;])$/u, '');
    return line.length > SIGNATURE_LENGTH ? `${line.slice(0, SIGNATURE_LENGTH - 1)}…` : line;
}
function afterAnnotations(node) {
    return node.children.find((child) => !ANNOTATIONS.has(child.type) && !child.isExtra)?.startIndex ?? node.startIndex;
}
/** Java's annotations stand among the modifiers. */
function withoutModifiers(node, source, from, to) {
    const modifiers = node.namedChildren.find((child) => child.type === 'modifiers');
    let head = '';
    let at = from;
    for (const annotation of modifiers?.namedChildren.filter((child) => ANNOTATIONS.has(child.type)) ?? []) {
        head += source.slice(at, annotation.startIndex);
        at = annotation.endIndex;
    }
    return head + source.slice(at, to);
}
const asIs = (text) => text;
const DOC_STYLES = {
    javascript: { isDoc: null, cleaned: asIs },
    typescript: { isDoc: null, cleaned: asIs },
    python: { isDoc: null, cleaned: asIs },
    go: { isDoc: null, cleaned: asIs },
    rust: { isDoc: /^(?:\/\/\/(?!\/)|\/\*\*(?![*/]))/u, cleaned: (text) => text.replace(/\[(`[^`\n]+`)\](?:[([][^)\]\n]*[)\]])?|\[([^\][\n]+)\]\([^)\n]*\)/gu, '$1$2') },
    java: { isDoc: /^\/\*\*(?!\/)/u, cleaned: withoutJavadocMarkup },
};
/** `{@code x}` and `{@link A#b label}` give what they show; HTML tags go. */
function withoutJavadocMarkup(text) {
    return text
        .replace(/\{@(?:code|literal|value|inheritDoc|snippet)\b\s*([^{}]*)\}/gu, '$1')
        .replace(/\{@link(?:plain)?\s+(\S+?)(?:\s+([^{}]*))?\}/gu, (_, target, label) => label ?? target)
        .replace(/<\/?[a-zA-Z][^<>\n]*>/gu, '');
}
/** The docstring, else the comment that stands directly above. */
function documentationOf(node, definition, language) {
    if (language === 'python') {
        const first = definition.childForFieldName('body')?.namedChildren.find((child) => !child.isExtra);
        const literal = first?.type === 'expression_statement' ? first.namedChildren[0] : undefined;
        if (literal?.type === 'string')
            return plain(literal.text.replace(/^[a-zA-Z]*("""|'''|"|')/u, '').replace(/("""|'''|"|')$/u, ''));
    }
    const { isDoc, cleaned } = DOC_STYLES[language_familyOf(language)];
    const all = commentsAbove(node.parent?.type === 'export_statement' ? node.parent : node);
    const docs = isDoc === null ? [] : all.filter((text) => isDoc.test(text));
    return plain(cleaned((docs.length > 0 ? docs : all).map(withoutMarkers).join('\n')));
}
/** Directly above, without a blank line, from the last up to a block or to a comment behind code. */
function commentsAbove(anchor) {
    const comments = [];
    let row = anchor.startPosition.row;
    for (let above = anchor.previousSibling; above !== null; above = above.previousSibling) {
        const start = above.startPosition.row;
        if (COMMENTS.has(above.type)) {
            const behind = codeBefore(above);
            if (isInner(above) || lastRow(above) < row - 1 || (behind !== null && !BETWEEN.has(behind.type)))
                break;
            if (behind === null)
                comments.unshift(above.text.trimEnd());
            if (above.text.startsWith('/*'))
                break;
        }
        else if (!BETWEEN.has(above.type))
            break;
        row = start;
    }
    return comments;
}
/** What stands in front of a comment on its line. */
function codeBefore(comment) {
    const before = comment.previousSibling;
    return before !== null && !COMMENTS.has(before.type) && lastRow(before) === comment.startPosition.row ? before : null;
}
/** Rust's `//!` is about what is around it. */
const isInner = (comment) => comment.namedChildren[0]?.type === 'inner_doc_comment_marker';
/** Some nodes end with their line, at the first column of the next row. */
function lastRow({ startPosition, endPosition }) {
    return endPosition.column === 0 && endPosition.row > startPosition.row ? endPosition.row - 1 : endPosition.row;
}
/** Comments addressed to tools say nothing about the code. */
const facts_text_DIRECTIVE = /^(?:eslint|tslint|prettier-|biome-|oxlint|istanbul|c8|v8|jshint|jslint|global|@ts-|ts-|noqa|type:|pylint|pyright|mypy|fmt:|isort:|#__|@__|webpack|go:\w|nolint\b|lint:|line\s.*:\d+$|\+build\s|NOSONAR|CHECKSTYLE|noinspection\b)/u;
function withoutMarkers(comment) {
    const inner = comment.startsWith('/*') ? comment.slice(2, -2).replace(/^\s*\*+ ?/gmu, '') : comment.replace(/^(?:\/\/+|#+)!?/u, '');
    return facts_text_DIRECTIVE.test(inner.trim()) ? '' : inner;
}
/** Lines trimmed on both sides; the gaps at both ends gone. */
function plain(text) {
    return text.split(/\r?\n/u).map((line) => line.trim()).join('\n').trim();
}

;// CONCATENATED MODULE: ./lib/core/knowledge/facts.js








const READERS = {
    javascript: declarationsInJavaScript,
    typescript: declarationsInJavaScript,
    python: declarationsInPython,
    go: declarationsInGo,
    rust: declarationsInRust,
    java: declarationsInJava,
};
/**
 * What one parsed blob holds. Records come in the order of their start; nested functions are records too, callbacks
 * without a name are not. `exported` is false for methods of JavaScript and Python: what can be imported is their class; in
 * Go, Rust and Java it says whether another package or module can name the declaration.
 */
function factsOf(path, blob, tree, cloneKeyOf) {
    const { declarations, imports } = READERS[language_familyOf(tree.language)](tree.root);
    const records = declarations.map((declaration) => recordOf(path, blob, tree, declaration, cloneKeyOf));
    return {
        blob,
        path,
        language: tree.language,
        records: records.sort((a, b) => a.start - b.start || b.end - a.end),
        imports: [...new Set(imports)],
        hasSyntaxError: tree.root.hasError,
    };
}
function recordOf(path, blob, tree, declaration, cloneKeyOf) {
    const { kind, name, container, node, definition, body, exported, topLevel } = declaration;
    return {
        id: `${blob}:${node.startIndex}`,
        path,
        language: tree.language,
        kind,
        name,
        container,
        signature: signatureOf(node, definition, tree.source, body),
        doc: documentationOf(node, definition, tree.language),
        body: node.text,
        start: node.startIndex,
        end: node.endIndex,
        startLine: node.startPosition.row + 1,
        endLine: node.endPosition.row + 1,
        complexity: cognitiveComplexity(node),
        exported,
        topLevel,
        cloneKey: kind === 'class' ? null : cloneKeyOf(node, tree),
    };
}

;// CONCATENATED MODULE: ./lib/core/knowledge/words.js
/** Words that say nothing about what code does. Names of languages stand in most questions and in little code; keywords stand in all code. */
const STOP_WORDS = new Set(('a an the of in on to for from by with and or is are was be been do does did how what when where which who why can could should would i my me you ' +
    'your it its this that these those as at into using use via way if then than so there any some python javascript typescript js ts py s t go golang rust rs java func fn pub impl mut').split(' '));
/** Runs of letters and digits. Whole ranges beyond ASCII count as letters: Unicode classes take three times as long. */
const CHUNK = /[A-Za-z0-9\u00c0-\u1fff\u3040-\ud7ff]+/gu;
const PART = /[A-Z]+(?![a-z])|[A-Z]?[a-z\u00c0-\u1fff\u3040-\ud7ff]+|\d+/gu;
/** Chunks of a text before splitting: what a cache of split words is keyed by. */
function words_chunksOf(text) {
    return text.match(CHUNK) ?? [];
}
/** `parseHTTPServer2` gives parse, http, server, 2. */
function words_partsOf(chunk) {
    return chunk.match(PART)?.map((part) => part.toLowerCase()) ?? [];
}
/** The words of a question in order, repeated ones once; stop words only if there is nothing else. */
function words_queryWords(query, limit) {
    const words = [...new Set(words_chunksOf(query).flatMap(words_partsOf))];
    const telling = words.filter((word) => !STOP_WORDS.has(word));
    return (telling.length > 0 ? telling : words).slice(0, limit);
}
/**
 * Light stemming: plurals, `-ing`, `-ed`, doubled consonants and a final `e` go, so that writes, writing and write meet.
 * Not a linguist's stem: it only has to be the same for forms of one word (and `string` may well meet `str`).
 */
function words_stem(word) {
    if (word.length <= 3)
        return word;
    let rest = singular(word);
    const suffix = rest.length > 5 && rest.endsWith('ing') ? 3 : rest.length > 4 && rest.endsWith('ed') ? 2 : 0;
    if (suffix > 0)
        rest = rest.slice(0, -suffix).replace(/([bdgmnprt])\1$/u, '$1');
    return rest.length > 3 && rest.endsWith('e') ? rest.slice(0, -1) : rest;
}
function singular(word) {
    if (word.length > 4 && word.endsWith('ies'))
        return `${word.slice(0, -3)}y`;
    if (/(?:ss|sh|ch|x|z)es$/u.test(word))
        return word.slice(0, -2);
    return /[^sui]s$/u.test(word) ? word.slice(0, -1) : word;
}

;// CONCATENATED MODULE: ./lib/core/knowledge/ranking-terms.js

/** Numbers stems. Identifiers repeat, so what a chunk splits into is remembered. */
function ranking_terms_termCollector() {
    const names = [];
    const ids = new Map();
    const known = new Map();
    const idOf = (part) => {
        const name = stem(part);
        let id = ids.get(name);
        if (id === undefined) {
            id = names.push(name) - 1;
            ids.set(name, id);
        }
        return id;
    };
    const read = (text, into) => {
        const before = into.length;
        for (const chunk of chunksOf(text)) {
            let parts = known.get(chunk);
            if (!parts)
                known.set(chunk, (parts = partsOf(chunk).map(idOf)));
            for (const id of parts)
                into.push(id);
        }
        return into.length - before;
    };
    return { terms: { names, ids }, read };
}
function ranking_terms_similarTerms({ names }) {
    const byTrigram = new Map();
    const sizes = new Uint16Array(names.length);
    names.forEach((name, term) => {
        if (name.length < 3)
            return;
        const trigrams = trigramsOf(name);
        sizes[term] = trigrams.length;
        for (const trigram of trigrams) {
            const list = byTrigram.get(trigram);
            if (list)
                list.push(term);
            else
                byTrigram.set(trigram, [term]);
        }
    });
    const shared = new Uint16Array(names.length);
    return {
        each(name, least, visit) {
            const trigrams = trigramsOf(name);
            const touched = [];
            for (const trigram of trigrams) {
                for (const term of byTrigram.get(trigram) ?? [])
                    if (shared[term]++ === 0)
                        touched.push(term);
            }
            for (const term of touched) {
                const similarity = (2 * shared[term]) / (trigrams.length + sizes[term]);
                shared[term] = 0;
                if (similarity >= least && names[term] !== name)
                    visit(term, similarity);
            }
        },
    };
}
/** Distinct trigrams of a word with marked ends, each packed into a number. */
function trigramsOf(name) {
    const marked = `^${name.slice(0, 64)}$`;
    const found = new Set();
    for (let i = 0; i + 3 <= marked.length; i++) {
        found.add((marked.charCodeAt(i) * 65_536 + marked.charCodeAt(i + 1)) * 65_536 + marked.charCodeAt(i + 2));
    }
    return [...found];
}

;// CONCATENATED MODULE: ./lib/core/knowledge/ranking-postings.js


/** Weight of a field's words (BM25F); the first sentence of a comment says more than the rest. The last is the type that a function belongs to. */
const FIELD_WEIGHTS = [6, 4, 1, 1, 1, 3];
const FIELDS = FIELD_WEIGHTS.length;
const LENGTH_NORM = 0.75;
const SATURATION = 3;
/** Softens the spread of inverse document frequencies: rare words of a question are as often noise as signal. */
const IDF_POWER = 0.8;
/** BM25F (Robertson, Zaragoza, Taylor 2004): frequencies are weighted and length-normalised per field, then saturated together. */
function ranking_postings_postingsOf(records) {
    const { terms, read } = termCollector();
    const words = [];
    const lengths = new Int32Array(records.length * FIELDS);
    records.forEach((record, r) => {
        fieldsOf(record).forEach((text, field) => (lengths[r * FIELDS + field] = read(text, words)));
    });
    const means = fieldMeans(lengths);
    const postings = collect(words, lengths, means, terms.names.length);
    const bodyLengths = Float32Array.from(records, (_, r) => lengths[r * FIELDS + 3] / means[3]);
    return { terms, ...postings, idf: idfOf(postings.offsets, records.length), bodyLengths };
}
function fieldsOf(record) {
    const { name, doc, signature, body } = record;
    const end = doc.search(/[.!?](?:\s|$)|\n\s*(?:\n|[:@])/u);
    const head = end < 0 ? doc : doc.slice(0, end + 1);
    const at = signature.indexOf(name);
    const rest = at < 0 ? signature : signature.slice(at + name.length);
    const [before, container] = ranking_postings_isTyped(record) ? [signature.slice(0, Math.max(at, 0)), record.container ?? ''] : ['', ''];
    return [name, head, doc.slice(head.length), contentOf(record, body), `${before} ${rest}`, container];
}
const TYPED = new Set(['go', 'rust', 'java']);
/** True where receivers and return types stand in front of the name, most functions belong to a type, and each says whether others may use it. */
function ranking_postings_isTyped({ language }) {
    return TYPED.has(familyOf(language));
}
/** The body without the line of the signature and without the docstring, which are fields of their own. */
function contentOf(record, body) {
    let content = body;
    if (record.language === 'python' && record.doc !== '')
        content = body.replace(/("""|''')[\s\S]*?\1/u, ' ');
    const line = content.indexOf('\n');
    return line < 0 ? content : content.slice(line);
}
/** Over the records that have the field: where comments are rare, one must not look long because most are absent. */
function fieldMeans(lengths) {
    const sums = new Array(FIELDS).fill(0);
    const filled = new Array(FIELDS).fill(0);
    lengths.forEach((length, i) => {
        sums[i % FIELDS] += length;
        if (length > 0)
            filled[i % FIELDS]++;
    });
    return sums.map((sum, field) => sum / Math.max(filled[field], 1) || 1);
}
function collect(words, lengths, means, termCount) {
    const count = lengths.length / FIELDS;
    const sums = new Float32Array(termCount);
    const seen = [];
    const owners = [];
    const values = [];
    const owned = [];
    for (let r = 0, at = 0; r < count; r++) {
        seen.length = 0;
        for (let field = 0; field < FIELDS; field++) {
            const length = lengths[r * FIELDS + field];
            const value = FIELD_WEIGHTS[field] / (1 - LENGTH_NORM + (LENGTH_NORM * length) / means[field]);
            for (const end = at + length; at < end; at++) {
                const term = words[at];
                if (sums[term] === 0)
                    seen.push(term);
                sums[term] += value;
            }
        }
        for (const term of seen) {
            owners.push(term);
            owned.push(r);
            values.push(sums[term] / (SATURATION + sums[term]));
            sums[term] = 0;
        }
    }
    return byTerm(owners, owned, values, termCount);
}
function byTerm(owners, owned, values, termCount) {
    const offsets = new Int32Array(termCount + 1);
    for (const term of owners)
        offsets[term + 1]++;
    for (let term = 0; term < termCount; term++)
        offsets[term + 1] += offsets[term];
    const next = offsets.slice();
    const records = new Int32Array(owners.length);
    const weights = new Float32Array(owners.length);
    owners.forEach((term, i) => {
        const at = next[term]++;
        records[at] = owned[i];
        weights[at] = values[i];
    });
    return { offsets, records, weights };
}
function idfOf(offsets, count) {
    return Float32Array.from({ length: offsets.length - 1 }, (_, term) => {
        const owners = offsets[term + 1] - offsets[term];
        return Math.log(1 + (count - owners + 0.5) / (owners + 0.5)) ** IDF_POWER;
    });
}

;// CONCATENATED MODULE: ./lib/core/knowledge/words-related.js

/**
 * Abbreviations and near synonyms of programmers' vocabulary: the first word of each line is related to each of the
 * others, in both directions, but these are not related to one another.
 */
const RELATED = `
address addr ip
append add
argument arg param
array np ndarray numpy list
attribute attr property
average mean avg
background bg
begin start
binary bin
boolean bool
bucket s3
button btn click
calculate calc compute
callback cb
capital upper capitalize
change convert
character char
check is test has valid verify validate
color rgb colour
column col
combine merge concatenate
command cmd shell
compare diff eq
concatenate concat join
configuration config conf cfg
connect connection conn socket
console stdout terminal
context ctx
convert to parse cast transform
coordinate coord
copy clone
count len frequency
create make new build generate
current cur
database db sql table
dataframe df
date datetime day month year
debounce throttle
debug log
decimal float dec
decode utf8
default fallback
delete del remove
destination dest dst
development dev
deviation std
dictionary dict key
difference diff
directory dir folder
distance dist
divide div
document doc
download url fetch
draw plot
duplicate unique
element elem item el
empty none null blank
encode utf8
environment env
equal eq
error err exception
escape quote
estimate fit
evaluate eval
event evt
execute exec run call
exit quit
expression regex re
extract get
file path filename
find search get
first head
flatten flat nested
float double
folder path
frequency freq
function func fn
generator yield
get fetch retrieve return
graph plot
group bucket
hash md5 digest
header head
hexadecimal hex
histogram hist
html soup dom
identifier id
image img picture
import module
index idx
information info
initialize init
insert add
integer int
invert reverse
invoke call
iterate iter loop
iterable iter
iterator iter
json dump
last tail end
latitude lat
length len size
library lib
list array
load open read
logger log logging
longitude lon lng
lowercase lower
matrix array
maximum max
memory mem
message msg
minimum min
minute time
missing nan
modify update
move rename
multiply mul
newline line
null nan none undefined
number num numeric
object obj
option opt
order sort
overwrite replace
package pkg module
pandas pd df
parameter param
password passwd pwd
pause sleep wait
plot figure
position pos
predict model
previous prev
print show display
probability prob
process subprocess proc
production prod
quit kill
random rand
read load
rectangle rect
recursive walk
reference ref
regular regex re
remove strip
repository repo
request req http
response res resp
round floor ceil
row line
run start
second time
send post
separator sep delimiter
server host
set assign update
show plot display
sleep wait
source src
split token tokenize
standard std
stop kill terminate
string str text
subtract diff
sum add total
substitute replace sub
substring sub
table db
temporary tmp temp
tensor tf
test assert
thread async
time datetime timestamp
timezone tz utc
train fit
trim strip
uppercase upper
uri url
user username
utility util
value val
variable var
vector array vec
version ver
whitespace space strip
widget qt
width w
window win screen
word token
write save dump
xml etree
yaml yml
zip compress gzip`;
/** Related stems by stem. */
const words_related_RELATED_STEMS = relatedStems();
function relatedStems() {
    const related = new Map();
    const relate = (from, to) => {
        const known = related.get(from);
        if (known)
            known.add(to);
        else
            related.set(from, new Set([to]));
    };
    for (const line of RELATED.trim().split('\n')) {
        const [head, ...others] = line.split(' ').map(words_stem);
        for (const other of others) {
            if (other === head)
                continue;
            relate(head, other);
            relate(other, head);
        }
    }
    return related;
}

;// CONCATENATED MODULE: ./lib/core/knowledge/ranking.js




/** Words of a question beyond this many are ignored. */
const QUERY_WORDS = 64;
/** What a related or a similar word counts against the word itself. */
const RELATED_WEIGHT = 0.35;
const SIMILAR_WEIGHT = 0.8;
const SIMILAR_LEAST = 0.38;
/**
 * Ranks by BM25F over split and stemmed identifiers, extended by related words (abbreviations, near synonyms) and by
 * words that share trigrams, then by priors: free functions before methods, public before private, short before long,
 * product before tests. Scores have no unit and compare within one query only.
 */
function ranking_rankingOf(records) {
    const postings = postingsOf(records);
    const similar = similarTerms(postings.terms);
    const priors = Float32Array.from(records, (record, r) => priorOf(record, postings.bodyLengths[r]));
    const scores = new Float32Array(records.length);
    return {
        search(query, limit) {
            const wanted = queryWords(query, QUERY_WORDS).map((word) => wantedOf(word, postings, similar));
            const touched = scoreAll(wanted, postings, scores);
            const best = bestOf(touched, scores, priors, limit);
            for (const r of touched)
                scores[r] = 0;
            return best.map(({ r, score }) => ({ record: records[r], score, matched: matchedWords(wanted, postings, r) }));
        },
    };
}
function wantedOf(word, { terms }, similar) {
    const name = stem(word);
    const weights = new Map();
    const offer = (term, weight) => {
        if (term !== undefined && weight > (weights.get(term) ?? 0))
            weights.set(term, weight);
    };
    offer(terms.ids.get(name), 1);
    if (name.length > 3)
        similar.each(name, SIMILAR_LEAST, (term, similarity) => { offer(term, SIMILAR_WEIGHT * similarity); });
    for (const related of RELATED_STEMS.get(name) ?? [])
        offer(terms.ids.get(related), RELATED_WEIGHT);
    return { word, terms: [...weights].map(([term, weight]) => ({ term, weight })) };
}
/** Adds each word's best contribution to each record; returns the records touched, in order of first touch. */
function scoreAll(wanted, postings, scores) {
    const { offsets, records, weights, idf } = postings;
    const touched = [];
    const gained = [];
    const gains = new Float32Array(scores.length);
    for (const { terms } of wanted) {
        const own = terms.find(({ weight }) => weight === 1);
        const cap = own ? idf[own.term] : Infinity;
        for (const { term, weight } of terms) {
            const factor = weight * Math.min(idf[term], cap);
            for (let at = offsets[term], end = offsets[term + 1]; at < end; at++) {
                const r = records[at];
                const gain = factor * weights[at];
                if (gains[r] === 0)
                    gained.push(r);
                if (gain > gains[r])
                    gains[r] = gain;
            }
        }
        for (const r of gained) {
            if (scores[r] === 0)
                touched.push(r);
            scores[r] += gains[r];
            gains[r] = 0;
        }
        gained.length = 0;
    }
    return touched;
}
function bestOf(touched, scores, priors, limit) {
    const best = [];
    const isBefore = (score, r, other) => score > other.score || (score === other.score && r < other.r);
    for (const r of touched) {
        const score = scores[r] * priors[r];
        if (best.length >= limit && (limit <= 0 || !isBefore(score, r, best.at(-1))))
            continue;
        let low = 0;
        let high = best.length;
        while (low < high) {
            const middle = (low + high) >> 1;
            if (isBefore(score, r, best[middle]))
                high = middle;
            else
                low = middle + 1;
        }
        best.splice(low, 0, { r, score });
        if (best.length > limit)
            best.pop();
    }
    return best;
}
function matchedWords(wanted, { offsets, records }, r) {
    const holds = (term) => {
        let low = offsets[term];
        let high = offsets[term + 1] - 1;
        while (low < high) {
            const middle = (low + high) >> 1;
            if (records[middle] < r)
                low = middle + 1;
            else
                high = middle;
        }
        return records[low] === r && low < offsets[term + 1];
    };
    return wanted.filter(({ terms }) => terms.some(({ term }) => holds(term))).map(({ word }) => word);
}
const ranking_TESTS = /(?:^|\/)(?:tests?|__tests__|specs?|fixtures?|examples?|bench(?:marks?)?)\/|[._-](?:test|spec)\.\w+$|(?:^|\/)test_[^/]*$/u;
/** A Python function whose class is not in sight. */
const BOUND = /^(?:async )?def \w+\(\s*(?:self|cls)\b/u;
function priorOf(record, bodyLength) {
    const isMethod = record.kind === 'method' || BOUND.test(record.signature);
    const isPrivate = isTyped(record) ? !record.exported : /^[_#]/u.test(record.name);
    // A type is named like what is asked for, and so is its constructor, but its functions do it.
    const isHolder = isTyped(record) && (record.kind === 'class' || record.container?.split('.').at(-1) === record.name);
    return (isHolder ? 0.6 : isMethod ? 0.9 : 1) * (isPrivate ? 0.95 : 1) * (ranking_TESTS.test(record.path) ? 0.8 : 1) * (1 + bodyLength) ** -0.1;
}

;// CONCATENATED MODULE: ./lib/core/knowledge/build-index.js






/** Part of every key of the facts store. Raised whenever `factsOf`, `cloneKeyOf` or a grammar answers differently. */
const INDEX_VERSION = 2;
/** Bytes. Larger files are data or somebody's bundle. */
const FILE_LIMIT = 512 * 1024;
/** Blobs that are in memory at once. */
const BATCH = 2_000;
/** Bytes of a source file, where nobody has looked yet. */
const USUAL_BYTES = 3_000;
/** Key of a blob's facts: the same text is another thing in another language. */
function factsKey(blob, language) {
    return `${INDEX_VERSION}:${language}:${blob}`;
}
/** A store that keeps its facts in memory and nowhere else. */
function memoryFacts() {
    const facts = new Map();
    return {
        get: (keys) => new Map(keys.flatMap((key) => { const found = facts.get(key); return found ? [[key, found]] : []; })),
        put: (added) => { for (const [key, value] of added)
            facts.set(key, value); },
    };
}
/**
 * Indexes the files of a tree whose language is known. Only blobs that the store does not know are read and
 * parsed. Files and records are ordered by path, then by place. Searching builds its ranking at the first query.
 */
async function buildIndex({ entries, facts: store, readBlobs, reader }) {
    const { sources, skipped } = sourcesOf(entries);
    const keys = [...new Set(sources.map(({ key }) => key))];
    const stored = new Map(await store.get(keys));
    const known = stored.size;
    const missing = [...new Map(sources.filter(({ key }) => !stored.has(key)).map((source) => [source.key, source])).values()];
    for (let from = 0; from < missing.length; from += BATCH) {
        const batch = missing.slice(from, from + BATCH);
        reader.expect(batch.length, batch.length * USUAL_BYTES);
        const contents = await readBlobs([...new Set(batch.map(({ blob }) => blob))]);
        const facts = await reader.read(batch.map((source) => ({ ...source, content: build_index_contentOf(source, contents) })));
        const fresh = new Map(batch.map(({ key }, index) => [key, facts[index]]));
        await store.put(fresh);
        for (const [key, value] of fresh)
            stored.set(key, value);
    }
    const files = [];
    for (const { path, key } of sources) {
        const found = stored.get(key);
        if (found.type === 'facts')
            files.push(atPath(found.facts, path));
        else
            skipped.push({ path, reason: found.reason });
    }
    return { ...indexOf(files), skipped: skipped.sort((a, b) => byText(a.path, b.path)), parsed: missing.length, known };
}
function sourcesOf(entries) {
    const sources = [];
    const skipped = [];
    for (const { path, mode, blob } of entries) {
        const language = languageOf(path);
        if (language === null || !mode.startsWith('100'))
            continue;
        if (isGenerated(path, null))
            skipped.push({ path, reason: 'generated' });
        else
            sources.push({ path, blob, language, key: factsKey(blob, language) });
    }
    return { sources: sources.sort((a, b) => byText(a.path, b.path)), skipped };
}
const byText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
function build_index_contentOf({ path, blob }, contents) {
    const content = contents.get(blob);
    if (content !== undefined)
        return content;
    throw new InfrastructureError(`Git has no content for ${path} (${blob}).`, 'Check the repository with `git fsck`; in a partial clone, fetch the blobs first.');
}
/** Reads facts one file after the other. */
function factsReader(syntax) {
    return {
        expect: () => undefined,
        async read(files) {
            await syntax.load([...new Set(files.map(({ language }) => language))]);
            return files.map((file) => factsOfFile(file, syntax));
        },
    };
}
/** What one file yields; its grammar must have been loaded. */
function factsOfFile({ path, blob, language, content }, syntax) {
    if (content.length > FILE_LIMIT)
        return { type: 'skipped', reason: 'too-large' };
    const text = decode(content);
    if (text === null)
        return { type: 'skipped', reason: 'not-text' };
    if (protected_isGenerated('', text))
        return { type: 'skipped', reason: 'generated' };
    try {
        return { type: 'facts', facts: syntax.parse(language, text, (tree) => factsOf(path, blob, tree, cloneKeyOf)) };
    }
    catch (error) {
        if (error instanceof errors_InfrastructureError)
            return { type: 'skipped', reason: 'unreadable' };
        throw error;
    }
}
/** The byte-order mark stays: offsets count it. */
function decode(content) {
    try {
        const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
        return text.includes('\0') ? null : text;
    }
    catch {
        return null;
    }
}
/** Facts are kept by blob: the path is that of whoever asks. */
function atPath(facts, path) {
    if (facts.path === path)
        return facts;
    return { ...facts, path, records: facts.records.map((record) => ({ ...record, path })) };
}
function indexOf(files) {
    const records = files.flatMap((file) => file.records);
    let ranking = null;
    const search = (query, limit) => (ranking ??= rankingOf(records)).search(query, limit);
    return { files, records, clones: clonesOf(records), search };
}
/** Groups of at least two, in the order of their first record. */
function clonesOf(records) {
    const groups = new Map();
    for (const record of records) {
        if (record.cloneKey === null)
            continue;
        const group = groups.get(record.cloneKey);
        if (group)
            group.push(record);
        else
            groups.set(record.cloneKey, [record]);
    }
    return [...groups].filter(([, group]) => group.length > 1).map(([cloneKey, group]) => ({ cloneKey, records: group }));
}

;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");
;// CONCATENATED MODULE: external "node:path"
const external_node_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");
;// CONCATENATED MODULE: external "node:url"
const external_node_url_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:url");
;// CONCATENATED MODULE: external "node:zlib"
const external_node_zlib_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");
;// CONCATENATED MODULE: ./lib/adapters/asset.js



/** What the build appends to the name of a file that it compressed. */
const COMPRESSED = '.br';
/** True if the file is there, as it is or compressed. */
function hasAsset(path) {
    return (0,external_node_fs_namespaceObject.existsSync)(path) || (0,external_node_fs_namespaceObject.existsSync)(path + COMPRESSED);
}
/** The bytes of a file that comes with the engine. The bundler turns the `URL` of such a file into a path. */
function readAsset(place) {
    const path = place instanceof URL ? (0,external_node_url_namespaceObject.fileURLToPath)(place) : place;
    return (0,external_node_fs_namespaceObject.existsSync)(path) ? (0,external_node_fs_namespaceObject.readFileSync)(path) : (0,external_node_zlib_namespaceObject.brotliDecompressSync)((0,external_node_fs_namespaceObject.readFileSync)(path + COMPRESSED));
}

;// CONCATENATED MODULE: ./lib/adapters/syntax-copy.js

/**
 * Levels of nesting. Readers of trees recurse, and a few stack frames per level must fit into Node's default stack;
 * chains such as `a + b + …` of a thousand operands still do.
 */
const DEPTH_LIMIT = 1_200;
/** These are extras wherever they stand; asking WebAssembly for every node would double the cost. */
const EXTRAS = new Set(['comment', 'line_comment', 'block_comment', 'html_comment', 'line_continuation']);
const ERROR_TYPE_ID = 65535;
class CopiedNode {
    shared;
    id;
    type;
    startIndex;
    endIndex;
    isNamed;
    isExtra;
    isMissing;
    hasError;
    parent;
    children = [];
    field;
    position;
    named = null;
    constructor(shared, id, parent, cursor) {
        const typeId = cursor.nodeTypeId;
        const isError = typeId === ERROR_TYPE_ID;
        this.shared = shared;
        this.id = id;
        this.type = isError ? 'ERROR' : shared.types.names[typeId];
        this.startIndex = cursor.startIndex;
        this.isNamed = isError || shared.types.named[typeId];
        this.endIndex = isToken(this, shared) ? this.startIndex + this.type.length : cursor.endIndex;
        const asked = shared.broken ? cursor.currentNode : null;
        this.isExtra = asked?.isExtra ?? EXTRAS.has(this.type);
        this.isMissing = asked?.isMissing ?? false;
        this.hasError = isError || (asked?.hasError ?? false);
        this.parent = parent;
        this.field = shared.types.fields[cursor.currentFieldId] ?? null;
        this.position = parent ? parent.children.push(this) - 1 : 0;
    }
    get text() {
        return this.shared.source.slice(this.startIndex, this.endIndex);
    }
    get isError() {
        return this.type === 'ERROR';
    }
    get startPosition() {
        return pointAt(this.shared.lineStarts, this.startIndex);
    }
    get endPosition() {
        return pointAt(this.shared.lineStarts, this.endIndex);
    }
    get namedChildren() {
        this.named ??= this.children.filter((child) => child.isNamed);
        return this.named;
    }
    get nextSibling() {
        return this.parent?.children[this.position + 1] ?? null;
    }
    get previousSibling() {
        return this.parent?.children[this.position - 1] ?? null;
    }
    childForFieldName(name) {
        return this.children.find((child) => child.field === name) ?? null;
    }
    childrenForFieldName(name) {
        return this.children.filter((child) => child.field === name);
    }
    fieldNameForChild(index) {
        return this.children[index]?.field ?? null;
    }
    descendantsOfType(types) {
        const wanted = new Set(typeof types === 'string' ? [types] : types);
        const found = [];
        const open = [this];
        for (let node = open.pop(); node; node = open.pop()) {
            if (wanted.has(node.type))
                found.push(node);
            for (let i = node.children.length - 1; i >= 0; i--)
                open.push(node.children[i]);
        }
        return found;
    }
}
/** Reads a whole tree out of WebAssembly in one pass. Throws `UnparsableError` beyond `DEPTH_LIMIT`. */
function copyTree(tree, source, types) {
    const shared = { types, broken: tree.rootNode.hasError, source, lineStarts: lineStartsOf(source) };
    const cursor = tree.walk();
    try {
        return copyFrom(cursor, shared);
    }
    finally {
        cursor.delete();
    }
}
function copyFrom(cursor, shared) {
    const root = new CopiedNode(shared, 0, null, cursor);
    let parent = root;
    let last = root;
    let depth = 0;
    for (let id = 1;; id++) {
        if (!isToken(last, shared) && cursor.gotoFirstChild()) {
            if (++depth > DEPTH_LIMIT)
                throw tooDeep(cursor);
            parent = last;
        }
        else {
            while (!cursor.gotoNextSibling()) {
                if (!cursor.gotoParent())
                    return root;
                depth--;
                if (!parent.parent)
                    return root;
                parent = parent.parent;
            }
        }
        last = new CopiedNode(shared, id, parent, cursor);
    }
}
/**
 * Punctuation and keywords have their own name as text and no children, so two calls are spared for every other node.
 * Names with a space (`not in`, `static get`) stand for several tokens, and in a broken tree any token may be missing.
 */
function isToken({ isNamed, type }, { broken }) {
    return !isNamed && !broken && !type.includes(' ');
}
function tooDeep(cursor) {
    const line = cursor.startPosition.row + 1;
    return new UnparsableError(`The source is nested deeper than ${DEPTH_LIMIT} levels at line ${line}.`);
}
function lineStartsOf(source) {
    const starts = [0];
    for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1))
        starts.push(at + 1);
    return starts;
}
/** Row and column (UTF-16 code units), both from 0. */
function pointAt(lineStarts, index) {
    let low = 0;
    let high = lineStarts.length - 1;
    while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (lineStarts[middle] <= index)
            low = middle;
        else
            high = middle - 1;
    }
    return { row: low, column: index - lineStarts[low] };
}

;// CONCATENATED MODULE: ./lib/adapters/syntax.js
/**
 * Syntax trees through tree-sitter's WebAssembly runtime, which cannot be bundled. The build copies these files into the
 * directory of the bundle: `web-tree-sitter.js` and `web-tree-sitter.wasm` (package `web-tree-sitter`) and
 * `tree-sitter-<language>.wasm` (package `@vscode/tree-sitter-wasm`, folder `wasm`), those ending in `.wasm` compressed.
 * Elsewhere they are found in the nearest `node_modules` above this module.
 */





/** UTF-16 code units. Above any file written by hand; a tree of this size can take a gigabyte at worst. */
const PARSE_LIMIT = 1_000_000;
/**
 * A `Syntax` whose trees are plain copies: a tree is read out of WebAssembly once (which costs less than one walk
 * through it) and freed before `use` runs. Nodes are therefore identical objects however they are reached.
 * `parse` throws `UnparsableError` for a source over `PARSE_LIMIT` or nested deeper than `DEPTH_LIMIT`.
 */
function createSyntax() {
    const grammars = new Map();
    const ready = new Map();
    return {
        async load(languages) {
            for (const language of languages) {
                let grammar = grammars.get(language);
                if (!grammar)
                    grammars.set(language, (grammar = loadGrammar(language)));
                ready.set(language, await grammar);
            }
        },
        parse(language, source, use) {
            const grammar = ready.get(language);
            if (!grammar)
                throw new Error(`The grammar of ${language} was not loaded before the first parse.`);
            return use({ language, source, root: parseRoot(grammar, language, source) });
        },
    };
}
function parseRoot({ parser, types }, language, source) {
    if (source.length > PARSE_LIMIT) {
        throw new UnparsableError(`This ${language} source of ${source.length} characters is over the limit of ${PARSE_LIMIT}.`);
    }
    const tree = parser.parse(source);
    if (!tree)
        throw new UnparsableError(`The ${language} parser gave no tree.`);
    try {
        return copyTree(tree, source, types);
    }
    finally {
        tree.delete();
    }
}
async function loadGrammar(language) {
    const { Parser, Language: Grammars } = await (runtime ??= loadRuntime());
    const grammar = await Grammars.load(readAsset(locate(`tree-sitter-${language}.wasm`, '@vscode/tree-sitter-wasm/wasm')));
    const named = grammar.types.map((_, id) => grammar.nodeTypeIsNamed(id));
    return { parser: new Parser().setLanguage(grammar), types: { names: grammar.types, named, fields: grammar.fields } };
}
/** One per process: the package keeps its WebAssembly instance in a module variable, and a second start would replace it under live parsers. */
let runtime = null;
async function loadRuntime() {
    // Both specifiers stay literal: the compiler wraps any other, and the bundler then no longer sees the comment that keeps it away.
    const treeSitter = (0,external_node_fs_namespaceObject.existsSync)((0,external_node_path_namespaceObject.join)(import.meta.dirname, 'web-tree-sitter.js'))
        ? // @ts-expect-error -- exists next to the bundle only
            (await import(/* webpackIgnore: true */ './web-tree-sitter.js'))
        : await import(/* webpackIgnore: true */ 'web-tree-sitter');
    // Handing over the bytes keeps the runtime from guessing where its own wasm file is.
    await treeSitter.Parser.init({ wasmBinary: readAsset(locate('web-tree-sitter.wasm', 'web-tree-sitter')) });
    return treeSitter;
}
/** A file next to the bundle, else in the nearest `node_modules` that has it. */
function locate(name, folder) {
    const sidecar = (0,external_node_path_namespaceObject.join)(import.meta.dirname, name);
    if (hasAsset(sidecar))
        return sidecar;
    for (let directory = import.meta.dirname;; directory = (0,external_node_path_namespaceObject.dirname)(directory)) {
        const installed = (0,external_node_path_namespaceObject.join)(directory, 'node_modules', folder, name);
        if ((0,external_node_fs_namespaceObject.existsSync)(installed))
            return installed;
        if ((0,external_node_path_namespaceObject.dirname)(directory) === directory)
            break;
    }
    throw new errors_InfrastructureError(`${name} is neither next to ${import.meta.dirname} nor in a node_modules above it.`, 'Rebuild dist with `npm run build`, or run `npm ci`.');
}

;// CONCATENATED MODULE: ./lib/adapters/index-worker.js
/** A thread that reads facts of files; started by `index-workers.ts`, bundled by itself. */



const reader = factsReader(createSyntax());
external_node_worker_threads_namespaceObject.parentPort.on('message', (files) => {
    void reader.read(files).then((facts) => { external_node_worker_threads_namespaceObject.parentPort.postMessage(facts); });
});

