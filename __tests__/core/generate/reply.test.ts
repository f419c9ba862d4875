import fc from 'fast-check';
import { parseReply, type Reply, type ReplyPlace } from '../../../src/core/generate/reply.ts';

const place: ReplyPlace = { target: 'src/dates.js', language: 'javascript', testPath: 'test/minutes.test.js' };
const CODE = 'function minutes(text) {\n  return Number.parseInt(text, 10);\n}';
const TESTS = "import test from 'node:test';\nimport { minutes } from '../src/dates.js';\ntest('minutes', () => { if (minutes('45m') !== 45) throw new Error(); });";
const fenced = (code: string, tag = 'js', fence = '```'): string => `${fence}${tag}\n${code}\n${fence}`;
const json = (...edits: readonly object[]): string => JSON.stringify({ explanation: 'x', edits });
const insert = (code: string): Reply => ({ type: 'edits', edits: [{ type: 'insert', path: 'src/dates.js', code, name: null }] });
const withTests = (path: string, code = CODE): Reply => ({ type: 'edits', edits: [{ type: 'insert', path: 'src/dates.js', code, name: null }, { type: 'content', path, content: TESTS }] });

describe('code for the target is found', () => {
  test.each([
    ['in one fenced block', fenced(CODE)],
    ['between prose', `Here you are:\n\n${fenced(CODE)}\n\nIt parses minutes.`],
    ['without a language', fenced(CODE, '')],
    ['with a path as the language', fenced(CODE, 'src/dates.js')],
    ['in tildes', fenced(CODE, 'js', '~~~')],
    ['twice the same', `${fenced(CODE)}\nAgain:\n${fenced(CODE, 'javascript')}`],
    ['beside a command', `${fenced(CODE)}\nRun it:\n${fenced('npm test', 'bash')}`],
    ['with CRLF', fenced(CODE).replaceAll('\n', '\r\n')],
    ['with lone carriage returns', fenced(CODE).replaceAll('\n', '\r')],
    ['behind a byte-order mark', `\uFEFF${fenced(CODE)}`],
    ['without any fence', CODE],
  ])('%s', (_, answer) => {
    expect(parseReply(answer, place)).toEqual(insert(CODE));
  });

  test('in a longer fence around fences', () => {
    const code = `/**\n${fenced('minutes("1m")')}\n*/\n${CODE}`;
    expect(parseReply(fenced(code, 'js', '````'), place)).toEqual(insert(code));
  });

  test('with line ends of Unicode left as they are: they may be part of a value', () => {
    const code = `const SEPARATORS = '\u2028\u2029\u0085';\n${CODE}`;
    expect(parseReply(fenced(code), place)).toEqual(insert(code));
    expect(parseReply(fenced(CODE).replaceAll('\n', '\u2028'), place)).toMatchObject({ type: 'failure' });
  });
});

describe('code and tests are told apart', () => {
  test.each([
    ['by the path in the fence', `${fenced(CODE, 'js src/dates.js')}\n${fenced(TESTS, 'js test/a.test.js')}`, 'test/a.test.js'],
    ['by a heading', `### src/dates.js\n${fenced(CODE)}\n\n**\`test/a.test.js\`**\n\n${fenced(TESTS)}`, 'test/a.test.js'],
    ['by what only tests import', `${fenced(CODE)}\nand its tests\n${fenced(TESTS)}`, 'test/minutes.test.js'],
    ['in the other order', `Tests first.\n${fenced(TESTS)}\nThen the function.\n${fenced(CODE)}`, 'test/minutes.test.js'],
    ['with a bare file name, which goes where the question says', `${fenced(CODE)}\nIn a.test.js:\n${fenced(TESTS)}`, 'test/minutes.test.js'],
  ])('%s', (_, answer, path) => {
    expect(parseReply(answer, place)).toEqual(withTests(path));
  });

  test('by a comment in the first line', () => {
    const code = `// src/dates.js\n${CODE}`;
    const tests = `// test/a.test.js\n${TESTS}`;
    expect(parseReply(`${fenced(code)}\n${fenced(tests)}`, place)).toEqual({ type: 'edits', edits: [{ type: 'insert', path: 'src/dates.js', code, name: null }, { type: 'content', path: 'test/a.test.js', content: tests }] });
  });

  test.each([
    ['two different functions', `${fenced(CODE)}\n${fenced('function other() {}')}`],
    ['code for another file', `${fenced(CODE, 'js src/other.js')}\n${fenced(TESTS)}`],
    ['three blocks', `${fenced(CODE)}\n${fenced(TESTS)}\n${fenced('minutes("1m");')}`],
    ['tests without a place', `${fenced(CODE)}\n${fenced(TESTS)}`],
  ])('%s are a failure', (what, answer) => {
    expect(parseReply(answer, what === 'tests without a place' ? { ...place, testPath: null } : place)).toMatchObject({ type: 'failure', failure: 'several-blocks' });
  });
});

describe('edits in JSON are found', () => {
  const edit = { path: 'src/dates.js', insert: CODE, name: 'minutes' };
  const edits = { type: 'edits', edits: [{ type: 'insert', path: 'src/dates.js', code: CODE, name: 'minutes' }] };
  test.each([
    ['alone', json(edit)],
    ['in lines', JSON.stringify({ edits: [edit] }, null, 2)],
    ['in a fence', fenced(json(edit), 'json')],
    ['in a fence that is not closed', `\`\`\`json\n${json(edit)}`],
    ['in a fence without a language', fenced(json(edit), '')],
    ['in prose', `Sure! ${json(edit)} Done.`],
    ['before other text', `${json(edit)}\n\nI hope that this helps {very much}.`],
    ['with CRLF', JSON.stringify({ edits: [edit] }, null, 2).replaceAll('\n', '\r\n')],
    ['with every key filled in', json({ ...edit, search: null, replace: null, content: null, symbol: null, code: null })],
    ['with a path that starts at the root', json({ ...edit, path: './src/dates.js' })],
  ])('%s', (_, answer) => {
    expect(parseReply(answer, place)).toEqual(edits);
  });

  test('in each of the four forms, with fences and braces in their texts', () => {
    const content = `${fenced('}')}\n{ "edits" \\`;
    expect(parseReply(json({ path: 'a.js', content }, { path: 'b.js', search: '{', replace: '' }, { path: 'c.js', symbol: 'A.b', code: 'b() {}' }, edit), place)).toEqual({
      type: 'edits',
      edits: [{ type: 'content', path: 'a.js', content }, { type: 'replace', path: 'b.js', search: '{', replace: '' }, { type: 'symbol', path: 'c.js', symbol: 'A.b', code: 'b() {}' }, ...edits.edits],
    });
  });
});

describe('anything else is a failure with a remedy', () => {
  test.each([
    ['empty', '', 'empty'],
    ['blank', ' \r\n\u00A0 ', 'empty'],
    ['an empty block', fenced(' '), 'empty'],
    ['refused', 'I cannot help with that.', 'refused'],
    ['refused with an apology', "I'm sorry, but I can't assist with that request.", 'refused'],
    ['prose', 'You should use parseInt for that.', 'prose'],
    ['the word of a broken client', 'offline', 'prose'],
    ['only commands', fenced('npm test', 'sh'), 'prose'],
    ['truncated in a block', `\`\`\`js\n${CODE.slice(0, 40)}`, 'truncated'],
    ['truncated in JSON', json({ path: 'a.js', insert: CODE }).slice(0, -4), 'truncated'],
    ['truncated in a string of JSON', '{"edits": [{"path": "a.js", "insert": "function', 'truncated'],
    ['truncated in fenced JSON', '```json\n{"edits": [{"path": "a.js"', 'truncated'],
    ['Python for JavaScript', fenced('def minutes(text):\n    return 1', 'python'), 'wrong-language'],
    ['Rust for JavaScript', fenced('fn minutes() {}', 'rust'), 'wrong-language'],
    ['invalid JSON', '{"edits": [{"path": a}]}', 'bad-json'],
    ['raw line ends in JSON', '{"edits": [{"path": "a.js", "insert": "a\nb"}]}', 'bad-json'],
    ['two objects with edits', `${json({ path: 'a.js', content: '1' })}\n${json({ path: 'a.js', content: '2' })}`, 'several-blocks'],
    ['no edits', '{"edits": []}', 'bad-edit'],
    ['another shape', '{"answer": "x"}', 'bad-edit'],
    ['two forms at once', json({ path: 'a.js', content: 'x', search: 'y', replace: 'z' }), 'bad-edit'],
    ['no form', json({ path: 'a.js' }), 'bad-edit'],
    ['no path', json({ content: 'x' }), 'bad-edit'],
    ['an empty search', json({ path: 'a.js', search: '', replace: 'z' }), 'bad-edit'],
    ['a symbol without code', json({ path: 'a.js', symbol: 'f' }), 'bad-edit'],
    ['too many edits', json(...Array.from({ length: 51 }, () => ({ path: 'a.js', content: 'x' }))), 'bad-edit'],
    ['a fence that is closed too early', fenced(`/*\n${fenced('x')}\n*/\n${CODE}`), 'truncated'],
  ])('%s', (_, answer, failure) => {
    const reply = parseReply(answer, place);
    expect(reply).toMatchObject({ type: 'failure', failure });
    expect(reply.type === 'failure' && reply.remedy.length > 0).toBe(true);
  });
});

test('JavaScript is TypeScript too, and nothing is Python but Python', () => {
  const typescript: ReplyPlace = { ...place, target: 'src/a.ts', language: 'typescript' };
  expect(parseReply(fenced(CODE, 'js'), typescript)).toMatchObject({ type: 'edits' });
  expect(parseReply(fenced(CODE, 'ts'), place)).toMatchObject({ failure: 'wrong-language' });
  expect(parseReply(fenced(CODE, 'js'), { ...place, target: 'a.py', language: 'python' })).toMatchObject({ failure: 'wrong-language' });
});

describe('whatever the answer', () => {
  const shard = fc.constantFrom('```', '```js', '~~~', '````', '{"edits": [', '{"path": "a.js", "insert": "', '"}', ']}', '\n', '\r\n', '\u2028', '\uFEFF', '\\', 'function f() {}', 'test/a.test.js', "import test from 'node:test';", 'I cannot', '# ', '\uD800');
  const answers = fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.oneof(shard, fc.string())).map((parts) => parts.join('')), fc.array(fc.oneof(shard, fc.string())).map((parts) => parts.join('\n')));

  test('reading never throws, and gives nothing that was not in it', () => {
    fc.assert(fc.property(answers, fc.constantFrom<ReplyPlace>(place, { ...place, language: 'python', target: 'a.py' }, { ...place, testPath: null }), (answer, where) => {
      const reply = parseReply(answer, where);
      if (reply.type === 'failure') return reply.reason.length > 0 && reply.remedy.length > 0;
      const plain = answer.replace(/\r\n?/g, '\n');
      const written = (text: string): boolean => plain.includes(text) || answer.includes(JSON.stringify(text).slice(1, -1));
      return reply.edits.every((edit) => [...Object.entries(edit)].every(([key, value]) => key === 'type' || value === null || written(value) || (key === 'path' && (value === where.target || value === where.testPath))));
    }), { numRuns: 2000 });
  });

  test('code in a fence longer than any in it comes back as it is', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const code = `const x = 1;\n${text.replace(/\r\n?/g, '\n')}`.trimEnd();
      const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map((match) => match[0].length));
      const fence = '`'.repeat(longest + 1);
      const reply = parseReply(`Here:\n${fence}js\n${code}\n${fence}\nDone.`, place);
      return reply.type === 'edits' && reply.edits[0]?.type === 'insert' && reply.edits[0].code === code;
    }));
  });
});
