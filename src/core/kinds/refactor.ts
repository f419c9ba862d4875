import { passingTests } from '../evidence/strength.ts';
import { converse, afterTalk, type Drafted, type Reading } from '../generate/dialogue.ts';
import { asIndentedIn } from '../generate/indentation.ts';
import { parseReply } from '../generate/reply.ts';
import type { ReplyEdit } from '../generate/reply-json.ts';
import { sitesOf } from '../generate/sites.ts';
import { REDACTED } from '../knowledge/redact.ts';
import type { FileEdit, FileMode, NoCandidate } from '../model/change.ts';
import type { CodeRecord } from '../model/code.ts';
import type { Task } from '../model/task.ts';
import { quoted } from '../report/format.ts';
import { readModule } from '../syntax/modules.ts';
import type { Kind, KindContext, Proposals } from './kind.ts';
import { recordOf, refactorTasks } from './refactor/candidates.ts';
import { questionFor } from './refactor/question.ts';
import { rewrite } from './refactor/rewrite.ts';
import { complexityChange, complexityText, proveRefactoring } from './refactor/worth.ts';

/** Characters of a commit's subject: a longer title names the file without its directories. */
const SUBJECT = 72;

/** Functions that are hard to follow are rewritten by a model; tests, complexity and findings decide, never the model. */
export const refactor: Kind = {
  name: 'refactor',
  find({ writer, baseline, ...rest }) {
    // Without a model nothing could be proposed, without a test that passes nothing could be proved.
    if (writer === null || (baseline !== null && passingTests(baseline).length === 0)) return Promise.resolve([]);
    return refactorTasks({ writer, baseline, ...rest });
  },
  async *propose(task, context) {
    const { writer } = context;
    const record = recordOf(task, context);
    const source = record === undefined ? null : await context.tree.read(record.path);
    if (writer === null || record === undefined || source === null) {
      yield { type: 'none', none: writer === null ? none('refactoring needs a model', 'Give a key, or a `replay-file`.') : none('the function is gone', null) };
      return;
    }
    await context.syntax.load([record.language]);
    const facts = context.syntax.parse(record.language, source, readModule);
    const findings = (context.baseline?.findings ?? []).filter(({ path, line }) => path === record.path && line >= record.startLine && line <= record.endLine);
    const prompt = questionFor({ record, source, facts, findings }, task.id, context);
    const talk = yield* converse({ taskId: task.id, prompt, advice: 'Use another model, or rewrite the function by hand.', read: (answer) => readAnswer(answer, { task, record, source }, context) }, writer);
    yield* afterTalk(talk, nothingElse());
  },
  prove: (_task, candidate, context) => proveRefactoring(candidate, context),
};

async function* nothingElse(): Proposals {
  // Without the model there is no other way to rewrite a function.
}

interface Asked {
  readonly task: Task;
  readonly record: CodeRecord;
  readonly source: string;
}

async function readAnswer(answer: string, { task, record, source }: Asked, context: KindContext): Promise<Reading> {
  const { syntax, index, tree } = context;
  const reply = parseReply(answer, { target: record.path, language: record.language, testPath: null });
  if (reply.type === 'failure') return reply;
  const code = codeOf(reply.edits, record);
  if (code === null) return { type: 'failure', reason: `the answer holds more than code for \`${record.path}\``, remedy: 'Answer with one fenced code block that holds the whole function.' };
  const members = new Set(index.records.filter(({ kind }) => kind === 'method').map(({ name }) => name));
  if (code.includes(REDACTED) && !source.includes(REDACTED)) return { type: 'failure', reason: `the code holds \`${REDACTED}\`, which stands for a secret that was not sent`, remedy: 'Leave values that were taken out where they are.' };
  const rewritten = rewrite(source, record, asIndentedIn(source, code, record.language, syntax), { syntax, members });
  if (rewritten.type === 'failure') return rewritten;
  const mode: FileMode = tree.entries.find(({ path }) => path === record.path)?.mode === '100755' ? '100755' : '100644';
  const edits: readonly FileEdit[] = [{ path: record.path, mode, before: source, after: rewritten.text }];
  return { type: 'candidate', candidate: await drafted(task, record, edits, rewritten.added, context) };
}

/** The functions of an answer, whether they come in one block or as edits: where they belong is known. */
function codeOf(edits: readonly ReplyEdit[], { path }: CodeRecord): string | null {
  const codes = edits.flatMap((edit) => ((edit.type === 'insert' || edit.type === 'symbol') && edit.path === path ? [edit.code] : []));
  return codes.length === edits.length ? codes.join('\n\n') : null;
}

/** Title and explanation are made from the edit and its numbers, never from the model's words. */
async function drafted(task: Task, { path, name, container }: CodeRecord, edits: readonly FileEdit[], added: readonly string[], { syntax }: KindContext): Promise<Drafted> {
  const change = await complexityChange(edits, syntax);
  const numbers = complexityText(change);
  const { maximum, sum } = change;
  const whole = quoted(container === null ? name : `${container}.${name}`);
  const titled = (file: string): string => (maximum.before > maximum.after ? `Simplify ${whole} in ${file} (complexity ${maximum.before} → ${maximum.after})` : `Rewrite ${whole} in ${file}`);
  const title = titled(path).length <= SUBJECT ? titled(path) : titled(path.slice(path.lastIndexOf('/') + 1));
  const beside = added.length === 0 ? '' : ` Beside it stand${added.length === 1 ? 's' : ''} ${added.map(quoted).join(', ')}, private to the file.`;
  return {
    taskId: task.id, kind: 'refactor', edits, title, transplanted: false, ownTests: [], sites: await sitesOf(edits, syntax),
    explanation: [
      `${whole} in \`${path}\` is rewritten; its name, parameters and exports stay, and so does the rest of the file.${beside}`,
      `Cognitive complexity: ${numbers}. Of all touched and new functions together: ${sum.before} → ${sum.after}.`,
      'That it behaves as before rests on the tests: those that passed must still pass, and must notice a mistake in each function that is rewritten or new.',
    ].join('\n\n'),
  };
}

function none(reason: string, remedy: string | null): NoCandidate {
  return { reason, remedy, nearMisses: [], interactions: [] };
}
