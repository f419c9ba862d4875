import type { KindContext, Writer } from '../../../../src/core/kinds/kind.ts';
import { helper } from '../../../../src/core/kinds/helper.ts';
import type { Candidate, Feedback, FileEdit, NoCandidate, Proposal } from '../../../../src/core/model/change.ts';
import type { CheckPlan, Toolchain } from '../../../../src/core/model/check.ts';
import type { RequestedTask } from '../../../../src/core/model/task.ts';
import type { Generator } from '../../../../src/core/ports.ts';
import { hashOfPrompt } from '../../../../src/core/generate/prompt.ts';
import { indexedLaboratory, writeFiles } from '../../../support/laboratory.ts';
import { temporaryDirectories } from '../../../support/temporary.ts';

export interface Scene {
  readonly context: KindContext;
  readonly propose: (prompt: string, target: string, acceptCommand?: string | null) => Promise<Proposal[]>;
  /** The same, telling after each candidate what became of it. */
  readonly drive: (task: Pick<RequestedTask, 'prompt' | 'target' | 'acceptCommand'>, judge: (candidate: Candidate) => Promise<Feedback>) => Promise<Proposal[]>;
  /** Exit code of a shell line with the edits in place. */
  readonly runs: (command: string, edits: readonly FileEdit[]) => Promise<number | null>;
}

export interface SceneOptions extends Partial<KindContext> {
  readonly repairs?: number;
}

/** Repositories in directories that go after each test. */
export function scenes(): (files: Readonly<Record<string, string>>, generator?: Generator | null, options?: SceneOptions) => Promise<Scene> {
  const directories = temporaryDirectories();
  return async (files, generator = null, { repairs = 0, ...more } = {}) => {
    const root = await directories.make();
    writeFiles(root, files);
    const { context } = await indexedLaboratory(root, { writer: generator === null ? null : writerOf(generator, repairs), ...more });
    const taskOf = (asked: Pick<RequestedTask, 'prompt' | 'target' | 'acceptCommand'>): RequestedTask => ({ origin: 'requested', kind: 'helper', id: 'task', title: asked.prompt, ...asked });
    return {
      context,
      propose: async (prompt, target, acceptCommand = null) => {
        const proposals: Proposal[] = [];
        for await (const proposal of helper.propose(taskOf({ prompt, target, acceptCommand }), context, [])) proposals.push(proposal);
        return proposals;
      },
      drive: async (asked, judge) => {
        const proposals: Proposal[] = [];
        const iterator = helper.propose(taskOf(asked), context, []);
        let next = await iterator.next();
        while (next.done !== true) {
          proposals.push(next.value);
          const feedback = next.value.type === 'candidate' ? await judge(next.value.candidate) : undefined;
          if (feedback?.outcome === 'kept') break;
          next = await iterator.next(feedback);
        }
        await iterator.return();
        return proposals;
      },
      runs: async (command, edits) => (await context.lab.run(command, { edits })).exitCode,
    };
  };
}

/** A toolchain whose tests are run by one tool. */
export function testedBy(tool: string | null): Toolchain {
  const plan: CheckPlan = { role: 'test', name: 'test', command: 'x', tool, directory: '', timeoutMs: 1, reports: [], env: {}, why: '' };
  return { setup: [], lint: [], test: [plan], notes: [] };
}

/** Asks without a budget. */
function writerOf(generator: Generator, repairs: number): Writer {
  return {
    id: generator.id,
    repairs,
    tell: () => undefined,
    ask: async ({ taskId, prompt, schema }) => {
      const promptHash = hashOfPrompt(prompt);
      const reply = await generator.generate({ taskId, prompt, promptHash, ...(schema === undefined ? {} : { schema }) });
      if (reply.type === 'answer') return { type: 'answer', text: reply.text, interaction: { prompt, promptHash, response: reply.text }, tokens: reply.tokens, cost: reply.cost ?? null };
      const isOver = reply.type === 'unavailable';
      return { type: 'none', final: isOver, reason: reply.reason, remedy: reply.remedy, interactions: isOver ? [] : [{ prompt, promptHash, response: reply.text ?? '' }], tokens: isOver ? 0 : reply.tokens ?? 0, cost: 0 };
    },
  };
}

/** Answers one text to every prompt. */
export function answering(text: string, prompts: string[] = []): Generator {
  return {
    id: { name: 'replay', model: null },
    generate: ({ prompt }) => {
      prompts.push(prompt);
      return Promise.resolve({ type: 'answer', text, tokens: 7, cost: 0.5 });
    },
  };
}

/** Answers in turn; nothing is left after the last. */
export function answeringInTurn(texts: readonly string[], prompts: string[] = []): Generator {
  return {
    id: { name: 'replay', model: null },
    generate: ({ prompt }) => {
      const text = texts[prompts.length];
      prompts.push(prompt);
      return Promise.resolve(text === undefined ? { type: 'unavailable', reason: 'no line left', remedy: 'add one' } : { type: 'answer', text, tokens: 7, cost: 0.5 });
    },
  };
}

export function candidatesOf(proposals: readonly Proposal[]): Candidate[] {
  return proposals.flatMap((proposal) => (proposal.type === 'candidate' ? [proposal.candidate] : []));
}

export function noneOf(proposals: readonly Proposal[]): NoCandidate {
  const found = proposals.find((proposal) => proposal.type === 'none');
  if (found?.type !== 'none') throw new Error('Every proposal is a candidate.');
  return found.none;
}

/** The text of a file after a candidate. */
export function afterOf(candidate: Candidate | undefined, path: string): string | null | undefined {
  return candidate?.edits.find((edit) => edit.path === path)?.after;
}
