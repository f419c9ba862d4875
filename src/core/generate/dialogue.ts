/** A conversation with a generator about one task: ask, read, propose, tell back what went wrong, ask again, within bounds. */
import { fingerprintOf } from '../change/edits.ts';
import { UnparsableError } from '../errors.ts';
import type { Proposals, Writer } from '../kinds/kind.ts';
import type { Candidate, Feedback, Interaction, Proposal } from '../model/change.ts';
import type { AnswerSchema } from '../ports.ts';
import { count, number, oneLine, sentence } from '../report/format.ts';
import { signatureOf } from './feedback.ts';
import { questionAgain } from './question-again.ts';

export interface Dialogue {
  readonly taskId: string;
  /** The first question. Later ones repeat it, followed by the earlier answer and what became of it. */
  readonly prompt: string;
  readonly schema?: AnswerSchema;
  /** For people: what helps where no answer was of use. */
  readonly advice: string;
  /** Turns an answer into a candidate, or says why it is of no use. Throws for what an answer holds only `UnparsableError`. */
  readonly read: (answer: string) => Promise<Reading>;
}

export type Reading =
  | { readonly type: 'candidate'; readonly candidate: Drafted }
  /**
   * `reason` is one sentence without its full stop. `remedy` and `hint`, such as the text that it probably meant, are told to the generator;
   * `advice` to people, in place of the dialogue's.
   */
  | { readonly type: 'failure'; readonly reason: string; readonly remedy: string; readonly hint?: string; readonly advice?: string };

/** A candidate as its kind made it; who wrote it, the interactions and what they took are the dialogue's to fill in. */
export type Drafted = Omit<Candidate, 'generator' | 'interactions' | 'tokens' | 'cost'>;

/** How a dialogue ended. */
export interface Talk {
  /** `kept`, `held`: the last candidate was. `unheard`: nobody said what became of it. `given-up`: no answer did. */
  readonly end: 'kept' | 'held' | 'unheard' | 'given-up';
  /** Answers that were given, of use or not. */
  readonly answers: number;
  /** One sentence for people: that the answers did not do, and why; `null` unless given up. */
  readonly why: string | null;
  readonly remedy: string | null;
  /** Interactions that are in no candidate yet. */
  readonly pending: readonly Interaction[];
  /** Of all questions. */
  readonly tokens: number;
  /** US dollars of all questions; `null` where a price is unknown. */
  readonly cost: number | null;
}

interface Trouble {
  readonly signature: string;
  /** The first line is a sentence for people too. */
  readonly text: string;
  readonly remedy: string | null;
  /** True if the answer could not even be tried. */
  readonly unusable: boolean;
  /** True if it came, and its reader could make nothing of it; the log has not told of it yet. */
  readonly unread: boolean;
}

/**
 * Asks until a candidate is kept or held, at most `1 + writer.repairs` times. Yields candidates only; each must be answered with what became
 * of it (`next(feedback)`), else nothing more is asked. Ends early on the same failure twice, on the same edits twice, on two unusable answers in
 * a row, and when the writer says that nothing more is asked. Use as `const talk = yield* converse(…)`, then `yield* afterTalk(talk, rest)`.
 */
export async function* converse(dialogue: Dialogue, writer: Writer): AsyncGenerator<Proposal, Talk, Feedback | undefined> {
  const spent = new Spent();
  const seen = new Set<string>();
  let prompt = dialogue.prompt;
  let last: Trouble | null = null;
  for (let asked = 0; asked <= writer.repairs; asked += 1) {
    const heard = await ask(dialogue, prompt, writer, spent);
    let trouble = heard.trouble;
    if (heard.candidate !== null) {
      const edits = fingerprintOf(heard.candidate.edits);
      if (seen.has(edits)) return stopped(spent.givenUp(last, 'the same change was answered again'), 'the same change was answered again', writer);
      seen.add(edits);
      const feedback: Feedback | undefined = yield { type: 'candidate', candidate: { ...heard.candidate, generator: writer.id, ...spent.take() } };
      if (feedback === undefined) return spent.ended('unheard');
      if (feedback.outcome === 'kept' || feedback.outcome === 'held') return spent.ended(feedback.outcome);
      trouble = { signature: feedback.signature, text: feedback.evidence, remedy: null, unusable: false, unread: false };
    }
    if (heard.final || trouble === null) return spent.givenUp(trouble, null, true);
    if (trouble.unread) writer.tell(`the answer is of no use: ${oneLine(trouble.text.split('\n')[0]!)}`);
    if (seen.has(trouble.signature)) return stopped(spent.givenUp(trouble, null), 'the same failure again', writer);
    if (last?.unusable === true && trouble.unusable) return stopped(spent.givenUp(trouble, null), 'the second answer in a row that is of no use', writer);
    if (asked < writer.repairs) writer.tell(`asking again with what went wrong: repair ${number(asked + 1)} of ${number(writer.repairs)}`);
    seen.add(trouble.signature);
    last = trouble;
    prompt = questionAgain(dialogue.prompt, { answer: heard.answer, trouble: trouble.text, tried: !trouble.unusable });
  }
  return stopped(spent.givenUp(last, null), `\`model-options.repairs\` allows ${count(writer.repairs, 'repair')}`, writer);
}

function stopped(talk: Talk, why: string, writer: Writer): Talk {
  writer.tell(`not asked again: ${why}`);
  return talk;
}

/** The end of a dialogue that was not begun. `reason` completes the sentence that begins "The model was not asked:". */
export function unasked(reason: string, remedy: string): Talk {
  return { end: 'given-up', answers: 0, why: `The model was not asked: ${oneLine(reason).replace(/\.$/, '')}.`, remedy, pending: [], tokens: 0, cost: 0 };
}

interface Heard {
  readonly answer: string;
  readonly candidate: Drafted | null;
  readonly trouble: Trouble | null;
  readonly final: boolean;
}

async function ask({ taskId, schema, advice, read }: Dialogue, prompt: string, writer: Writer, spent: Spent): Promise<Heard> {
  const reply = await writer.ask({ taskId, prompt, ...(schema === undefined ? {} : { schema }) });
  const interactions = reply.type === 'answer' ? [reply.interaction] : reply.interactions;
  spent.add(interactions, reply.tokens, reply.cost);
  if (reply.type === 'none') {
    return { answer: interactions.at(-1)?.response ?? '', candidate: null, trouble: { ...unusable(reply.reason, reply.remedy), remedy: reply.remedy, unread: false }, final: reply.final };
  }
  const reading = await readingOf(reply.text, read);
  if (reading.type === 'candidate') return { answer: reply.text, candidate: reading.candidate, trouble: null, final: false };
  return { answer: reply.text, candidate: null, trouble: { ...unusable(reading.reason, reading.remedy, reading.hint), remedy: reading.advice ?? advice, unread: true }, final: false };
}

/** An answer that no parser should be given is of no use, like others; the machine works. */
async function readingOf(answer: string, read: Dialogue['read']): Promise<Reading> {
  try {
    return await read(answer);
  } catch (error) {
    if (error instanceof UnparsableError) return { type: 'failure', reason: error.message.replace(/\.$/, ''), remedy: 'Answer with less code, less deeply nested.' };
    throw error;
  }
}

function unusable(reason: string, remedy: string, hint?: string): Pick<Trouble, 'signature' | 'text' | 'unusable'> {
  const text = [reason, ...(hint === undefined ? [remedy] : [remedy, hint])].join('\n');
  return { signature: signatureOf(['unusable', reason]), text, unusable: true };
}

/** What the questions of one dialogue took, and the interactions that no candidate carries yet. */
class Spent {
  #pending: readonly Interaction[] = [];
  #answers = 0;
  #tokens = 0;
  #cost: number | null = 0;

  add(interactions: readonly Interaction[], tokens: number, cost: number | null): void {
    this.#pending = [...this.#pending, ...interactions];
    this.#answers += interactions.length;
    this.#tokens += tokens;
    this.#cost = costOf(this.#cost, cost);
  }

  /** For a candidate: all interactions since the last one, and what everything took so far. */
  take(): Pick<Candidate, 'interactions' | 'tokens' | 'cost'> {
    const interactions = this.#pending;
    this.#pending = [];
    return { interactions, tokens: this.#tokens, cost: this.#cost };
  }

  ended(end: 'kept' | 'held' | 'unheard'): Talk {
    return { ...this.#talk(), end, why: null, remedy: null };
  }

  /** `isOver`: whoever answers cannot be asked again, and `trouble` says why. */
  givenUp(trouble: Trouble | null, more: string | null, isOver = false): Talk {
    const reasons = [trouble === null ? null : oneLine(trouble.text.split('\n')[0]!).replace(/\.$/, ''), more].filter((reason) => reason !== null).join('; ');
    const what = this.#answers === 0 ? 'The model gave no answer' : `The model's ${this.#answers === 1 ? 'answer' : count(this.#answers, 'answer')} did not do${isOver ? ', and it could not be asked again' : ''}`;
    return { ...this.#talk(), end: 'given-up', why: `${what}: ${reasons}.`, remedy: trouble?.remedy ?? null };
  }

  #talk(): Pick<Talk, 'answers' | 'pending' | 'tokens' | 'cost'> {
    return { answers: this.#answers, pending: this.#pending, tokens: this.#tokens, cost: this.#cost };
  }
}

/** An unknown price makes the sum unknown. */
function costOf(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}

/**
 * What a kind proposes after its dialogue: each candidate carries what all questions took, the first proposal also the interactions that
 * nothing carries yet, and all of them say that the model's answers did not do. If nothing is proposed and the dialogue was given up, that
 * is said by itself. `rest` gets the feedback as usual.
 */
export async function* afterTalk(talk: Talk, rest: Proposals): Proposals {
  let feedback: Feedback | undefined;
  let isFirst = true;
  try {
    for (;;) {
      const next = await rest.next(feedback);
      if (next.done === true) break;
      feedback = yield told(next.value, talk, isFirst);
      isFirst = false;
    }
  } finally {
    await rest.return();
  }
  if (isFirst && talk.why !== null) {
    yield { type: 'none', none: { reason: talk.why, remedy: talk.remedy, nearMisses: [], interactions: talk.pending, tokens: talk.tokens, cost: talk.cost } };
  }
}

function told(proposal: Proposal, talk: Talk, isFirst: boolean): Proposal {
  const pending = isFirst ? talk.pending : [];
  if (proposal.type === 'none') {
    const { none } = proposal;
    const reason = `${talk.why === null ? '' : `${talk.why} `}Without the model: ${none.reason}`;
    const own = none.remedy === null ? null : talk.remedy === null ? none.remedy : `Without the model: ${none.remedy[0]!.toLowerCase()}${none.remedy.slice(1)}`;
    const remedy = [talk.remedy, own].filter((text) => text !== null).map(sentence).join(' ');
    const interactions = [...pending, ...none.interactions];
    return { type: 'none', none: { ...none, reason, remedy: remedy === '' ? null : remedy, interactions, tokens: talk.tokens + (none.tokens ?? 0), cost: costOf(talk.cost, none.cost ?? 0) } };
  }
  const { candidate } = proposal;
  const remedy = talk.remedy === null ? '' : ` ${sentence(talk.remedy)}`;
  const explanation = talk.why === null ? candidate.explanation : `${candidate.explanation}\n\n${talk.why} This was made without the model.${remedy}`;
  return { type: 'candidate', candidate: { ...candidate, explanation, interactions: [...pending, ...candidate.interactions], tokens: talk.tokens + candidate.tokens, cost: costOf(talk.cost, candidate.cost) } };
}
