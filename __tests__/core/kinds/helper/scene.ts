import type { KindContext, Writer } from '../../../../src/core/kinds/kind.ts';
import { helper } from '../../../../src/core/kinds/helper.ts';
import type { Candidate, FileEdit, NoCandidate, Proposal } from '../../../../src/core/model/change.ts';
import type { RequestedTask } from '../../../../src/core/model/task.ts';
import type { Generator } from '../../../../src/core/ports.ts';
import { hashOfPrompt } from '../../../../src/core/generate/prompt.ts';
import { indexedLaboratory, writeFiles } from '../../../support/laboratory.ts';
import { temporaryDirectories } from '../../../support/temporary.ts';

export interface Scene {
  readonly context: KindContext;
  readonly propose: (prompt: string, target: string, acceptCommand?: string | null) => Promise<Proposal[]>;
  /** Exit code of a shell line with the edits in place. */
  readonly runs: (command: string, edits: readonly FileEdit[]) => Promise<number | null>;
}

/** Repositories in directories that go after each test. */
export function scenes(): (files: Readonly<Record<string, string>>, generator?: Generator | null) => Promise<Scene> {
  const directories = temporaryDirectories();
  return async (files, generator = null) => {
    const root = await directories.make();
    writeFiles(root, files);
    const { context } = await indexedLaboratory(root, { writer: generator === null ? null : writerOf(generator) });
    return {
      context,
      propose: async (prompt, target, acceptCommand = null) => {
        const task: RequestedTask = { origin: 'requested', kind: 'helper', id: 'task', title: prompt, prompt, target, acceptCommand };
        const proposals: Proposal[] = [];
        for await (const proposal of helper.propose(task, context, [])) proposals.push(proposal);
        return proposals;
      },
      runs: async (command, edits) => (await context.lab.run(command, { edits })).exitCode,
    };
  };
}

/** Asks without a budget. */
function writerOf(generator: Generator): Writer {
  return {
    id: generator.id,
    repairs: 0,
    ask: async ({ taskId, prompt }) => {
      const promptHash = hashOfPrompt(prompt);
      const reply = await generator.generate({ taskId, prompt, promptHash });
      if (reply.type !== 'answer') return { type: 'none', final: true, reason: reply.reason, remedy: reply.remedy, interactions: [], tokens: 0, cost: 0 };
      return { type: 'answer', text: reply.text, interaction: { prompt, promptHash, response: reply.text }, tokens: reply.tokens, cost: reply.cost ?? null };
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
