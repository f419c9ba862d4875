import type { Setting } from './setting.ts';
import { EVERYWHERE, FILE, TUNED, always, duration } from './terms.ts';

const amount = { type: 'number', integer: true, minimum: 0, maximum: 1e12 } as const;
const dollars = { type: 'number', integer: false, minimum: 0, maximum: 1e6 } as const;
const price = { type: 'number', integer: false, minimum: 0, maximum: 1e6 } as const;

/** Which model writes, what it may cost, and what stands in for it. */
export const MODEL_SETTINGS = {
  model: {
    group: 'The model', value: { type: 'text', maxLength: 200 }, places: EVERYWHERE, fallback: always(null), fallbackText: 'none; the engine then works from the repository\'s own code', example: 'gpt-5-mini',
    doc: 'The model that writes, by the name that the endpoint knows. Used when `api-key` is given.',
  },
  'base-url': {
    group: 'The model', value: { type: 'text', maxLength: 500 }, places: EVERYWHERE, fallback: always('https://api.openai.com/v1'), example: 'http://localhost:11434/v1',
    doc: 'Address of any endpoint that speaks the OpenAI protocol: OpenAI, Azure OpenAI, Ollama, vLLM, LiteLLM, …',
  },
  'api-key': {
    group: 'The model', value: { type: 'text', maxLength: 4000, secret: true }, places: ['input'], fallback: always(null), fallbackText: 'none; no model is used', example: '${{ secrets.MODEL_API_KEY }}',
    doc: 'The key of the endpoint; giving one means that the model is used. An endpoint without keys takes any text. Commands never see it. On the command line it is the environment variable `SELF_CODING_API_KEY`.',
  },
  'model-options.max-tokens': {
    group: 'The model', value: { type: 'number', integer: true, minimum: 256, maximum: 1_000_000 }, places: TUNED, fallback: always(16_000), example: 4000,
    doc: 'Tokens that one answer may have, thinking included.',
  },
  'model-options.temperature': {
    group: 'The model', value: { type: 'number', integer: false, minimum: 0, maximum: 2 }, places: TUNED, fallback: always(null), fallbackText: 'that of the endpoint', example: 0.2,
    doc: 'Sampling temperature.',
  },
  'model-options.repairs': {
    group: 'The model', value: { type: 'number', integer: true, minimum: 0, maximum: 10 }, places: TUNED, fallback: always(2), example: 1,
    doc: 'How often a task may ask again with what went wrong.',
  },
  'model-options.retries': {
    group: 'The model', value: { type: 'number', integer: true, minimum: 0, maximum: 10 }, places: TUNED, fallback: always(3), example: 5,
    doc: 'How often a question is sent again when the endpoint is busy or broken.',
  },
  'time-limits.model': {
    group: 'The model', value: duration, places: TUNED, fallback: always('5m'), example: '2m',
    doc: 'Time limit of one question, retries included.',
  },
  'budgets.tokens': {
    group: 'The model', value: amount, places: TUNED, fallback: always(1_000_000), example: 200_000,
    doc: 'Tokens that one run may use. A question that could exceed a budget is not asked.',
  },
  'budgets.cost': {
    group: 'The model', value: dollars, places: TUNED, fallback: always(null), fallbackText: 'no limit', example: 0.5,
    doc: 'US dollars that one run may spend. With a limit and an unknown price no question is asked.',
  },
  'budgets.calls': {
    group: 'The model', value: amount, places: TUNED, fallback: always(30), example: 10,
    doc: 'Questions that one run may ask.',
  },
  'budgets.time': {
    group: 'The model', value: duration, places: TUNED, fallback: always('20m'), example: '10m',
    doc: 'Time that one run may wait for answers.',
  },
  'budgets.daily.tokens': {
    group: 'The model', value: amount, places: TUNED, fallback: always(null), fallbackText: 'no limit', example: 2_000_000,
    doc: 'Tokens that all runs of the last 24 hours together may use, as far as the state remembers them.',
  },
  'budgets.daily.cost': {
    group: 'The model', value: dollars, places: TUNED, fallback: always(null), fallbackText: 'no limit', example: 5,
    doc: 'US dollars that all runs of the last 24 hours together may spend.',
  },
  'budgets.daily.calls': {
    group: 'The model', value: amount, places: TUNED, fallback: always(null), fallbackText: 'no limit', example: 200,
    doc: 'Questions that all runs of the last 24 hours together may ask.',
  },
  'budgets.daily.time': {
    group: 'The model', value: duration, places: TUNED, fallback: always(null), fallbackText: 'no limit', example: '2h',
    doc: 'Time that all runs of the last 24 hours together may wait for answers.',
  },
  prices: {
    group: 'The model', places: FILE, fallback: always([]), fallbackText: 'a bundled list of known models',
    value: {
      type: 'list', maximum: 200, unique: 'model',
      of: {
        type: 'object',
        keys: {
          model: { value: { type: 'text', maxLength: 200 }, doc: 'Name of the model; may be a glob.' },
          input: { value: price, doc: 'US dollars for a million tokens of the question.' },
          output: { value: price, doc: 'US dollars for a million tokens of the answer.' },
        },
      },
    },
    example: [{ model: 'my-model-*', input: 0.5, output: 2 }],
    doc: 'What models cost; looked up before the bundled list. A model of your own machine costs 0.',
  },
  'replay-file': {
    group: 'The model', value: { type: 'place', reads: true }, places: TUNED, fallback: always(null), example: 'answers.jsonl',
    doc: 'Answers used in place of a model: JSON lines with the hash of a prompt, or `*`, and the answer.',
  },
  'record-answers': {
    group: 'The model', value: { type: 'place' }, places: TUNED, fallback: always(null), fallbackText: 'nowhere', example: 'answers.jsonl',
    doc: 'A file to which every answer is added in the form that `replay-file` reads.',
  },
} as const satisfies Readonly<Record<string, Setting>>;
