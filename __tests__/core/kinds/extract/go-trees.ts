import { spawnSync } from 'node:child_process';

import { extract } from '../../../../src/core/kinds/extract.ts';
import { writeFiles } from '../../../support/laboratory.ts';
import { temporaryDirectory } from '../../../support/temporary.ts';
import { TOOL_PATH } from '../../../support/tools.ts';
import { applied, contextOf, proposals } from './trees.ts';
import type { Sources } from './trees.ts';
import type { Candidate, FileEdit } from '../../../../src/core/model/change.ts';
import type { FoundTask } from '../../../../src/core/model/task.ts';

export const MODULE = { 'go.mod': 'module example.com/shop\n\ngo 1.21\n' };

export interface GoResult {
  readonly task: FoundTask;
  readonly candidate: Candidate;
  readonly after: Sources;
}

/** The one change that is found, proved by the kind's oracle. */
export async function goExtracted(sources: Sources, without: readonly string[] = []): Promise<GoResult> {
  const said: string[] = [];
  const context = { ...(await contextOf({ ...MODULE, ...sources })), passedOver: (what: string) => said.push(what) };
  const tasks = await extract.find(context);
  if (tasks.length !== 1) throw new Error(`${tasks.length} tasks: ${tasks.map((task) => task.title).join('; ')}${said.join('; ')}`);
  const task = tasks[0]!;
  const [proposal] = await proposals(context, task, without);
  if (proposal?.type !== 'candidate') throw new Error(`no candidate: ${JSON.stringify(proposal)}`);
  const worth = await extract.prove(task, proposal.candidate, context);
  if (worth?.proved !== true) throw new Error(`not proved: ${worth?.explanation ?? ''}`);
  return { task, candidate: proposal.candidate, after: applied(sources, proposal.candidate.edits) };
}

/** Why nothing is found, as the log would say it. */
export async function passedOver(sources: Sources): Promise<readonly string[]> {
  const said: string[] = [];
  const context = { ...(await contextOf({ ...MODULE, ...sources })), passedOver: (what: string) => said.push(what) };
  const tasks = await extract.find(context);
  if (tasks.length > 0) throw new Error(`found: ${tasks.map(({ title }) => title).join('; ')}`);
  return said;
}

/** What gofmt, the compiler (tests included) and vet say about a tree of sources; empty if they like it. With edits on top of it the layout does not matter. */
export async function complaints(sources: Sources, edits: readonly FileEdit[] = []): Promise<string> {
  const directory = await temporaryDirectory();
  const root = directory.path;
  try {
    writeFiles(root, { ...MODULE, ...sources, ...Object.fromEntries(edits.map(({ path, after }) => [path, after!])) });
    const run = (command: string, ...args: readonly string[]): string => {
      const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8', env: { ...process.env, PATH: TOOL_PATH, GOFLAGS: '', GOPROXY: 'off', GOTOOLCHAIN: 'local' } });
      return status === 0 && (command !== 'gofmt' || stdout === '') ? '' : `${command} ${args.join(' ')}: ${stdout}${stderr}`;
    };
    return `${edits.length > 0 ? '' : run('gofmt', '-d', '.')}${run('go', 'vet', './...')}`;
  } finally {
    await directory.remove();
  }
}
