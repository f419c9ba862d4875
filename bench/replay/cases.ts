/** Tasks and labelled answers of the data set, and the shapes in which models give answers. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ReplayTask {
  readonly task: string;
  readonly entry: string;
  readonly doc: string;
  /** Helpers that the task brings along, and the head of the function. */
  readonly declaration: string;
  readonly fullTest: string;
}

interface Response {
  readonly task: string;
  readonly label: 'good' | 'bad';
  readonly source: string;
  readonly code: string;
  readonly passFull: boolean;
}

/** `good` and `bad` answers come in a shape that can be read; a `broken` one must never be kept, whatever its code is. */
export type Expectation = 'good' | 'bad' | 'undetectable' | 'broken';

export interface ReplayCase {
  readonly id: string;
  readonly task: ReplayTask;
  readonly expected: Expectation;
  readonly shape: string;
  /** What the model answers; `finish` as the protocol tells how it ended. */
  readonly answer: { readonly text: string; readonly finish: string };
}

type Shape = (code: string, task: ReplayTask) => string;

const fence = (code: string, tag = 'javascript'): string => `\`\`\`${tag}\n${code.trim()}\n\`\`\``;
const json = (code: string, task: ReplayTask): string =>
  JSON.stringify({ explanation: `Adds ${task.entry}.`, edits: [{ insert: code.trim(), name: task.entry, path: targetOf(task) }] });

/** Ways in which real models wrap an answer that can be read. */
const READABLE: Readonly<Record<string, Shape>> = {
  fenced: (code) => fence(code),
  untagged: (code) => fence(code, ''),
  prose: (code, { entry }) => `Sure! Here is \`${entry}\`, as you asked:\n\n${fence(code, 'js')}\n\nIt handles the cases in the description. Let me know if you need anything else.`,
  'two equal fences': (code) => `Here is the function:\n\n${fence(code)}\n\nAgain, complete:\n\n${fence(code)}`,
  crlf: (code) => fence(code).replaceAll('\n', '\r\n'),
  json,
  'json in a fence': (code, task) => fence(json(code, task), 'json'),
};

/** Ways in which an answer is no answer. */
const BROKEN: Readonly<Record<string, Shape>> = {
  truncated: (code) => fence(code).slice(0, Math.ceil(fence(code).length * 0.6)),
  'wrong name': (code, { entry }) => fence(code.replaceAll(new RegExp(`\\b${entry}\\b`, 'g'), `${entry}Of`)),
  'two different fences': (code) => `First attempt:\n\n${fence(code)}\n\nSecond attempt:\n\n${fence(`${code}\n// another\nconst other = 1;`)}`,
};

/** Two tasks may ask for functions of one name. */
export function targetOf({ task }: ReplayTask): string {
  return `src/${slugOf(task)}.js`;
}

export function slugOf(task: string): string {
  return task.toLowerCase().replace('/', '-');
}

export function readTasks(data: string): readonly ReplayTask[] {
  // In one task the name of the entry is spelled otherwise than in its code and tests.
  return (lines(join(data, 'replay-js-tasks.jsonl')) as readonly ReplayTask[]).map((task) => ({ ...task, entry: [...task.declaration.matchAll(/^const (\w+) =/gm)].at(-1)?.[1] ?? task.entry }));
}

/** Every labelled answer once, its shape by turns, and every good answer once more in a broken shape. */
export function readCases(data: string): readonly ReplayCase[] {
  const tasks = new Map(readTasks(data).map((task) => [task.task, task]));
  const responses = lines(join(data, 'replay-js-responses.jsonl')) as readonly Response[];
  const labelled = responses.map((response, index): ReplayCase => {
    const task = tasks.get(response.task)!;
    const expected = response.label === 'good' ? 'good' : response.passFull ? 'undetectable' : 'bad';
    return caseOf(`${index}`, task, expected, Object.entries(READABLE)[index % Object.keys(READABLE).length]!, response.code);
  });
  const broken = responses.flatMap((response, index): ReplayCase[] =>
    response.label === 'good' ? [caseOf(`${index}-broken`, tasks.get(response.task)!, 'broken', Object.entries(BROKEN)[index % Object.keys(BROKEN).length]!, response.code)] : []);
  return [...labelled, ...broken];
}

function caseOf(id: string, task: ReplayTask, expected: Expectation, [shape, write]: readonly [string, Shape], code: string): ReplayCase {
  const finish = shape === 'truncated' ? 'length' : 'stop';
  return { id, task, expected, shape, answer: { text: write(code, task), finish } };
}

function lines(path: string): readonly unknown[] {
  return readFileSync(path, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as unknown);
}
