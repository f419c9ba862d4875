import { ANSWER_SCHEMA } from '../../generate/answer-schema.ts';
import { applyReply } from '../../generate/apply-reply.ts';
import { changedNames, changesText, titleOfChange, type ChangedNames } from '../../generate/change-title.ts';
import { converse, unasked, type Reading, type Talk } from '../../generate/dialogue.ts';
import { parseReply } from '../../generate/reply.ts';
import type { ReplyEdit } from '../../generate/reply-json.ts';
import { sitesOf } from '../../generate/sites.ts';
import { InfrastructureError } from '../../errors.ts';
import type { Feedback, Proposal } from '../../model/change.ts';
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
  return yield* converse({ taskId: request.task.id, prompt: question.prompt, schema: ANSWER_SCHEMA, advice: 'Say in other words what is wanted, or use another model.', read: (answer) => read(answer, question, request) }, writer);
}

async function read(answer: string, question: Extract<Question, { type: 'question' }>, request: Request): Promise<Reading> {
  try {
    return await readAnswer(answer, question, request);
  } catch (error) {
    // The parser's own limits: text that is too long or nested too deeply is an answer like any other that is of no use.
    if (error instanceof InfrastructureError) return { type: 'failure', reason: error.message, remedy: error.remedy };
    throw error;
  }
}

async function readAnswer(answer: string, { tests }: Extract<Question, { type: 'question' }>, request: Request): Promise<Reading> {
  const { task, target, language, repository } = request;
  const { context } = repository;
  const parsed = parseReply(answer, { target: target.path, language, testPath: tests?.path ?? null });
  if (parsed.type === 'failure') return parsed;
  const applied = await applyReply(parsed.edits, { tree: context.tree, syntax: context.syntax, wanted: expectedNames(request), maySend: context.maySend, isMentioned: mentionedIn(task.prompt, parsed.edits.filter(({ path }) => context.isTest(path))) });
  if (applied.type === 'failure') return applied;
  const edits = applied.edits.filter(({ before, after }) => before !== after);
  const code = edits.filter(({ path }) => !context.isTest(path));
  const ownTests = edits.filter(({ path, before }) => before === null && context.isTest(path)).map(({ path }) => path);
  if (edits.length === 0) return { type: 'failure', reason: 'the answer changes nothing', remedy: 'Answer with the new function.' };
  if (code.length === 0) return { type: 'failure', reason: 'the answer holds tests and no code', remedy: `Answer with the function in \`${target.path}\` and its tests.` };
  const misnamed = await nameProblem(code, request);
  if (misnamed !== null) return { type: 'failure', ...misnamed };
  if (task.acceptCommand === null && ownTests.length === 0) {
    return { type: 'failure', reason: 'the answer brings no tests in a new file, and there is no accept-command to prove it', remedy: `Answer with the function and with tests in the new file \`${tests?.path ?? ''}\`.`, advice: 'Give an `accept-command` that decides in place of tests, or use another model.' };
  }
  const changes = await changedNames(edits, context.syntax);
  const title = titleOfChange(changes.filter(({ path }) => !context.isTest(path)), { target: target.path, wanted: expectedNames(request) });
  return {
    type: 'candidate',
    candidate: { taskId: task.id, kind: 'helper', edits, ownTests, transplanted: false, sites: await sitesOf(edits, context.syntax), title, explanation: explanationOf(request, changes, ownTests) },
  };
}

/** What the request or the answer's own tests name was meant to be there. */
function mentionedIn(words: string, tests: readonly ReplyEdit[]): (name: string) => boolean {
  const names = new Set([words, ...tests.map((edit) => JSON.stringify(edit))].flatMap((text) => text.match(/[A-Za-z_$][\w$]*/g) ?? []));
  return (name) => names.has(name);
}

function explanationOf({ task }: Request, changes: readonly ChangedNames[], ownTests: readonly string[]): string {
  const rows = changes.map((each) => `- \`${each.path}\`${ownTests.includes(each.path) ? ' is new: its tests' : `: ${changesText(each)}`}`);
  return [`Written for the request "${task.prompt.trim().replaceAll('\n', ' ')}".`, '', ...rows].join('\n');
}
