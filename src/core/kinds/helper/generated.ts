import { applyReply } from '../../generate/apply-reply.ts';
import { promptFor } from '../../generate/prompt.ts';
import { parseReply } from '../../generate/reply.ts';
import { sitesOf } from '../../generate/sites.ts';
import type { FileEdit, Proposal } from '../../model/change.ts';
import type { Writer } from '../kind.ts';
import { candidateOf, noneOf } from './candidate.ts';
import type { Request } from './request.ts';

const SNIPPETS = 6;

/** Asks the generator and turns its answer into a candidate. An answer that is no code is a reason, and nothing is written. */
export async function generated(request: Request, writer: Writer): Promise<Proposal> {
  const { task, target, language, repository } = request;
  const { context } = repository;
  const suggestions = context.index.search(task.prompt, SNIPPETS).filter(({ record }) => !context.isTest(record.path));
  const prompt = promptFor({ words: task.prompt, target: target.path, text: target.text, language, facts: target.facts, acceptCommand: task.acceptCommand, suggestions });
  const reply = await writer.ask({ taskId: task.id, prompt: prompt.text });
  if (reply.type === 'none') return noneOf(reply.reason, reply.remedy, { interactions: reply.interactions });
  const { interaction } = reply;
  const parsed = parseReply(reply.text, target.path, language);
  const applied = parsed.type === 'edits' ? await applyReply(parsed.edits, context) : parsed;
  if (applied.type === 'failure') return noneOf(`the answer of the generator is of no use: ${applied.reason}`, applied.remedy, { interactions: [interaction] });
  const edits = applied.edits.filter(({ before, after }) => before !== after);
  const ownTests = edits.filter(({ path, before }) => before === null && context.isTest(path)).map(({ path }) => path);
  return candidateOf(request, {
    edits, ownTests, sites: await sitesOf(edits, context.syntax), title: titleOf(request, edits), explanation: explanationOf(request, edits), generator: writer.id,
    interactions: [interaction], tokens: reply.tokens, cost: reply.cost,
  });
}

function titleOf({ task }: Request, edits: readonly FileEdit[]): string {
  const words = task.prompt.trim().split('\n')[0]!;
  return `Add to ${edits.map(({ path }) => path).join(', ')}: ${words.length > 80 ? `${words.slice(0, 79)}…` : words}`;
}

function explanationOf({ task }: Request, edits: readonly FileEdit[]): string {
  const rows = edits.map(({ path, before }) => `- \`${path}\`${before === null ? ' is new' : ''}`);
  return [`Written for the request "${task.prompt.trim().replaceAll('\n', ' ')}".`, '', ...rows].join('\n');
}
