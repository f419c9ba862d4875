import type { AnswerSchema } from '../ports.ts';

type Schema = Readonly<Record<string, unknown>>;

/** Strict structured outputs want every property required and no other allowed. */
function object(properties: Readonly<Record<string, Schema>>): Schema {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

const text = (description: string): Schema => ({ type: 'string', description });
const path = text('Path of the file, relative to the repository root.');

/**
 * The shape of an answer: a list of edits, each in exactly one of four forms. The reader of answers knows the same forms, so that an
 * endpoint without structured outputs can give them too.
 */
export const ANSWER_SCHEMA: AnswerSchema = {
  name: 'edits',
  schema: object({
    explanation: text('One or two sentences.'),
    edits: {
      type: 'array',
      items: {
        // Alternatives that begin with the same key are rejected by some endpoints, so the path comes later.
        anyOf: [
          object({ insert: text('Code of one complete new function, with the imports that it needs.'), name: text('Name of that function.'), path }),
          object({ symbol: text('Name of the function, class or constant that is replaced as a whole; `Class.method` for a method.'), code: text('Its complete new code.'), path }),
          object({ search: text('Exact text that occurs once in the file.'), replace: text('What stands there instead.'), path }),
          object({ content: text('Complete content of a new file.'), path }),
        ],
      },
    },
  }),
};
