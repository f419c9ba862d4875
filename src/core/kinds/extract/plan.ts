import { familyOf } from '../../syntax/language.ts';
import { exportedAs } from '../../syntax/edit-exports.ts';
import type { ModuleFacts } from '../../syntax/modules.ts';
import { directoryOf } from '../../syntax/resolve.ts';
import { isIn } from '../../syntax/scopes.ts';
import { examineCopy } from './copies.ts';
import type { Copy } from './copies.ts';
import { differentMeaning, homeReason, openHome, pairReason, sharedModules } from './destination.ts';
import type { Home } from './destination.ts';
import { importersOf } from '../repository/importers.ts';
import { affinity, isShared } from '../repository/places.ts';
import { parseModule } from '../repository/repository.ts';
import type { Repository } from '../repository/repository.ts';
import { importedFrom, rewriteCopy } from './rewrite-copy.ts';
import type { Rewritten } from './rewrite-copy.ts';
import { keepInPlace, moveIn } from './rewrite-home.ts';
import type { RewrittenHome } from './rewrite-home.ts';
import { reachedByString } from './strings.ts';

export interface Replaced extends Rewritten {
  readonly copy: Copy;
}

/** A complete change: one home, and the copies that it replaces. */
export interface Plan {
  readonly cloneKey: string;
  /** Package that all of it lies in. */
  readonly root: string;
  readonly home: RewrittenHome;
  /** Text of the function came from here; in place if it is the home's own. */
  readonly origin: Copy;
  readonly moved: boolean;
  readonly replaced: readonly Replaced[];
  /** Lines after minus lines before; negative. */
  readonly netLines: number;
  /** Copies that stay, and why. */
  readonly left: readonly { readonly path: string; readonly reason: string }[];
  /** Why this home, in one phrase. */
  readonly why: string;
}

export interface PlanOptions {
  /** Sites, `path:name`, whose copies stay as they are. */
  readonly without: readonly string[];
  /** The home is given; it may be a file that does not exist yet. */
  readonly destination: string | null;
  /** Somebody wants the function there, so that it may become public. */
  readonly asked: boolean;
  /** Fewer lines than this are not worth a reviewer's time. */
  readonly leastLines: number;
}

/** Found work must save this much: less, and the import costs more attention than the copy. */
export const LEAST_LINES_FOUND = 4;

interface Choice {
  readonly home: Home;
  readonly accepted: readonly Copy[];
  readonly importing: number;
  readonly importers: number;
  /** How much the function's name has to do with the module. */
  readonly affinity: number;
  readonly tier: number;
}

/** All plans for one clone key, one for each package at most, and the reasons for what was left. */
export async function planExtraction(repository: Repository, cloneKey: string, paths: readonly string[], options: PlanOptions): Promise<{ readonly plans: readonly Plan[]; readonly left: Plan['left'] }> {
  const copies: Copy[] = [];
  const left: { path: string; reason: string }[] = [];
  await repository.context.tree.readMany?.(paths);
  for (const path of [...new Set(paths)].sort()) {
    const examined = await examineCopy(repository, path, cloneKey);
    if (examined.type === 'refused') left.push({ path, reason: examined.reason });
    else if (options.without.includes(`${path}:${examined.copy.fn.name}`)) left.push({ path, reason: 'no check would notice a mistake there' });
    else copies.push(examined.copy);
  }
  const partitions = Map.groupBy(copies, (copy) => copy.partition);
  const plans = new Map<string, Plan>();
  for (const alike of partitions.values()) {
    const group = alike.length < 2 ? alike : await notNamed(repository, alike, left);
    if (group.length < 2) {
      left.push(...group.map(({ path }) => ({ path, reason: 'no other copy has its package, language, module system, directives and platform' })));
      continue;
    }
    const plan = await planPartition(repository, cloneKey, group, left, options);
    if (plan !== null && plan.netLines < (plans.get(plan.root)?.netLines ?? 0)) plans.set(plan.root, plan);
  }
  return { plans: [...plans.values()], left };
}

async function notNamed(repository: Repository, copies: readonly Copy[], left: { path: string; reason: string }[]): Promise<readonly Copy[]> {
  const free: Copy[] = [];
  for (const copy of copies) {
    const reason = await reachedByString(repository, copy);
    if (reason === null) free.push(copy);
    else left.push({ path: copy.path, reason });
  }
  return free;
}

async function planPartition(repository: Repository, cloneKey: string, copies: readonly Copy[], left: { path: string; reason: string }[], options: PlanOptions): Promise<Plan | null> {
  const homes = options.destination === null ? await possibleHomes(repository, copies) : await givenHome(repository, options.destination, copies);
  const choices: Choice[] = [];
  const missed: { path: string; reason: string }[] = [];
  for (const home of homes) {
    const reason = await homeReason(repository, home);
    if (reason !== null) {
      missed.push({ path: home.path, reason: `cannot be the one place: ${reason}` });
      continue;
    }
    const accepted: Copy[] = [];
    for (const copy of copies.filter((each) => each.path !== home.path)) {
      const against = await pairReason(repository, home, copy);
      if (against === null) accepted.push(copy);
      else missed.push({ path: copy.path, reason: `cannot use ${home.path}: ${against}` });
    }
    const choice = await choiceOf(repository, home, accepted);
    if (accepted.length + (home.copy === null ? 0 : 1) >= 2 && (choice.tier > 0 || options.destination !== null)) choices.push(choice);
  }
  for (const choice of choices.sort(compareChoices)) {
    const plan = await realise(repository, cloneKey, choice, copies, left);
    if (plan !== null && -plan.netLines >= options.leastLines) return plan;
    missed.push({ path: choice.home.path, reason: plan === null ? 'cannot be the one place: its exports or its text leave no clean way' : `would save ${-plan.netLines} lines only` });
    // A worse place is none the better for saving more.
    if (plan !== null) break;
  }
  left.push(...missed);
  return null;
}

async function possibleHomes(repository: Repository, copies: readonly Copy[]): Promise<readonly Home[]> {
  return [...copies.map(({ path, text, facts }, index) => ({ path, text, facts, copy: copies[index]! })), ...(await sharedModules(repository, copies))];
}

async function givenHome(repository: Repository, destination: string, copies: readonly Copy[]): Promise<readonly Home[]> {
  const own = copies.find((copy) => copy.path === destination);
  if (own !== undefined) return [{ path: own.path, text: own.text, facts: own.facts, copy: own }];
  const existing = await openHome(repository, destination);
  if (existing !== null || repository.files.has(destination)) return existing === null ? [] : [existing];
  const like = copies[0];
  const facts = await parseModule(repository.context, destination, '');
  if (like === undefined || facts === null || familyOf(facts.language) !== familyOf(like.facts.language)) return [];
  return [{ path: destination, text: '', facts: { ...facts, system: like.facts.system, style: like.facts.style, directives: [] }, copy: null }];
}

async function choiceOf(repository: Repository, home: Home, accepted: readonly Copy[]): Promise<Choice> {
  let importing = 0;
  for (const copy of accepted) if ((await repository.loads(copy.path))?.modules.includes(home.path) === true) importing += 1;
  const isPrivate = home.facts.language === 'python' && home.copy?.fn.name.startsWith('_') === true;
  const isExported = home.copy !== null && !isPrivate && exportedAs(home.facts, home.copy.fn.name) !== null;
  const affinity = affinityOf(home, accepted.map((copy) => copy.fn.name));
  const importers = importersOf(repository, home.path);
  // A function moves only to where it would be looked for: a module that happens to be imported by all, or shares one word of a name, is not the place.
  // In Python the other way would be to import a name that says "private", so that one word is enough where everybody looks.
  const avoidsPrivate = home.facts.language === 'python' && importing === accepted.length && accepted.every((copy) => copy.fn.name.startsWith('_'));
  const belongs = affinity > (avoidsPrivate ? 0 : 1) || isShared(home.path);
  return { home, accepted, importing, importers, affinity, tier: isExported ? 3 : home.copy === null ? (belongs ? 2 : 0) : 1 };
}

function affinityOf({ path, facts, copy }: Home, names: readonly string[]): number {
  const own = facts.scopes.bindings.filter((each) => each.kind !== 'import' && !(copy !== null && isIn(each.declarations[0]!, copy.fn))).map((each) => each.name);
  return Math.max(...names.map((name) => affinity(name, path, own)), 0);
}

/** More places first, then an exported copy, a module that the callers import already, and where most others look. */
function compareChoices(a: Choice, b: Choice): number {
  const places = (choice: Choice): number => choice.accepted.length + (choice.home.copy === null ? 0 : 1);
  return (
    places(b) - places(a) || b.tier - a.tier || b.affinity - a.affinity || b.importing - a.importing || Number(isShared(b.home.path)) - Number(isShared(a.home.path)) ||
    b.importers - a.importers || depth(a) - depth(b) || (a.home.path < b.home.path ? -1 : 1)
  );
}

function depth({ home }: Choice): number {
  return directoryOf(home.path).split('/').length;
}

// ---------------------------------------------------------------------------------------------- realising

async function realise(repository: Repository, cloneKey: string, choice: Choice, all: readonly Copy[], left: Plan['left']): Promise<Plan | null> {
  const made = choice.home.copy === null ? await move(repository, choice) : await stay(repository, choice.home);
  if (made === null || countKey(made.home.facts, cloneKey) !== 1) return null;
  const replaced: Replaced[] = [];
  const missed: { path: string; reason: string }[] = all.filter((copy) => copy.path !== choice.home.path && !choice.accepted.includes(copy)).map((copy) => ({ path: copy.path, reason: 'it cannot safely import the shared one' }));
  for (const copy of choice.accepted) {
    if (differentMeaning(made.origin, copy) !== null) continue;
    const result = await rewriteCopy(repository, copy, made.home.kept, await isUsedElsewhere(repository, copy));
    if (result !== null && countKey(result.facts, cloneKey) === 0 && !hasNewGlobals(copy.facts, result.facts)) replaced.push({ ...result, copy });
    else missed.push({ path: copy.path, reason: 'its text leaves no clean way to replace it' });
  }
  if (replaced.length + (made.moved ? 0 : 1) < 2) return null;
  const texts = [made.home, ...replaced];
  const netLines = texts.reduce((sum, { before, after }) => sum + lineCount(after) - lineCount(before ?? ''), 0);
  return { cloneKey, root: made.origin.partition.split('\n', 1)[0]!, ...made, replaced, netLines, left: [...left, ...missed], why: whyHere(choice, made.moved) };
}

type Made = Pick<Plan, 'home' | 'origin' | 'moved'>;

async function stay(repository: Repository, home: Home): Promise<Made | null> {
  const rewritten = await keepInPlace(repository, home, home.copy!);
  return rewritten === null ? null : { home: rewritten, origin: home.copy!, moved: false };
}

/** Tries the best documented copy first, under the name that most copies have. */
async function move(repository: Repository, { home, accepted }: Choice): Promise<Made | null> {
  const names = Map.groupBy(accepted, (copy) => copy.fn.name);
  const common = [...names].sort((a, b) => b[1].length - a[1].length || a[0].localeCompare(b[0], 'en'))[0]![0];
  // A name that says "private" is no name for what several modules share.
  const open = home.facts.language === 'python' ? common.replace(/^_+(?=\w*[a-z])/, '') : common;
  const isFree = accepted.every((copy) => open === copy.fn.name || !copy.facts.scopes.bindings.some((each) => each.name === open));
  const best = [...accepted].sort((a, b) => documented(b) - documented(a) || (a.path < b.path ? -1 : 1));
  for (const name of isFree ? [open, common] : [common]) {
    for (const origin of best) {
      const rewritten = await moveIn(repository, home, origin, name, accepted.map((copy) => copy.path));
      if (rewritten !== null) return { home: { ...rewritten, before: repository.files.has(home.path) ? home.text : null }, origin, moved: true };
    }
  }
  return null;
}

function documented({ text, fn, facts }: Copy): number {
  const above = facts.comments.filter((comment) => comment.end <= fn.start && text.slice(comment.end, fn.start).trim() === '').at(-1);
  return Math.max(fn.docstring.length, above?.text.startsWith('/**') === true ? above.text.length : 0);
}

async function isUsedElsewhere(repository: Repository, { path, fn, facts }: Copy): Promise<boolean> {
  if (facts.language !== 'python') return false;
  return !fn.name.startsWith('_') || facts.allList?.names.includes(fn.name) === true || importedFrom(repository, path, [fn.name]);
}

/** A name that nothing declares any more would be a mistake of the edit. */
function hasNewGlobals(before: ModuleFacts, after: ModuleFacts): boolean {
  const known = new Set(before.scopes.references.filter((each) => each.binding === null).map((each) => each.name));
  return after.scopes.references.some((each) => each.binding === null && !known.has(each.name) && !(each.name === 'require' && after.system === 'commonjs'));
}

export function countKey(facts: ModuleFacts, cloneKey: string): number {
  return facts.functions.filter((fn) => fn.cloneKey === cloneKey).length;
}

export function lineCount(text: string): number {
  return text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

function whyHere({ home, importing, importers, tier, accepted }: Choice, moved: boolean): string {
  if (tier === 3) return 'it is exported there already';
  if (moved && importing > 0) return `${importing} of the ${accepted.length} modules import it already`;
  if (moved) return 'it was asked for';
  if (importing > 0) return `${importing} of the other modules import it already`;
  return importers > 0 ? `of the modules that have a copy, ${importers} other modules import this one` : `of the modules that have a copy, \`${home.path}\` is the plainest place`;
}
