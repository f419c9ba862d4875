import { ANSWER_SCHEMA } from '../../generate/answer-schema.ts';
import { applyReply } from '../../generate/apply-reply.ts';
import { changedNames, changesText, titleOfChange, type ChangedNames } from '../../generate/change-title.ts';
import { converse, unasked, type Reading, type Talk } from '../../generate/dialogue.ts';
import { inlineTests } from '../../generate/fit-rust.ts';
import { reached } from '../../generate/module-tree.ts';
import { parseReply } from '../../generate/reply.ts';
import type { ReplyEdit } from '../../generate/reply-json.ts';
import { onlyDeclaresModules, sitesOf } from '../../generate/sites.ts';
import { testsApart } from '../../generate/split-tests.ts';
import type { Feedback, FileEdit, Proposal } from '../../model/change.ts';
import type { Syntax } from '../../ports.ts';
import { quoted } from '../../report/format.ts';
import { languageOf } from '../../syntax/language.ts';
import type { Writer } from '../kind.ts';
import { expectedNames, nameProblem } from './names.ts';
import { questionFor, type Question } from './question.ts';
import type { Request } from './request.ts';

/**
 * Asks the generator until an answer is kept or held, or none will do. An answer that is no code, not what was asked for, or without the tests that it needs
 * is told back as such, and nothing is written.
 */
export async function* generated(request: Request, writer: Writer): AsyncGenerator<Proposal, Talk, Feedback | undefined> {
  const question = await questionFor(request);
  if (question.type === 'none') return unasked(question.reason, question.remedy);
  return yield* converse({ taskId: request.task.id, prompt: question.prompt, schema: ANSWER_SCHEMA, advice: 'Say in other words what is wanted, or use another model.', read: (answer) => readAnswer(answer, question, request) }, writer);
}

async function readAnswer(answer: string, { tests }: Extract<Question, { type: 'question' }>, request: Request): Promise<Reading> {
  const { task, target, language, repository } = request;
  const { context } = repository;
  const parsed = parseReply(answer, { target: target.path, language, testPath: tests?.path ?? null });
  if (parsed.type === 'failure') return parsed;
  const given = await testsApart(parsed.edits, tests?.path ?? null, context.syntax);
  const applied = await applyReply(given, { tree: context.tree, syntax: context.syntax, wanted: expectedNames(request), maySend: context.maySend, isMentioned: mentionedIn(task.prompt, given.filter(({ path }) => context.isTest(path))) });
  if (applied.type === 'failure') return applied;
  const built = await reached(applied.edits.filter(({ before, after }) => before !== after), context);
  if (built.type === 'failure') return built;
  return checked(built.edits, { tests, told: built.told }, request);
}

interface Brought {
  readonly tests: Extract<Question, { type: 'question' }>['tests'];
  /** What the engine itself changed, and why. */
  readonly told: ReadonlyMap<string, string>;
}

/** Whether edits that could be made are what was asked for. */
async function checked(edits: readonly FileEdit[], { tests, told }: Brought, request: Request): Promise<Reading> {
  const { task, target, repository: { context } } = request;
  const code = edits.filter(({ path }) => !context.isTest(path));
  const ownTests = [...edits.filter(({ path, before }) => before === null && context.isTest(path)), ...code.filter((edit) => bringsInlineTests(edit, context.syntax))].map(({ path }) => path);
  if (edits.length === 0) return { type: 'failure', reason: 'the answer changes nothing', remedy: 'Answer with the new function.' };
  if (code.length === 0) return { type: 'failure', reason: 'the answer holds tests and no code', remedy: `Answer with the function in \`${target.path}\` and its tests.` };
  const changes = await changedNames(edits, context.syntax);
  const lost = lossOf(changes, task.prompt);
  if (lost !== null) return { type: 'failure', ...lost };
  const misnamed = await nameProblem(code, request);
  if (misnamed !== null) return { type: 'failure', ...misnamed };
  if (task.acceptCommand === null && ownTests.length === 0) {
    const where = tests?.inline === true ? `in an inline module of \`${tests.path}\`` : `in the new file \`${tests?.path ?? ''}\``;
    return { type: 'failure', reason: `the answer brings no tests ${tests?.inline === true ? 'with its code' : 'in a new file'}, and there is no accept-command to prove it`, remedy: `Answer with the function and with tests ${where}.`, advice: 'Give an `accept-command` that decides in place of tests, or use another model.' };
  }
  const written = changes.filter(({ path }) => !context.isTest(path) && !edits.some((edit) => edit.path === path && onlyDeclaresModules(edit)));
  const title = titleOfChange(written, { target: target.path, wanted: expectedNames(request) });
  return {
    type: 'candidate',
    candidate: { taskId: task.id, kind: 'helper', edits, ownTests, transplanted: false, sites: await sitesOf(edits, context.syntax), title, explanation: explanationOf(request, changes, { ownTests, told, isTest: context.isTest }) },
  };
}

/** Tests that stand in the code itself, and did not before. */
function bringsInlineTests({ path, before, after }: FileEdit, syntax: Syntax): boolean {
  if (languageOf(path) !== 'rust' || after === null) return false;
  const earlier = inlineTests(before ?? '', syntax);
  return [...inlineTests(after, syntax)].some(([name, text]) => !earlier.has(name) && /#\[(?:\w+::)?(?:test|rstest)\b/.test(text));
}

/** Whoever asks for a helper loses nothing that they did not name: no check need notice that an export is gone. */
function lossOf(changes: readonly ChangedNames[], words: string): { readonly reason: string; readonly remedy: string } | null {
  const named = mentionedIn(words, []);
  for (const { path, removed } of changes) {
    const lost = removed.filter((name) => !name.split('.').some(named));
    if (lost.length > 0) return { reason: `the answer removes ${lost.map(quoted).join(', ')} from ${quoted(path)}, which nobody asked for`, remedy: 'Answer with the new function alone, and leave what is there.' };
  }
  return null;
}

/** What the request or the answer's own tests name was meant to be there. */
function mentionedIn(words: string, tests: readonly ReplyEdit[]): (name: string) => boolean {
  // A package called `main` is no function.
  const names = new Set([words, ...tests.map((edit) => JSON.stringify(edit).replace(/\bpackage \w+/g, ''))].flatMap((text) => text.match(/[A-Za-z_$][\w$]*/g) ?? []));
  return (name) => names.has(name);
}

interface Explained {
  readonly ownTests: readonly string[];
  readonly told: ReadonlyMap<string, string>;
  readonly isTest: (path: string) => boolean;
}

function explanationOf({ task }: Request, changes: readonly ChangedNames[], { ownTests, told, isTest }: Explained): string {
  const rows = changes.map((each) => {
    if (ownTests.includes(each.path) && isTest(each.path)) return `- \`${each.path}\` is new: its tests`;
    return `- \`${each.path}\`: ${told.get(each.path) ?? changesText(each)}${ownTests.includes(each.path) ? ', with tests in the same file' : ''}`;
  });
  return [`Written for the request "${task.prompt.trim().replaceAll('\n', ' ')}".`, '', ...rows].join('\n');
}
