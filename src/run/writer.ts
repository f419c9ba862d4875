/** A generator within the rules of a run: what is sent is redacted, what it may take is limited, what came back is counted, remembered and recorded. */
import { hashOfPrompt } from '../core/generate/prompt.ts';
import type { Question, WrittenAnswer, Writer } from '../core/kinds/kind.ts';
import { redact } from '../core/knowledge/redact.ts';
import type { Interaction } from '../core/model/change.ts';
import type { Spending } from '../core/model/run-report.ts';
import type { GenerationReply, Generator } from '../core/ports.ts';
import { callLine } from '../core/report/spending.ts';
import { openBudget, type BudgetParts } from './budget.ts';
import { NO_ANSWER } from './past.ts';
import type { RunPorts } from './session.ts';
import type { State } from './state.ts';

export interface WriterParts extends BudgetParts {
  readonly state: BudgetParts['state'] & Pick<State, 'memory'>;
  readonly ports: BudgetParts['ports'] & Pick<RunPorts, 'secrets' | 'reporter' | 'recording'>;
  /** Told once: why no further question is asked in this run, and what helps. */
  readonly onEnded: (text: string) => void;
}

export interface RunWriter extends Writer {
  /** What was asked so far. */
  spending(): Spending;
}

type None = Extract<WrittenAnswer, { readonly type: 'none' }>;

/** One for each run. Questions wait for each other, so that two cannot take the same room in a budget. */
export function openWriter(generator: Generator, parts: WriterParts): RunWriter {
  const budget = openBudget(generator, parts);
  let ended: None | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const end = (reason: string, remedy: string): None => {
    ended = { type: 'none', final: true, reason, remedy, interactions: [], tokens: 0, cost: 0 };
    parts.onEnded(`${reason} ${remedy}`);
    return ended;
  };
  const ask = async (question: Question): Promise<WrittenAnswer> => {
    if (ended !== null) return ended;
    const prompt = redact(question.prompt, parts.ports.secrets);
    const refusal = budget.refusal(prompt);
    if (refusal !== null) return end(refusal.reason, refusal.remedy);
    const promptHash = hashOfPrompt(prompt);
    const startedMs = parts.ports.clock.monotonicMs();
    const reply = withoutSecrets(parts.ports.secrets, await generator.generate({ taskId: question.taskId, prompt, promptHash, maxTokens: budget.maxTokens, ...(question.schema === undefined ? {} : { schema: question.schema }) }));
    const waitedMs = parts.ports.clock.monotonicMs() - startedMs;
    const spent = await budget.charge(prompt, reply, waitedMs);
    if (spent !== null) parts.ports.reporter.info(callLine(generator.id, reply, { ...spent, timeMs: waitedMs }));
    // What left the machine is remembered also where nothing came back.
    if (reply.type === 'unavailable' && spent !== null && spent.calls > 0) parts.state.memory.logInteraction(prompt, `${NO_ANSWER}${reply.reason}]`, ['unanswered']);
    if (reply.type === 'answer') await parts.ports.recording?.add(promptHash, redact(reply.text, parts.ports.secrets));
    const answer = answerOf(reply, { prompt, promptHash }, { tokens: spent?.tokens ?? 0, cost: spent === null ? 0 : spent.cost }, parts.ports.secrets);
    if (answer.type === 'none' && answer.final) return { ...answer, ...end(answer.reason, answer.remedy), interactions: answer.interactions, tokens: answer.tokens, cost: answer.cost };
    return answer;
  };
  return {
    id: generator.id, repairs: parts.settings.repairs,
    ask: (question) => {
      const next = last.then(() => ask(question));
      last = next.catch(() => undefined);
      return next;
    },
    tell: (text) => { parts.ports.reporter.info(text); },
    spending: () => {
      const { calls, tokens, cost } = budget.total();
      return { generator: generator.id, calls, tokens, cost, ended: ended?.reason ?? null };
    },
  };
}

/** A prompt holds no secret of the run, so an answer that does has it from elsewhere; nothing of it may reach a file, a record or a branch. */
function withoutSecrets(secrets: readonly string[], reply: GenerationReply): GenerationReply {
  if (reply.type !== 'answer' || !secrets.some((secret) => secret.length >= 6 && reply.text.includes(secret))) return reply;
  const { tokens, usage = null } = reply;
  return { type: 'unusable', failure: 'invalid', reason: 'the answer contains a key or token of this run', remedy: 'Renew that secret: whoever serves the model knows it.', tokens, usage };
}

function answerOf(reply: GenerationReply, asked: Omit<Interaction, 'response'>, { tokens, cost }: { readonly tokens: number; readonly cost: number | null }, secrets: readonly string[]): WrittenAnswer {
  const interaction = (response: string): Interaction => ({ ...asked, response: redact(response, secrets) });
  switch (reply.type) {
    case 'answer':
      return { type: 'answer', text: reply.text, interaction: interaction(reply.text), tokens, cost };
    case 'unusable':
      return { type: 'none', final: false, reason: reply.reason, remedy: reply.remedy, interactions: [interaction(reply.text ?? '')], tokens, cost };
    case 'unavailable':
      // The next question may have been recorded, and asking costs nothing.
      return { type: 'none', final: reply.failure !== 'no-recording', reason: reply.reason, remedy: reply.remedy, interactions: [], tokens, cost };
    default:
      return reply satisfies never;
  }
}
