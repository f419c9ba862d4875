import type { Candidate, Proposal } from '../../model/change.ts';
import type { Worth } from '../../model/evidence.ts';
import { extractInto, proveExtraction } from '../extract.ts';
import { parseModule } from '../repository/repository.ts';
import type { CloneGroup, KindContext } from '../kind.ts';
import type { Fits } from './fit.ts';
import type { Request } from './request.ts';

const GROUPS = 2;

/** Copies of what fits become one function in the target: better than handing on one of them. */
export async function* clonesInto(request: Request, { fitting }: Fits, without: readonly string[]): AsyncGenerator<Proposal> {
  const { context } = request.repository;
  const keys = new Set(fitting.map(({ record }) => record.cloneKey));
  const groups = context.index.clones.filter(({ cloneKey, records }) => keys.has(cloneKey) && records.some(({ path }) => path !== request.target.path));
  for (const group of groups.slice(0, GROUPS)) {
    const proposal = await extractInto(group, request.target.path, context, { task: request.task, without });
    if (proposal.type === 'candidate' && (await providesNames(request, proposal.candidate))) yield proposal;
  }
}

/** The names that the accept command takes from the target are there afterwards. */
async function providesNames({ repository, target, wanted }: Request, { edits }: Candidate): Promise<boolean> {
  const after = edits.find(({ path }) => path === target.path)?.after ?? target.text;
  const facts = await parseModule(repository.context, target.path, after);
  if (facts === null) return false;
  // In a Go package every name is there for the others, tests included.
  const isOpen = facts.system === 'python' || facts.system === 'go';
  const has = new Set(isOpen ? facts.scopes.bindings.map(({ name }) => name) : facts.exports.map(({ exported }) => exported));
  return wanted.missing.every((name) => has.has(name));
}

/** The oracle of `extract`, for whichever group of copies the candidate joins; `null` if it joins none. */
export async function proveClones(candidate: Candidate, context: KindContext): Promise<Worth | null> {
  for (const { cloneKey } of groupsIn(candidate, context)) {
    const worth = await proveExtraction(cloneKey, candidate, context);
    if (worth?.proved === true) return worth;
  }
  return null;
}

function groupsIn({ edits }: Candidate, { index }: KindContext): CloneGroup[] {
  const paths = new Set(edits.map(({ path }) => path));
  return index.clones.filter(({ records }) => records.filter(({ path }) => paths.has(path)).length > 1);
}
