import { createSyntax } from '../../../src/adapters/syntax.ts';
import { withoutIdle } from '../../../src/core/generate/idle-functions.ts';
import { readModule } from '../../../src/core/syntax/modules.ts';
import type { Language } from '../../../src/core/model/code.ts';

const syntax = createSyntax();

async function kept(code: string, needed: readonly string[], { language = 'javascript', mentioned = [] }: { readonly language?: Language; readonly mentioned?: readonly string[] } = {}): Promise<string> {
  await syntax.load([language]);
  return withoutIdle(code, syntax.parse(language, code, readModule), needed, (name) => mentioned.includes(name));
}

const ENCODE = '/** The other way. */\nconst encode = (text) => {\n  return text + 1;\n};\n\n';
const DECODE = 'const decode = (text) => {\n  return text - 1;\n};\n';

test('what nothing uses goes, with its comments', async () => {
  expect(await kept(ENCODE + DECODE, ['decode'])).toBe(DECODE);
  expect(await kept(`function a() {\n  return a() + b();\n}\n\nfunction b() {\n  return a();\n}\n\n${DECODE}`, ['decode'])).toBe(DECODE);
  expect(await kept('def encode(text):\n    return text\n\n\ndef decode(text):\n    return text\n', ['decode'], { language: 'python' })).toBe('def decode(text):\n    return text\n');
});

test('what stands on one line with it stays', async () => {
  expect(await kept('const a = 1; function idle() {} const decode = () => a;\n', ['decode'])).toBe('const a = 1;  const decode = () => a;\n');
});

test.each<[string, string, readonly string[]]>([
  ['is used by what is needed, however far away', 'function c() {\n  return 1;\n}\nfunction b() {\n  return c;\n}\nfunction a() {\n  return [1].map(b);\n}\n', []],
  ['is exported', `export function encode(text) {\n  return text;\n}\n${DECODE}`, []],
  ['is mentioned in the request or in the tests', ENCODE + DECODE, ['encode']],
  ['is used when the module is loaded', `const TABLE = encode('a');\nfunction encode(text) {\n  return text;\n}\n${DECODE}`, []],
  ['is no function', `const LIMIT = 3;\n${DECODE}`, []],
])('what %s stays', async (_, code, mentioned) => {
  expect(await kept(code, ['a', 'decode'], { mentioned })).toBe(code);
});
