import type { ReportSource } from '../model/check.ts';

export const TEST_TOOLS = ['node --test', 'jest', 'vitest', 'mocha', 'pytest', 'unittest', 'go test', 'cargo test', 'maven', 'gradle'] as const;
export const LINT_TOOLS = ['eslint', 'biome', 'ruff', 'tsc', 'go vet', 'clippy'] as const;
export type TestTool = (typeof TEST_TOOLS)[number];
export type LintTool = (typeof LINT_TOOLS)[number];
export type Tool = TestTool | LintTool;

/** How one tool is made to write a report: through words at the end of its command, through the environment, or by reading what it prints. */
export interface Reporter {
  /** Shell text appended to the tool's own command; `null` where that is not needed or not possible. */
  readonly words: string | null;
  /** Shell text that exports what the tool reads from the environment; `null` where it reads nothing. */
  readonly exports: string | null;
  /** `null`: what it prints is read without a declaration (the TypeScript compiler). */
  readonly report: ReportSource | null;
  /** What to export where the tool is in a script that the line calls, unless the script's text says otherwise. */
  readonly inScripts?: { readonly exports: string; readonly unless: RegExp };
  /** Where what it prints says more than its report. */
  readonly output?: ReportSource;
}

/** The tool that a command's words run; `null` for anything else. */
export function toolOf(words: readonly string[]): Tool | null {
  const [program = '', ...rest] = words;
  const name = program.slice(program.lastIndexOf('/') + 1);
  if (name === 'node' || name === 'tsx') return nodeTool(rest);
  if (/^python[\d.]*$/.test(name) || name === 'py') return moduleTool(rest);
  if (name === 'py.test') return 'pytest';
  if (name === 'jest' || name === 'vitest' || name === 'mocha' || name === 'pytest' || name === 'eslint') return name === 'vitest' && /^(?:bench|list|init)$/.test(rest[0] ?? '') ? null : name;
  if (name === 'go') return goTool(rest);
  if (name === 'cargo') return cargoTool(rest);
  if (name === 'mvn' || name === 'mvnw') return rest.some((word) => /^(?:test|package|verify|install|integration-test)$/.test(word)) ? 'maven' : null;
  if (name === 'gradle' || name === 'gradlew') return rest.some((word) => /^(?::?(?:[\w-]+:)*)(?:test|check|build)$/.test(word)) ? 'gradle' : null;
  if (name === 'biome') return /^(?:check|lint|ci)$/.test(rest[0] ?? '') ? 'biome' : null;
  if (name === 'ruff') return rest[0] === 'check' ? 'ruff' : null;
  return name === 'tsc' && checksOnly(rest) ? 'tsc' : null;
}

/** A build that writes files is no lint, although it prints the same diagnostics. */
function checksOnly(words: readonly string[]): boolean {
  const at = words.findIndex((word) => /^--noemit$/i.test(word));
  return at >= 0 && words[at + 1] !== 'false' && !words.some((word) => word === '-w' || word === '--watch');
}

function nodeTool(words: readonly string[]): Tool | null {
  for (const [index, word] of words.entries()) {
    if (word === '--test') return words.includes('--watch') ? null : 'node --test';
    if (word === '-e' || word === '-p' || word === '--eval') return null;
    if (word.startsWith('-')) continue;
    // `node --experimental-vm-modules node_modules/jest/bin/jest.js`, and options that take the next word.
    const script = /(?:^|\/)node_modules\/(?:\.bin\/)?(jest|vitest|mocha|eslint)(?:\/|$)/.exec(word);
    if (script !== null) return script[1] as Tool;
    if (!/^(?:-r|--require|--import|--loader|-C|--conditions)$/.test(words[index - 1] ?? '')) return null;
  }
  return null;
}

function moduleTool(words: readonly string[]): Tool | null {
  const at = words.indexOf('-m');
  const module = at < 0 ? '' : (words[at + 1] ?? '');
  if (module === 'pytest' || module === 'unittest') return module;
  return module === 'ruff' && words[at + 2] === 'check' ? 'ruff' : null;
}

function goTool(words: readonly string[]): Tool | null {
  const [verb] = words[0] === '-C' ? words.slice(2) : words;
  return verb === 'test' ? 'go test' : verb === 'vet' ? 'go vet' : null;
}

/** `cargo +nightly --color never test`. */
function cargoTool(words: readonly string[]): Tool | null {
  const verb = words.find((word, index) => !/^[+-]/.test(word) && !/^--(?:color|config|manifest-path)$/.test(words[index - 1] ?? ''));
  return verb === 'test' || verb === 't' ? 'cargo test' : verb === 'clippy' || verb === 'check' ? 'clippy' : null;
}

const FOLDER = '$SELF_CODING_REPORTS';

/** A detected report may be missing when the tool ends early. */
function source(format: ReportSource['format'], pattern: string, where: ReportSource['where'] = 'report-directory'): ReportSource {
  return { format, where, pattern, required: false };
}

/**
 * The reporter of a tool whose command has these words. `number` keeps files of several uses apart. `null`: the words
 * already say something that cannot be combined with a report.
 */
export function reporterOf(tool: Tool, words: readonly string[], number: number): Reporter | null {
  const file = (extension: string): string => `${tool.replace(/\W+/g, '-')}${number === 1 ? '' : `-${number}`}.${extension}`;
  const has = (pattern: RegExp): boolean => words.some((word) => pattern.test(word));
  const ending = (format: ReportSource['format'], extension: string, text: (path: string) => string): Reporter => ({
    words: text(`"${FOLDER}/${file(extension)}"`), exports: null, report: source(format, file(extension)),
  });
  switch (tool) {
    case 'node --test':
      return { words: null, exports: nodeExports(words, file('xml')), report: source('junit', file('xml')) };
    case 'pytest':
      // The older family names files, which tells where a test lives.
      return { words: null, exports: `export PYTEST_ADDOPTS="\${PYTEST_ADDOPTS:-} --junitxml='${FOLDER}/${file('xml')}' -o junit_family=xunit1"`, report: source('junit', file('xml')) };
    case 'unittest':
      return { words: null, exports: null, report: source('unittest', '', 'stderr') };
    case 'tsc':
      return { words: has(/^--pretty$/) ? null : '--pretty false', exports: null, report: null };
    case 'jest':
      return has(/^--(?:json|outputFile)\b/) ? null : ending('jest', 'json', (path) => `--json --outputFile=${path}${has(/^--watch/) ? ' --watch=false --watchAll=false' : ''}`);
    case 'vitest':
      return has(/^--outputFile\b/) ? null : ending('junit', 'xml', (path) => `--run --reporter=default --reporter=junit --outputFile.junit=${path}`);
    case 'mocha':
      return has(/^(?:--watch|-w)$/) ? null : ending('junit', 'xml', (path) => `--reporter xunit --reporter-option output=${path}`);
    case 'eslint':
      return ending('eslint', 'json', (path) => `--no-fix --format json --output-file ${path}`);
    case 'go test':
    case 'go vet':
    case 'cargo test':
    case 'clippy':
    case 'maven':
    case 'gradle':
      return compiledReporter(tool, has);
    case 'biome':
      return has(/^--(?:write|apply|fix|unsafe|reporter)/) ? null : ending('sarif', 'sarif', (path) => `--reporter=sarif --reporter-file=${path}`);
    case 'ruff':
      return { words: `--no-fix --output-format sarif --output-file "${FOLDER}/${file('sarif')}"`, exports: `export RUFF_OUTPUT_FORMAT=sarif RUFF_OUTPUT_FILE="${FOLDER}/${file('sarif')}"`, report: source('sarif', file('sarif')) };
  }
}

/**
 * Node wants as many destinations as reporters, counted over its options and NODE_OPTIONS together, and a lone reporter
 * of the command has none. Seen working on Node 20, 22 and 24; test processes do not write the report a second time.
 */
function nodeExports(words: readonly string[], file: string): string {
  const count = (flag: string): number => words.filter((word) => word === flag || word.startsWith(`${flag}=`)).length;
  const own = count('--test-reporter');
  const junit = `--test-reporter=junit --test-reporter-destination=\\"${FOLDER}/${file}\\"`;
  const console = own === 0 ? '--test-reporter=spec --test-reporter-destination=stdout ' : '';
  const destination = own > count('--test-reporter-destination') ? ' --test-reporter-destination=stdout' : '';
  return `export NODE_OPTIONS="\${NODE_OPTIONS:-} ${console}${junit}${destination}"`;
}

/** What the tool writes anyway. */
function printed(report: ReportSource, output?: ReportSource): Reporter {
  return { words: null, exports: null, report, ...(output === undefined ? {} : { output }) };
}

/**
 * A shell function in front of the program: it adds a flag to this one verb. What the tests themselves start does not see
 * it, as it would see a variable such as GOFLAGS.
 */
function shadowing(program: string, verb: string, flag: string, report: ReportSource): Reporter {
  const exports = `${program}() { if [ "$1" = ${verb} ]; then shift; command ${program} ${verb} ${flag} "$@"; else command ${program} "$@"; fi; }`;
  return { words: null, exports, report, inScripts: { exports: `export GOFLAGS="\${GOFLAGS:-} ${flag}"`, unless: /\bgo\s+(?:list|vet|env|version|tool|generate|run)\b/ } };
}

/**
 * Removes what Maven compiled before. Its compiler plugin up to 3.1, the default of Maven 3, keeps classes whose sources are
 * gone, and Surefire runs them: a candidate's own tests would be run on the base. Nor does it compile again what only uses a
 * changed constant.
 */
export const WITHOUT_OLD_CLASSES = `find . \\( -name node_modules -o -name .git \\) -prune -o -name pom.xml -exec sh -c 'for pom; do target="\${pom%/*}/target"; rm -rf "$target/classes" "$target/test-classes" "$target/maven-status"; done' - {} +`;

/** Tools of compiled languages, used as they are. */
function compiledReporter(tool: 'go test' | 'go vet' | 'cargo test' | 'clippy' | 'maven' | 'gradle', has: (pattern: RegExp) => boolean): Reporter | null {
  switch (tool) {
    case 'go test':
      return has(/^-json(?:=|$)|^-(?:exec|bench|list|c)(?:=|$)/) ? (has(/^-json$/) ? printed(source('go-test', '', 'stdout')) : null) : shadowing('go', 'test', '-json', source('go-test', '', 'stdout'));
    case 'go vet':
      return has(/^-json$/) ? printed(source('go-vet', '', 'stdout')) : printed(source('go-vet', '', 'stderr'));
    case 'cargo test':
      // The names of the binaries are on the other stream; together they are in order.
      return has(/^--(?:no-run|list|format|nocapture|no-capture|show-output|message-format|quiet)\b|^-Z|^-\w*q/) ? null : { words: null, exports: 'exec 2>&1', report: source('libtest', '', 'stdout') };
    case 'clippy':
      return has(/^--message-format=json$/) ? printed(source('rustc', '', 'stdout')) : null;
    case 'maven':
      return { ...printed(source('junit', '**/target/{surefire,failsafe}-reports/TEST-*.xml', 'working-directory'), source('javac', '', 'stdout')), exports: WITHOUT_OLD_CLASSES };
    case 'gradle':
      return printed(source('junit', '**/build/test-results/**/TEST-*.xml', 'working-directory'), source('javac', '', 'stderr'));
  }
}
