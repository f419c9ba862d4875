/** A generator within the rules of a run: what is sent is redacted, what comes back is counted. */
import type { WrittenAnswer, Writer } from '../core/kinds/kind.ts';
import { redact } from '../core/knowledge/redact.ts';
import { hashOfPrompt } from '../core/generate/prompt.ts';
import type { Generator } from '../core/ports.ts';
import type { Session } from './session.ts';

export function openWriter(generator: Generator, { ports, settings }: Session): Writer {
  return {
    id: generator.id,
    repairs: settings.repairs,
    async ask({ taskId, prompt, schema }): Promise<WrittenAnswer> {
      const sent = redact(prompt, ports.secrets);
      const promptHash = hashOfPrompt(sent);
      const reply = await generator.generate({ taskId, prompt: sent, promptHash, ...(schema === undefined ? {} : { schema }), ...(settings.model === null ? {} : { maxTokens: settings.model.maxTokens }) });
      switch (reply.type) {
        case 'answer':
          return { type: 'answer', text: reply.text, interaction: { prompt: sent, promptHash, response: reply.text }, tokens: reply.tokens, cost: reply.cost ?? null };
        case 'unusable':
          return { type: 'none', final: false, reason: reply.reason, remedy: reply.remedy, interactions: [{ prompt: sent, promptHash, response: reply.text ?? '' }], tokens: reply.tokens ?? 0, cost: null };
        case 'unavailable':
          return { type: 'none', final: true, reason: reply.reason, remedy: reply.remedy, interactions: [], tokens: 0, cost: 0 };
        default:
          return reply satisfies never;
      }
    },
  };
}
