import { createSyntax } from '../../../src/adapters/syntax.ts';
import { fitJava } from '../../../src/core/generate/fit-java.ts';
import type { Fitted } from '../../../src/core/generate/fragment.ts';

const syntax = createSyntax();
beforeAll(() => syntax.load(['java']));

const PATH = 'src/main/java/org/shelf/Text.java';
interface Place {
  readonly path?: string;
  readonly packageName?: string | null;
}

const fit = (code: string, source = '', { path = PATH, packageName = 'org.shelf' }: Place = {}): Fitted => fitJava({ path, source, code, names: ['slug'], packageName }, syntax);
const textOf = (fitted: Fitted): string => (fitted.type === 'placed' ? fitted.text : fitted.reason);
const classOf = (members: string, imports = ''): string => `package org.shelf;\n\n${imports}public final class Text {\n${members}}\n`;
const SHOUT = '    public static String shout(String text) {\n        return text.toUpperCase();\n    }\n';
const SLUG = '    /** Joined. */\n    public static String slug(String text) {\n        return text.replace(" ", "-");\n    }\n';
const bare = (members: string): string => members.replace(/^ {4}/gm, '');

describe('a method stands at the end of the class', () => {
  test.each([
    ['alone', bare(SLUG)],
    ['not public', bare(SLUG).replace('public ', '')],
    ['private', bare(SLUG).replace('public', 'private')],
    ['of an object, in a class that has none', bare(SLUG).replace('static ', '')],
    ['in a class of that name', `public class Text {\n${SLUG}}\n`],
    ['in another package, with what the class has already', `package a;\n\npublic class Text {\n    private Text() {\n    }\n\n${SHOUT}\n${SLUG}}\n`],
  ])('%s', (_, code) => {
    expect(textOf(fit(code, classOf(SHOUT)))).toBe(classOf(`${SHOUT}\n${SLUG}`));
  });

  test('constants stand behind those of the class', () => {
    const constant = '    private static final int LIMIT = 3;\n';
    const other = '    private static final int MOST = 4;\n';
    expect(textOf(fit(`class Text {\n${other}\n${SLUG}}`, classOf(`${constant}\n${SHOUT}`)))).toBe(classOf(`${constant}${other}\n${SHOUT}\n${SLUG}`));
  });

  test('an overload is another method, the same parameters are not', () => {
    expect(textOf(fit('public static String shout(String text, int times) {\n    return text;\n}', classOf(SHOUT)))).toContain('shout(String text, int times)');
    expect(fit('public static String shout(String other) {\n    return other;\n}', classOf(SHOUT))).toMatchObject({ type: 'impossible', reason: 'the target declares `shout` already' });
  });

  test('an empty class, and one that holds objects', () => {
    expect(textOf(fit(bare(SLUG), classOf('')))).toBe(classOf(SLUG));
    const method = '    public String name() {\n        return "";\n    }\n';
    expect(textOf(fit(bare(SLUG).replace('static ', ''), classOf(method)))).toBe(classOf(`${method}\n${SLUG.replace('static ', '')}`));
  });
});

describe('imports', () => {
  const body = (text: string): string => `public static String slug(String text) {\n    ${text}\n    return text;\n}`;
  test.each([
    ['in order', 'import java.util.Locale;', '', 'import java.util.List;\nimport java.util.Locale;\nimport java.util.Map;\n'],
    ['not twice', 'import java.util.List;', '', 'import java.util.List;\nimport java.util.Map;\n\npublic'],
    ['not of the language or of the package', 'import java.lang.String;\nimport org.shelf.Isbn;', '', 'import java.util.List;\nimport java.util.Map;\n\npublic'],
    ['forgotten', '', 'Pattern.compile(text);', 'import java.util.Map;\nimport java.util.regex.Pattern;\n'],
  ])('%s', (_, imports, text, expected) => {
    expect(textOf(fit(`${imports}\n\n${body(text)}`, classOf(SHOUT, 'import java.util.List;\nimport java.util.Map;\n\n')))).toContain(expected);
  });

  test('all of a package holds what is in it', () => {
    expect(textOf(fit(`import java.util.List;\n\n${body('')}`, classOf(SHOUT, 'import java.util.*;\n\n')))).toContain('import java.util.*;\n\npublic');
  });
});

describe('a new file', () => {
  test('gets package and class around a method', () => {
    expect(textOf(fit(`${bare(SLUG)}\nprivate static final int LIMIT = 3;`))).toBe(`package org.shelf;\n\npublic final class Text {\n\n    private static final int LIMIT = 3;\n\n    private Text() {\n    }\n\n${SLUG}}\n`);
  });

  test('keeps its class, under the package of its directory', () => {
    expect(textOf(fit(classOf(SLUG).replace('org.shelf', 'com.example')))).toBe(classOf(SLUG));
    expect(textOf(fit(classOf(SLUG), '', { packageName: null }))).toBe(classOf(SLUG).replace('package org.shelf;\n\n', ''));
  });

  test('a class of another name is refused, for a test it is renamed', () => {
    expect(fit(classOf(SLUG).replace('class Text', 'class Slugs'))).toMatchObject({ type: 'impossible', reason: expect.stringContaining('`Slugs`') as string, remedy: expect.stringContaining('`Text`') as string });
    expect(fit('class Slugs { static int n() { return 1; } }', classOf(SHOUT))).toMatchObject({ type: 'impossible' });
    const tests = 'class SlugTest {\n    private final SlugTest self = new SlugTest();\n}\n';
    expect(textOf(fit(tests, '', { path: 'src/test/java/org/shelf/TextSlugTest.java' }))).toBe(`package org.shelf;\n\n${tests.replaceAll('SlugTest', 'TextSlugTest')}`);
  });
});
