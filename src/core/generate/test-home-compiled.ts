/** Places for new tests in Go, Rust and Java, where the language says which a test can reach. */
import type { KindContext } from '../kinds/kind.ts';
import { directoryOf, nearestWith } from '../syntax/resolve.ts';
import { cratePlace, isReachable } from './crates.ts';
import { clauseIn, packageOf } from './packages.ts';
import type { TestHome, TestSubject } from './test-home.ts';

export type CompiledFramework = 'go test' | 'cargo test' | 'JUnit 4' | 'JUnit 5' | 'TestNG';

type Example = TestHome['example'];
type Place = Pick<KindContext, 'tree' | 'mayEdit'>;

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function freeOf(places: readonly string[], { tree, mayEdit }: Place): string | null {
  const taken = new Set(tree.entries.map(({ path }) => path.toLowerCase()));
  return places.find((path) => !taken.has(path.toLowerCase()) && mayEdit(path)) ?? null;
}

function within(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`;
}

const NUMBERS = [2, 3, 4, 5];

/** Beside the target and in its package, so that private functions can be tested, too. */
export async function goHome({ target, name }: TestSubject, example: Example, context: KindContext): Promise<TestHome | null> {
  const stem = nameOf(target).replace(/\.go$/, '');
  // Letters and digits alone: `parse_linux_test.go` would be built on Linux only.
  const own = (name ?? stem).toLowerCase().replace(/[^a-z0-9]/g, '') || stem;
  const bases = [own, ...(name === null ? [] : [`${stem}_${own}`]), ...NUMBERS.map((number) => `${own}${number}`)];
  const path = freeOf(bases.map((base) => within(directoryOf(target), `${base}_test.go`)), context);
  const specifier = (await packageOf(target, context.tree)) ?? 'main';
  return path === null ? null : { framework: 'go test', path, specifier, access: `it belongs to the package \`${specifier}\`, as the target does`, example };
}

/** In `tests/` of a library, which reaches what is public; for anything else inline, in the target itself. */
export async function rustHome({ target, name }: TestSubject, example: Example, context: KindContext): Promise<TestHome | null> {
  const place = await cratePlace(target, context.tree);
  if (place === null) return null;
  const module = `${snake(name ?? place.modules.at(-1) ?? 'own')}_tests`;
  const inline: TestHome = { framework: 'cargo test', path: target, specifier: 'super::*', access: `an inline module \`#[cfg(test)] mod ${module}\` behind the code, with \`use super::*;\``, inline: true, example: null };
  const isOutside = place.findsTests && place.library !== null && (await isReachable(place, context.tree));
  if (!isOutside) return inline;
  const stem = snake(name ?? place.modules.at(-1) ?? place.library);
  const bases = [stem, ...(name === null ? [] : [`${place.modules.at(-1) ?? place.library}_${stem}`]), ...NUMBERS.map((number) => `${stem}_${number}`)];
  const path = freeOf(bases.map((base) => within(place.directory, `tests/${base}.rs`)), context);
  if (path === null) return inline;
  const specifier = [place.library, ...place.modules].join('::');
  const isNear = example !== null && example.path.startsWith(within(place.directory, 'tests/'));
  return { framework: 'cargo test', path, specifier, access: `it takes the function from \`${specifier}\`; the function is \`pub\``, example: isNear ? example : null };
}

function snake(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase().replace(/\W/g, '_');
}

/** Under the test root, in the target's package; named as test runners look for it. */
export async function javaHome({ target, name }: TestSubject, texts: readonly { readonly path: string; readonly text: string }[], context: KindContext): Promise<TestHome | null> {
  const stem = nameOf(target).replace(/\.java$/, '');
  const specifier = (await packageOf(target, context.tree)) ?? '';
  const [nearest] = texts;
  const suffix = nearest !== undefined && /Tests\.java$/.test(nearest.path) ? 'Tests' : 'Test';
  const called = name === null ? '' : name[0]!.toUpperCase() + name.slice(1).replace(/\W/g, '');
  const directory = testDirectory(target, specifier, nearest);
  const bases = [stem, ...(called === '' ? [] : [`${stem}${called}`]), ...NUMBERS.map((number) => `${stem}${called}${number}`)];
  const path = freeOf(bases.map((base) => within(directory, `${base}${suffix}.java`)), context);
  if (path === null) return null;
  const framework = texts.map(({ text }) => javaFramework(text)).find((each) => each !== null) ?? (await fromManifest(target, context));
  const where = specifier === '' ? 'has no package, like the target' : `stands in the package \`${specifier}\`, as the target does`;
  return { framework, path, specifier, access: `its class \`${nameOf(path).replace(/\.java$/, '')}\` ${where}`, example: texts.find((each) => context.maySend(each.path)) ?? null };
}

/** Maven's and Gradle's; else below the root of the nearest test; else beside the target. */
function testDirectory(target: string, packageName: string, nearest: { readonly path: string; readonly text: string } | undefined): string {
  const directory = directoryOf(target);
  if (/(^|\/)src\/main\/java(\/|$)/.test(directory)) return directory.replace(/(^|\/)src\/main\/java(?=\/|$)/, '$1src/test/java');
  const there = nearest === undefined ? null : directoryOf(nearest.path);
  const below = nearest === undefined ? '' : (clauseIn(nearest.text, 'java') ?? '').replaceAll('.', '/');
  if (there === null || (below !== '' && there !== below && !there.endsWith(`/${below}`))) return directory;
  const root = below === '' ? there : there.slice(0, -below.length).replace(/\/$/, '');
  return [root, packageName.replaceAll('.', '/')].filter((part) => part !== '').join('/');
}

function javaFramework(text: string): CompiledFramework | null {
  if (/\borg\.junit\.jupiter\b/.test(text)) return 'JUnit 5';
  if (/\borg\.testng\b/.test(text)) return 'TestNG';
  return /\borg\.junit\.(?:Test|Assert|runner|Before|\*)|\bjunit\.framework\b/.test(text) ? 'JUnit 4' : null;
}

async function fromManifest(target: string, { tree }: KindContext): Promise<CompiledFramework> {
  const files = new Set(tree.entries.map(({ path }) => path));
  for (const name of ['pom.xml', 'build.gradle', 'build.gradle.kts']) {
    const directory = nearestWith(target, name, files);
    const text = directory === null ? null : await tree.read(within(directory, name));
    if (text === null) continue;
    if (/junit-jupiter|useJUnitPlatform/.test(text)) return 'JUnit 5';
    if (/testng/i.test(text)) return 'TestNG';
    if (/<artifactId>\s*junit\s*<|["']junit:junit[:"']/.test(text)) return 'JUnit 4';
  }
  return 'JUnit 5';
}
