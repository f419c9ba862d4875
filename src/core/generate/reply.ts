import { isTest } from '../change/protected.ts';
import type { Language } from '../model/code.ts';
import { quoted } from '../report/format.ts';
import { familyOf } from '../syntax/language.ts';
import { blocksOf, distinctCode, labelledPath, type Block } from './reply-blocks.ts';
import { jsonEdits, startOfJson, type ReplyEdit } from './reply-json.ts';

export type ReplyFailure = 'empty' | 'refused' | 'prose' | 'truncated' | 'several-blocks' | 'wrong-language' | 'bad-json' | 'bad-edit';

export type Reply =
  | { readonly type: 'edits'; readonly edits: readonly ReplyEdit[] }
  | { readonly type: 'failure'; readonly failure: ReplyFailure; readonly reason: string; readonly remedy: string };

/** Where the code of an answer belongs that names no file. */
export interface ReplyPlace {
  readonly target: string;
  readonly language: Language;
  /** For new tests; the target for inline ones; `null`: there is no place for any. */
  readonly testPath: string | null;
}

const AGAIN = 'Answer with one fenced code block, or one JSON object.';
const REFUSAL = /^(?:i(?:['’]m| am)\s+(?:sorry|unable|not able|afraid)|i\s+(?:cannot|can['’]?t|can not|won['’]t|will not|must decline)|sorry\b|unfortunately\b|as an? (?:ai|language model)\b)/i;
const CODE_START = /^(?:package\s+[\w.]+;?\s*\n|func\s|use\s+\w+(?:::|;)|pub(?:\s|\()|fn\s|#!?\[|(?:public|private|protected|static|final|abstract)\s|export\s|import\s|from\s+[\w.]+\s+import\s|async\s|function\b|const\s|let\s|var\s|class\s|def\s|@\w|\/\*|\/\/|['"]use strict['"]|""")/;

/**
 * Reads a model's answer: a JSON object with edits, one block of code for the target, or one for the target and one with its tests. Anything else
 * is a failure, never code. Pure; never throws; whatever it returns stood in the text.
 */
export function parseReply(text: string, place: ReplyPlace): Reply {
  const answer = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n').trim();
  if (answer === '') return failure('empty', 'the answer is empty', AGAIN);
  if (answer.startsWith('{')) return jsonEdits(answer, 0);
  const { blocks, open } = blocksOf(answer);
  if (open !== null) return unclosed(open, blocks);
  if (blocks.length > 0) return fromBlocks(distinctCode(blocks), place);
  const start = startOfJson(answer);
  if (start !== -1) return jsonEdits(answer, start);
  if (CODE_START.test(answer)) return codeFor(place.target, answer);
  if (REFUSAL.test(answer)) return failure('refused', 'the model refused', 'Say in other words what is wanted, or use another model.');
  return failure('prose', 'the answer holds no code block', AGAIN);
}

function failure(kind: ReplyFailure, reason: string, remedy: string): Reply {
  return { type: 'failure', failure: kind, reason, remedy };
}

/** JSON says itself where it ends; code does not. */
function unclosed(open: Block, closed: readonly Block[]): Reply {
  const content = open.content.trimStart();
  if (closed.length === 0 && content.startsWith('{') && startOfJson(content) === 0) return jsonEdits(content, 0);
  return failure('truncated', 'the answer ends inside a code block', 'Raise `model-options.max-tokens`, or ask for less.');
}

function fromBlocks(blocks: readonly Block[], place: ReplyPlace): Reply {
  const [only] = blocks;
  if (only === undefined) return failure('prose', 'the answer holds no code, only commands', AGAIN);
  if (blocks.length === 1) {
    const content = only.content.trim();
    if (content.startsWith('{') && (only.tag === 'json' || startOfJson(content) === 0)) return jsonEdits(content, 0);
    return fitting(only, place) ?? codeFor(place.target, only.content);
  }
  return codeWithTests(blocks, place) ?? failure('several-blocks', `the answer holds ${blocks.length} different code blocks, and nothing says which one is meant`, 'Answer with one code block for the target, and at most one for its tests with the path of the test file in front.');
}

const TAGS: Readonly<Record<string, readonly Language[]>> = {
  js: ['javascript'], javascript: ['javascript'], mjs: ['javascript'], cjs: ['javascript'], jsx: ['javascript', 'tsx'], node: ['javascript'],
  ts: ['typescript', 'tsx'], typescript: ['typescript', 'tsx'], mts: ['typescript'], tsx: ['tsx'], py: ['python'], python: ['python'], python3: ['python'],
  go: ['go'], golang: ['go'], rust: ['rust'], rs: ['rust'], java: ['java'],
};
const ANY = new Set(['', 'text', 'txt', 'plaintext', 'code']);

/** Why a block is no code for the target; `null` if it may be. */
function fitting({ tag, content, labels }: Block, { language }: ReplyPlace): Reply | null {
  if (content.trim() === '') return failure('empty', 'the code block is empty', AGAIN);
  const known = TAGS[tag];
  // Plain JavaScript is TypeScript as well; nothing else is two languages at once. A path may stand where the language does.
  const isPath = known === undefined && labels.some((label) => label.toLowerCase().startsWith(tag) && /[/.]/.test(label));
  const fits = ANY.has(tag) || isPath || known?.includes(language) === true || (known?.includes('javascript') === true && familyOf(language) === 'typescript');
  return fits ? null : failure('wrong-language', `the code block is ${quoted(tag)}, the target is ${language}`, `Answer in ${language}.`);
}

function codeFor(path: string, code: string): Reply {
  return { type: 'edits', edits: [{ type: 'insert', path, code, name: null }] };
}

/** Two blocks that tell by their labels, or by what only tests hold, which is which; `null` if they do not. */
function codeWithTests(blocks: readonly Block[], place: ReplyPlace): Reply | null {
  const tests = blocks.filter(isForTests);
  const code = blocks.filter((block) => !tests.includes(block));
  const [test] = tests;
  const [main] = code;
  if (tests.length !== 1 || code.length !== 1 || test === undefined || main === undefined) return null;
  const labelled = labelledPath(main);
  if (labelled !== null && !place.target.endsWith(labelled) && !labelled.endsWith(place.target)) return null;
  const path = testPathOf(test, place);
  if (path === null) return null;
  const tested: ReplyEdit = path === place.target ? { type: 'insert', path, code: test.content, name: null } : { type: 'content', path, content: test.content };
  return fitting(main, place) ?? fitting(test, place) ?? { type: 'edits', edits: [{ type: 'insert', path: place.target, code: main.content, name: null }, tested] };
}

function isForTests(block: Block): boolean {
  const path = labelledPath(block);
  if (path !== null && isTest(path)) return true;
  return /\bnode:test\b|\bfrom ['"]vitest['"]|@jest\/globals|^\s*import (?:pytest|unittest)\b|^\s*from unittest\b|^\s*def test_\w+\(|^(?:describe|test|it)\(|^func (?:Test|Benchmark|Example|Fuzz)\w*\(|^\s*import (?:static )?org\.(?:junit|testng|assertj)\b|^\s*@Test\b/m.test(block.content) || isRustTest(block.content);
}

/** Inline tests belong to the code that they stand in, and that is there to be used. */
function isRustTest(content: string): boolean {
  return /^\s*#\[(?:\w+::)?test\]/m.test(content) && !/^pub\b/m.test(content);
}

/** A bare file name means the place that the question named. */
function testPathOf(block: Block, { testPath }: ReplyPlace): string | null {
  const labelled = labelledPath(block);
  if (labelled === null || !isTest(labelled)) return testPath;
  return labelled.includes('/') ? labelled : testPath ?? labelled;
}
