import { createHash } from 'node:crypto';

import type { Candidate, NoCandidate, Proposal } from '../model/change.ts';
import type { FoundTask, Task } from '../model/task.ts';
import { listed, oneLine } from '../report/format.ts';
import { candidateOf, titleOf } from './extract/candidate.ts';
import { testStrength } from './repository/importers.ts';
import { foreignSegment } from './repository/places.ts';
import { goCandidateOf, goTitleOf } from './extract/go-candidate.ts';
import { planGoExtraction } from './extract/go-plan.ts';
import { countKey, LEAST_LINES_FOUND, lineCount, planExtraction } from './extract/plan.ts';
import type { PlanOptions } from './extract/plan.ts';
import { parseModule, repositoryOf } from './repository/repository.ts';
import type { CloneGroup, Kind, KindContext } from './kind.ts';

/** What `propose` needs to make the plan again. */
interface ExtractDetail {
  readonly cloneKey: string;
  readonly root: string;
  /** Where the function is to stand: a narrower plan that saves fewer lines must not end in another place than the one that was announced. */
  readonly home: string;
}

/** One complete change, whatever the language. */
interface Planned {
  readonly cloneKey: string;
  readonly root: string;
  readonly title: string;
  /** Home first. */
  readonly paths: readonly string[];
  readonly netLines: number;
  candidate(task: Task): Candidate;
}

type Left = readonly { readonly path: string; readonly reason: string }[];

/** Whole functions that exist more than once, equal up to names and formatting, become one. */
export const extract: Kind = {
  name: 'extract',
  async find(context) {
    const repository = repositoryOf(context);
    const tasks: FoundTask[] = [];
    for (const group of context.index.clones) {
      const paths = candidatePaths(group, context);
      if (paths.length < (isGo(group) ? 1 : 2)) continue;
      const { plans, left } = await plansFor(group, context, { without: [], destination: null, asked: false, leastLines: LEAST_LINES_FOUND });
      if (plans.length === 0 && left.length > 0) context.passedOver(`\`${group.records[0]!.name}\` in ${listed(paths)}: ${oneLine(left[0]!.reason)}`);
      tasks.push(...plans.map((plan) => taskOf(plan, testStrength(repository, plan.paths))));
    }
    return tasks.sort((a, b) => b.gain - a.gain || (a.id < b.id ? -1 : 1));
  },
  async *propose(task, context, without) {
    const { cloneKey, root, home } = detailOf(task);
    const group = context.index.clones.find((each) => each.cloneKey === cloneKey);
    const { plans, left } = group === undefined ? { plans: [], left: [] } : await plansFor(group, context, { without, destination: home, asked: false, leastLines: 1 });
    const plan = plans.find((each) => each.root === root);
    yield plan === undefined ? { type: 'none', none: nothing(left) } : { type: 'candidate', candidate: plan.candidate(task) };
  },
  prove: (task, candidate, context) => proveExtraction(detailOf(task).cloneKey, candidate, context),
};

export interface ExtractIntoOptions {
  readonly task: Task;
  /** Sites, `path:name`, that stay as they are. */
  readonly without: readonly string[];
}

/**
 * Puts the one function of a clone group into `destinationPath`, an existing module or a new file, and replaces the copies by
 * imports of it. Nothing is proposed where one of the rules of the kind forbids it; the near misses say which.
 */
export async function extractInto(group: CloneGroup, destinationPath: string, context: KindContext, { task, without }: ExtractIntoOptions): Promise<Proposal> {
  const { plans, left } = await plansFor(group, context, { without, destination: destinationPath, asked: true, leastLines: 1 });
  const plan = plans[0];
  return plan === undefined ? { type: 'none', none: nothing(left) } : { type: 'candidate', candidate: plan.candidate(task) };
}

function isGo({ records }: CloneGroup): boolean {
  return records[0]?.language === 'go';
}

async function plansFor(group: CloneGroup, context: KindContext, options: PlanOptions): Promise<{ readonly plans: readonly Planned[]; readonly left: Left }> {
  const repository = repositoryOf(context);
  const paths = candidatePaths(group, context);
  if (isGo(group)) {
    const { plans, left } = await planGoExtraction(repository, group.cloneKey, paths, options);
    return { left, plans: plans.map((plan) => ({ ...plan, title: goTitleOf(plan), paths: [...new Set([plan.kept.path, ...plan.files.map(({ path }) => path)])], candidate: (task) => goCandidateOf(task, plan, repository) })) };
  }
  const { plans, left } = await planExtraction(repository, group.cloneKey, paths, options);
  return { left, plans: plans.map((plan) => ({ ...plan, title: titleOf(plan), paths: [plan.home.path, ...plan.replaced.map((each) => each.path)], candidate: (task) => candidateOf(task, plan, repository) })) };
}

/**
 * The structural oracle, asked of the candidate's texts alone: before, the function stood in several of them; after, it
 * stands in exactly one, and there are fewer lines.
 */
export async function proveExtraction(cloneKey: string, candidate: Candidate, context: KindContext): ReturnType<Kind['prove']> {
  let before = 0;
  let after = 0;
  let lines = 0;
  for (const edit of candidate.edits) {
    const [old, made] = [await parseModule(context, edit.path, edit.before), await parseModule(context, edit.path, edit.after)];
    before += old === null ? 0 : countKey(old, cloneKey);
    after += made === null || made.hasSyntaxError ? 0 : countKey(made, cloneKey);
    lines += lineCount(edit.after ?? '') - lineCount(edit.before ?? '');
  }
  // A home that exported its copy already is not among the edits.
  const untouched = await keptElsewhere(cloneKey, candidate, context);
  before += untouched;
  after += untouched;
  const proved = before >= 2 && after === 1 && lines < 0;
  return {
    proved,
    oracle: 'clone gone',
    before: `${before} copies`,
    after: `${after} ${after === 1 ? 'copy' : 'copies'}, ${lines < 0 ? '−' : '+'}${Math.abs(lines)} lines`,
    explanation: proved ? `One function stands where ${before} equal ones stood; ${-lines} lines are gone.` : `After the change ${after} copies stand, with ${lines} lines more; one copy and fewer lines were expected.`,
  };
}

async function keptElsewhere(cloneKey: string, candidate: Candidate, context: KindContext): Promise<number> {
  const [home] = candidate.sites;
  if (home === undefined || candidate.edits.some((edit) => edit.path === home.path)) return 0;
  const facts = await repositoryOf(context).facts(home.path);
  return facts === null ? 0 : countKey(facts, cloneKey);
}

function candidatePaths(group: CloneGroup, context: KindContext): readonly string[] {
  const records = group.records.filter((record) => record.topLevel && record.kind === 'function');
  return [...new Set(records.map((record) => record.path))].filter((path) => context.mayEdit(path) && !context.isTest(path) && foreignSegment(path) === null);
}

/** The id survives unrelated edits: it hashes the kind, the function's content and the package. */
function taskOf(plan: Planned, strength: number): FoundTask {
  const detail: ExtractDetail = { cloneKey: plan.cloneKey, root: plan.root, home: plan.paths[0]! };
  return {
    origin: 'found',
    kind: 'extract',
    id: createHash('sha256').update(`extract\n${plan.cloneKey}\n${plan.root}`).digest('hex').slice(0, 16),
    title: plan.title,
    paths: plan.paths,
    gain: Math.round(-plan.netLines * strength * 10) / 10,
    detail,
  };
}

function detailOf(task: Task): ExtractDetail {
  if (task.origin !== 'found' || task.kind !== 'extract') throw new TypeError(`Not a task of this kind: ${task.id}`);
  return task.detail as ExtractDetail;
}

function nothing(left: Left): NoCandidate {
  return {
    reason: 'fewer than two copies can provably be replaced by one function',
    remedy: null,
    nearMisses: left.map((each) => `${each.path}: ${each.reason}`),
    interactions: [],
  };
}
