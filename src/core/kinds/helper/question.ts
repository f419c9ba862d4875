import { promptFor } from '../../generate/prompt.ts';
import type { PastWork } from '../../generate/prompt-past.ts';
import { packageOf } from '../../generate/packages.ts';
import { testHomeFor, type TestHome } from '../../generate/test-home.ts';
import { expectedNames } from './names.ts';
import type { Request } from './request.ts';

const SNIPPETS = 6;
const SIMILAR = 2;
const FAILURES = 2;

export type Question =
  | { readonly type: 'question'; readonly prompt: string; readonly tests: TestHome | null }
  /** Why nothing is asked. */
  | { readonly type: 'none'; readonly reason: string; readonly remedy: string };

/** The first question for a requested helper. Text of files that may not be sent is in no part of it. */
export async function questionFor(request: Request): Promise<Question> {
  const { task, target, language, repository, wanted } = request;
  const { context } = repository;
  if (!context.maySend(target.path)) return { type: 'none', reason: `\`${target.path}\` is kept from the model by .selfcodingignore`, remedy: 'Name another target, or take it out of .selfcodingignore.' };
  const names = expectedNames(request);
  const tests = await testHomeFor({ target: target.path, language, name: names[0] ?? null }, context);
  if (task.acceptCommand === null && tests === null) return { type: 'none', reason: 'nothing could prove its answer: there is no accept-command, and no test command would run a new test beside it', remedy: 'Give an `accept-command`, or a `test-command`.' };
  const suggestions = context.index.search(task.prompt, SNIPPETS).filter(({ record: { path } }) => !context.isTest(path) && context.maySend(path));
  const { text } = promptFor({
    words: task.prompt, target: target.path, text: target.text, language, facts: target.facts, acceptCommand: task.acceptCommand, suggestions, tests,
    names: wanted.missing.filter((name) => name !== 'default'),
    acceptFiles: wanted.acceptFiles.filter(({ path }) => context.maySend(path)),
    past: await pastOf(request),
    packageName: await packageOf(target.path, context.tree),
    hidden: context.tree.entries.flatMap(({ path }) => (context.maySend(path) ? [] : [path])),
  });
  return { type: 'question', prompt: text, tests };
}

async function pastOf({ task, target, repository: { context: { past } } }: Request): Promise<PastWork> {
  return { similar: await past.similar(task.prompt, SIMILAR), failures: past.failures({ taskId: task.id, paths: [target.path] }, FAILURES) };
}
