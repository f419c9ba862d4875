import type { ReportSource } from '../model/check.ts';
import { climb, inDirectory, nearestTracked, NOTHING, upwards, type DetectInput, type FoundCommand, type FoundCommands } from './detect-place.ts';
import { quoteWord } from './detect-shell.ts';
import { WITHOUT_OLD_CLASSES } from './detect-tool.ts';

/** What Maven and Gradle projects run. Both fetch what they need with the first test: no setup says in advance what that will be. */
export async function detectJava(input: DetectInput): Promise<FoundCommands> {
  const files = new Set(input.files);
  const has = (name: string): boolean => files.has(inDirectory(input.workingDirectory, name));
  if (has('pom.xml')) return detectMaven(input);
  const gradle = GRADLE_FILES.find(has);
  return gradle === undefined ? NOTHING : detectGradle(input, inDirectory(input.workingDirectory, gradle));
}

const GRADLE_FILES = ['settings.gradle', 'settings.gradle.kts', 'build.gradle', 'build.gradle.kts'];
/** Forks and reruns of the project's own would leave a report of the last rerun alone. */
const NO_RERUNS = '-Dsurefire.rerunFailingTestsCount=0';
/** Otherwise a test that fails already keeps Maven from compiling the modules that need its module, with a change as without; the reports name what failed. */
const ALL_MODULES = '-Dmaven.test.failure.ignore=true';

async function detectMaven(input: DetectInput): Promise<FoundCommands> {
  const own = inDirectory(input.workingDirectory, 'pom.xml');
  const pom = withoutComments((await input.read(own)) ?? '');
  const top = await reactorOf(input);
  const below = top === input.workingDirectory ? '' : input.workingDirectory.slice(top === '' ? 0 : top.length + 1);
  // A module needs its siblings, which only the whole project can build.
  const words = ['-B', ...(below !== '' || modulesIn(pom).length > 0 ? ['-fae'] : []), ...(below === '' ? [] : ['-pl', quoteWord(below), '-am'])];
  const program = wrapper(input, top, 'mvnw', 'mvn');
  const common = { directory: top, env: {} };
  const plain = [program, ...words, 'test'].join(' ');
  const junit: ReportSource = { format: 'junit', where: 'working-directory', pattern: words.includes('-fae') ? '**/target/surefire-reports/TEST-*.xml' : 'target/surefire-reports/TEST-*.xml', required: false };
  const compile: ReportSource = { format: 'javac', where: 'stdout', pattern: '', required: false };
  const options = words.includes('-fae') ? [NO_RERUNS, ALL_MODULES] : [NO_RERUNS];
  const test: FoundCommand = { ...common, command: `${WITHOUT_OLD_CLASSES}; ${[program, ...words, ...options, 'test'].join(' ')}`, plain, tool: 'maven', reports: [junit, compile], why: `${own} is a Maven project` };
  return { ...NOTHING, test: [test], lint: checkstyle(pom, own, [program, ...words].join(' '), common) };
}

/** The topmost project above that lists the way down as its modules. */
async function reactorOf(input: DetectInput): Promise<string> {
  let [top] = upwards(input.workingDirectory);
  for (const directory of upwards(input.workingDirectory).slice(1)) {
    const pom = await input.read(inDirectory(directory, 'pom.xml'));
    const module = directory === '' ? top! : top!.slice(directory.length + 1);
    if (pom !== null && modulesIn(withoutComments(pom)).includes(module)) top = directory;
  }
  return top!;
}

function withoutComments(xml: string): string {
  return xml.replace(/<!--[^]*?-->/g, '');
}

function modulesIn(pom: string): readonly string[] {
  return [...pom.matchAll(/<module>\s*([^<]*?)\/?\s*<\/module>/g)].map((match) => match[1]!.replace(/^\.\//, ''));
}

/** The wrapper pins a version of its own; only where git says that it may be executed. */
function wrapper(input: DetectInput, directory: string, script: string, program: string): string {
  const found = nearestTracked({ files: input.files, workingDirectory: directory }, [script]);
  if (found === null || input.executable?.(found.path) === false) return program;
  return `${climb(directory, found.directory) || './'}${script}`;
}

/** Only where the project itself configures it; an execution of its own carries the rules. */
function checkstyle(pom: string, own: string, maven: string, common: Pick<FoundCommand, 'directory' | 'env'>): readonly FoundCommand[] {
  const plugin = /<plugin>(?:(?!<\/plugin>)[^])*?<artifactId>\s*maven-checkstyle-plugin\s*<\/artifactId>(?:(?!<\/plugin>)[^])*<\/plugin>/.exec(pom)?.[0];
  if (plugin === undefined) return [];
  const execution = [...plugin.matchAll(/<execution>[^]*?<\/execution>/g)].map(([text]) => text).find((text) => /<goal>\s*check\s*<\/goal>/.test(text));
  const id = execution === undefined ? null : (/<id>\s*([\w.-]+)\s*<\/id>/.exec(execution)?.[1] ?? 'default');
  const line = `${maven} checkstyle:check${id === null ? '' : `@${id}`}`;
  return [{ ...common, command: line, plain: line, tool: 'checkstyle', why: `${own} configures Checkstyle`, reports: [{ format: 'checkstyle', where: 'working-directory', pattern: '**/target/checkstyle-result.xml', required: false }] }];
}

/** Results that are up to date are not written again: they are removed first, and only they. */
function detectGradle(input: DetectInput, manifest: string): FoundCommands {
  const settings = nearestTracked(input, GRADLE_FILES.slice(0, 2));
  const top = settings?.directory ?? input.workingDirectory;
  const path = top === input.workingDirectory ? '' : `:${input.workingDirectory.slice(top === '' ? 0 : top.length + 1).replaceAll('/', ':')}:`;
  const line = (words: string): string => `${wrapper(input, top, 'gradlew', 'gradle')} --no-daemon --console=plain --continue ${words}`;
  return {
    ...NOTHING,
    test: [{
      command: line(`${quoteWord(`${path}cleanTest`)} ${quoteWord(`${path}test`)}`), plain: line(quoteWord(`${path}test`)), tool: 'gradle', directory: top, env: {}, why: `${manifest} is a Gradle project`,
      reports: [{ format: 'junit', where: 'working-directory', pattern: '**/build/test-results/test/TEST-*.xml', required: false }, { format: 'javac', where: 'stderr', pattern: '', required: false }],
    }],
  };
}
