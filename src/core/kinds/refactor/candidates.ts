/** Functions that are worth rewriting: too complex, or with findings in them, where tests are near. */
import { createHash } from 'node:crypto';
import { NEW_FUNCTION_COMPLEXITY } from '../../judge/exact.ts';
import { redact } from '../../knowledge/redact.ts';
import type { CodeRecord, Language } from '../../model/code.ts';
import type { Finding } from '../../model/evidence.ts';
import type { FoundTask, Task } from '../../model/task.ts';
import { count } from '../../report/format.ts';
import { testStrength } from '../repository/importers.ts';
import { foreignSegment, saysGenerated } from '../repository/places.ts';
import { repositoryOf } from '../repository/repository.ts';
import type { KindContext } from '../kind.ts';

/** What `propose` and `prove` need to know the function again. */
export interface RefactorDetail {
  readonly path: string;
  readonly name: string;
  readonly container: string | null;
  /** Which of several functions of that name in the file, in order. */
  readonly position: number;
}

/** Characters of a function that a generator is asked to rewrite in one answer. */
const LONGEST = 12_000;
const NAME = /^[A-Za-z_$#][\w$]*$/;
/** Languages in which one function's answer can be held to its declaration. */
const LANGUAGES: ReadonlySet<Language> = new Set(['javascript', 'typescript', 'tsx', 'python']);

/** Tasks for functions above the limit; with a baseline, also for functions in which it has findings. Best first. */
export async function refactorTasks(context: KindContext): Promise<readonly FoundTask[]> {
  const repository = repositoryOf(context);
  const tasks: FoundTask[] = [];
  for (const [path, records] of Map.groupBy(context.index.records, (record) => record.path)) {
    if (!isOpen(path, context)) continue;
    const found = wanted(records, context.baseline?.findings.filter((finding) => finding.path === path) ?? []);
    if (found.length === 0 || saysGenerated((await context.tree.read(path)) ?? '')) continue;
    tasks.push(...found.map((each) => taskOf(each, records, testStrength(repository, [path]))));
  }
  return tasks.sort((a, b) => b.gain - a.gain || (a.id < b.id ? -1 : 1));
}

function isOpen(path: string, { mayEdit, maySend, isTest }: KindContext): boolean {
  return mayEdit(path) && maySend(path) && !isTest(path) && foreignSegment(path) === null;
}

interface Wanted {
  readonly record: CodeRecord;
  readonly findings: readonly Finding[];
}

/** The innermost functions that are too complex, or hold findings: rewriting what is around one would rewrite it, too. */
function wanted(records: readonly CodeRecord[], findings: readonly Finding[]): readonly Wanted[] {
  const classes = new Set(records.filter(({ kind }) => kind === 'class').map(({ name }) => name));
  const functions = records.filter((record) => isRewritable(record, classes));
  const innermost = (finding: Finding): CodeRecord | undefined => functions.filter(({ startLine, endLine }) => startLine <= finding.line && endLine >= finding.line).sort((a, b) => a.body.length - b.body.length)[0];
  const held = Map.groupBy(findings, innermost);
  const chosen = functions.filter((record) => record.complexity > NEW_FUNCTION_COMPLEXITY || held.has(record));
  return chosen.filter((record) => !chosen.some((other) => other !== record && other.start >= record.start && other.end <= record.end)).map((record) => ({ record, findings: held.get(record) ?? [] }));
}

/** By one answer, alone, and seen whole: what looks like a secret is not sent, so nobody could write it again. */
function isRewritable({ kind, name, container, body, language }: CodeRecord, classes: ReadonlySet<string>): boolean {
  if (!LANGUAGES.has(language) || kind === 'class' || !NAME.test(name) || name === 'default' || body.length > LONGEST) return false;
  return (kind === 'function' || classes.has(container ?? '')) && redact(body) === body;
}

/** The id survives unrelated edits: it hashes the kind, the file and the function's own text. */
function taskOf({ record, findings }: Wanted, records: readonly CodeRecord[], strength: number): FoundTask {
  const { path, name, container, complexity } = record;
  const detail: RefactorDetail = { path, name, container, position: namesakes(records, record).indexOf(record) };
  const excess = Math.max(0, complexity - NEW_FUNCTION_COMPLEXITY) / complexity || 0;
  const share = Math.max(excess, Math.min(1, findings.length / 4));
  const why = [complexity > NEW_FUNCTION_COMPLEXITY ? `cognitive complexity ${complexity}` : '', findings.length > 0 ? count(findings.length, 'finding') : ''].filter(Boolean).join(', ');
  return {
    origin: 'found',
    kind: 'refactor',
    id: createHash('sha256').update(['refactor', path, container ?? '', name, record.body.replace(/\s+/g, ' ')].join('\n')).digest('hex').slice(0, 16),
    title: `Simplify \`${name}\` in ${path} (${why})`,
    paths: [path],
    gain: Math.round(share * strength * 1000) / 1000,
    detail,
  };
}

function namesakes(records: readonly CodeRecord[], { name, container }: Pick<CodeRecord, 'name' | 'container'>): readonly CodeRecord[] {
  return records.filter((record) => record.kind !== 'class' && record.name === name && record.container === container).sort((a, b) => a.start - b.start);
}

/** The function of a task as it stands now; `undefined` if it is gone. */
export function recordOf(task: Task, { index }: KindContext): CodeRecord | undefined {
  const { path, name, container, position } = detailOf(task);
  return namesakes(index.records.filter((record) => record.path === path), { name, container })[position];
}

export function detailOf(task: Task): RefactorDetail {
  if (task.origin !== 'found' || task.kind !== 'refactor') throw new TypeError(`Not a task of this kind: ${task.id}`);
  return task.detail as RefactorDetail;
}
