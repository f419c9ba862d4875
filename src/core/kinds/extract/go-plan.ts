import type { ModuleFacts } from '../../syntax/modules.ts';
import { directoryOf } from '../../syntax/resolve.ts';
import type { TextRange } from '../../syntax/scope-builder.ts';
import { leadingComments } from '../../syntax/trivia.ts';
import { declaringFiles, goModuleOf, goPackageOf, goPackagesIn } from '../repository/go-packages.ts';
import type { GoFile, GoPackage } from '../repository/go-packages.ts';
import { parseModule } from '../repository/repository.ts';
import type { Repository } from '../repository/repository.ts';
import { examineGoFile } from './go-copies.ts';
import type { GoCopy } from './go-copies.ts';
import { belongsIn, exportedNameFor, goAffinity, goPairReason, moveReason, sharedGoHomes } from './go-homes.ts';
import type { GoHome } from './go-homes.ts';
import { draftCopy, draftMove, draftRename, editedFiles, formOf, goneRange } from './go-rewrite.ts';
import type { Drafts, GoEdited, GoKept, GoReplaced } from './go-rewrite.ts';
import { lineCount } from './plan.ts';
import type { PlanOptions } from './plan.ts';
import { reachedByString } from './strings.ts';

/** A complete change: one function that stays, and what gives way to it. */
export interface GoPlan {
  readonly cloneKey: string;
  /** What all of it lies in: a module, or a package where the function is bound to one. */
  readonly root: string;
  readonly home: GoHome;
  readonly kept: GoKept;
  /** Text of the function came from here; in place if it is the home's own. */
  readonly origin: GoCopy;
  readonly replaced: readonly GoReplaced[];
  /** Home first, if it changes. */
  readonly files: readonly GoEdited[];
  readonly netLines: number;
  readonly left: readonly { readonly path: string; readonly reason: string }[];
}

type Left = { path: string; reason: string }[];

interface Choice {
  readonly home: GoHome;
  readonly name: string;
  readonly accepted: readonly GoCopy[];
  readonly tier: number;
}

/** All plans for one clone key, one for each module or package at most, and the reasons for what was left. */
export async function planGoExtraction(repository: Repository, cloneKey: string, paths: readonly string[], options: PlanOptions): Promise<{ readonly plans: readonly GoPlan[]; readonly left: GoPlan['left'] }> {
  const copies: GoCopy[] = [];
  const left: Left = [];
  for (const path of [...new Set(paths)].sort()) {
    const examined = await examineGoFile(repository, path, cloneKey);
    if (examined.type === 'refused') left.push({ path, reason: examined.reason });
    else copies.push(...examined.copies.filter((copy) => isWanted(copy, options, left)));
  }
  const plans = new Map<string, GoPlan>();
  for (const alike of Map.groupBy(copies, ({ partition }) => partition).values()) {
    const group = alike.length < 2 ? alike : await notNamed(repository, alike, left);
    if (group.length < 2) {
      left.push(...group.map(({ path }) => ({ path, reason: 'no other copy has its module, build constraints and platform, and needs the same of its package' })));
      continue;
    }
    const plan = await planPartition(repository, cloneKey, group, left, options);
    if (plan !== null && plan.netLines < (plans.get(plan.root)?.netLines ?? 0)) plans.set(plan.root, plan);
  }
  return { plans: [...plans.values()], left };
}

function isWanted({ path, fn }: GoCopy, { without }: PlanOptions, left: Left): boolean {
  const id = `${path}:${fn.name}`;
  const isLeft = without.some((each) => each === id || each.startsWith(`${id}@`));
  if (isLeft) left.push({ path, reason: 'no check would notice a mistake there' });
  return !isLeft;
}

async function notNamed(repository: Repository, copies: readonly GoCopy[], left: Left): Promise<readonly GoCopy[]> {
  const free: GoCopy[] = [];
  for (const copy of copies) {
    const reason = await reachedByString(repository, { ...copy, facts: copy.file.facts });
    if (reason === null) free.push(copy);
    else left.push({ path: copy.path, reason });
  }
  return free;
}

async function planPartition(repository: Repository, cloneKey: string, copies: readonly GoCopy[], left: Left, options: PlanOptions): Promise<GoPlan | null> {
  const { destination } = options;
  const there = copies.filter(({ path }) => destination === null || path === destination).map((copy) => ({ package: copy.package, copy, file: copy.file }));
  const others = destination === null ? await sharedGoHomes(repository, copies) : there.length === 0 ? await givenHome(repository, destination) : [];
  const homes: readonly GoHome[] = [...there, ...others];
  const missed: Left = [];
  const choices: Choice[] = [];
  for (const home of homes) {
    const choice = await choose(repository, home, copies, options, missed);
    if (choice !== null) choices.push(choice);
  }
  for (const choice of choices.sort(compareChoices)) {
    const stays = missed.filter(({ path }) => !choice.accepted.some((copy) => copy.path === path) && path !== choice.home.file.path);
    const tried: Left = [];
    const plan = await realise(repository, cloneKey, choice, tried);
    if (plan !== null && -plan.netLines >= options.leastLines) return { ...plan, left: [...left, ...stays, ...plan.left] };
    missed.push(...tried);
    missed.push({ path: choice.home.file.path, reason: plan === null ? 'cannot be the one place: its text or its users leave no clean way' : `would save ${-plan.netLines} lines only` });
    // A worse place is none the better for saving more.
    if (plan !== null) break;
  }
  // What stands between two of them says more than what speaks against one.
  left.push(...missed.toSorted((a, b) => Number(b.reason.startsWith('cannot use')) - Number(a.reason.startsWith('cannot use'))));
  return null;
}

async function choose(repository: Repository, home: GoHome, copies: readonly GoCopy[], { asked, destination }: PlanOptions, missed: Left): Promise<Choice | null> {
  const miss = (reason: string): null => {
    missed.push({ path: home.file.path, reason: `cannot be the one place: ${reason}` });
    return null;
  };
  if (home.copy === null) {
    const against = moveReason(repository, home);
    if (against !== null) return miss(against);
  }
  let accepted: GoCopy[] = [];
  for (const copy of copies.filter((each) => each !== home.copy)) {
    const against = await goPairReason(repository, home, copy);
    if (against === null) accepted.push(copy);
    else missed.push({ path: copy.path, reason: `cannot use ${home.file.path}: ${against}` });
  }
  let name = home.copy?.fn.name ?? withoutPackage(commonName(accepted), asked ? '' : home.package.name);
  if (accepted.some((copy) => copy.package !== home.package)) {
    const exported = await exportedNameFor(repository, home, name, asked);
    if ('name' in exported) ({ name } = exported);
    else {
      miss(exported.reason);
      accepted = accepted.filter((copy) => copy.package === home.package);
    }
  }
  // A public function that hands on to one that was private until now reads worse than two copies.
  const isOpened = home.copy !== null && home.copy.fn.name !== name;
  if (isOpened && accepted.some(({ isPublic }) => isPublic)) {
    miss('it is private, and another one is public');
    accepted = accepted.filter(({ isPublic }) => !isPublic);
  }
  if (accepted.length + (home.copy === null ? 0 : 1) < 2) return null;
  const tier = home.copy === null ? (belongsIn(accepted, home) ? 2 : 0) : home.copy.fn.name === name && home.copy.isPublic ? 3 : 1;
  return tier > 0 || destination !== null ? { home, name, accepted, tier } : null;
}

/** `postcode.FormatPostcode` says it twice. */
function withoutPackage(name: string, packageName: string): string {
  const rest = packageName === '' ? name : name.replace(new RegExp(`(?<=.)${packageName.charAt(0).toUpperCase()}${packageName.slice(1)}$`), '');
  return rest.length >= 3 ? rest : name;
}

function commonName(copies: readonly GoCopy[]): string {
  const names = Map.groupBy(copies, ({ fn }) => fn.name);
  return [...names].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? '';
}

/** More places first, then a public copy, one that tests name, one that needs no new name, the better documented. */
function compareChoices(a: Choice, b: Choice): number {
  const places = (choice: Choice): number => choice.accepted.length + (choice.home.copy === null ? 0 : 1);
  const tested = ({ home }: Choice): number => Number(home.copy?.uses.some(({ file }) => file.isTest) === true);
  const renamed = ({ home, name }: Choice): number => Number(home.copy !== null && home.copy.fn.name !== name);
  const affinity = ({ home, accepted }: Choice): number => goAffinity(accepted, home.file);
  return (
    places(b) - places(a) || b.tier - a.tier || tested(b) - tested(a) || renamed(a) - renamed(b) || affinity(b) - affinity(a) || documented(b.home.copy) - documented(a.home.copy) ||
    (b.home.copy?.uses.length ?? 0) - (a.home.copy?.uses.length ?? 0) || directoryOf(a.home.file.path).split('/').length - directoryOf(b.home.file.path).split('/').length ||
    (a.home.file.path < b.home.file.path ? -1 : a.home.file.path > b.home.file.path ? 1 : 0) || (a.home.copy?.fn.start ?? 0) - (b.home.copy?.fn.start ?? 0)
  );
}

function documented(copy: GoCopy | null): number {
  if (copy === null) return 0;
  return leadingComments(copy.file.text, copy.file.facts.comments, copy.fn.start).comments.reduce((sum, { text }) => sum + text.length, 0);
}

// ---------------------------------------------------------------------------------------------- a given place

async function givenHome(repository: Repository, destination: string): Promise<readonly GoHome[]> {
  const existing = await goPackageOf(repository, destination);
  const file = existing?.files.find(({ path }) => path === destination);
  if (existing !== null && file !== undefined) return [{ package: existing, copy: null, file }];
  if (repository.files.has(destination) || !destination.endsWith('.go')) return [];
  const package_ = await packageFor(repository, destination);
  const facts = await parseModule(repository.context, destination, '');
  return package_ === null || facts === null ? [] : [{ package: package_, copy: null, file: newFile(destination, facts) }];
}

/** A Go file that does not exist yet. */
export function newFile(path: string, facts: ModuleFacts): GoFile {
  return { path, text: '', facts: { ...facts, imports: [], directives: [] }, isTest: false };
}

/** The package that a new file joins; a new one, named like its directory, where there is none. */
export async function packageFor(repository: Repository, path: string): Promise<GoPackage | null> {
  const directory = directoryOf(path);
  const [known, ...others] = (await goPackagesIn(repository, directory)).filter(({ name }) => !name.endsWith('_test'));
  if (known !== undefined) return others.length === 0 ? known : null;
  const module = await goModuleOf(repository, path);
  const name = directory.slice(directory.lastIndexOf('/') + 1).toLowerCase().replace(/[^a-z0-9]/g, '');
  if (module === null || directory === module.directory || !/^[a-z]/.test(name)) return null;
  const below = module.directory === '' ? directory : directory.slice(module.directory.length + 1);
  return { id: `${directory}:${name}`, directory, name, module, importPath: `${module.path}/${below}`, files: [], opaque: null, assembly: [] };
}

// ---------------------------------------------------------------------------------------------- realising

async function realise(repository: Repository, cloneKey: string, { home, name, accepted }: Choice, missed: Left): Promise<GoPlan | null> {
  const kept: GoKept = { package: home.package, path: home.file.path, name };
  const replaced: GoReplaced[] = [];
  for (const copy of accepted) {
    const form = formOf(repository, copy, kept);
    if (typeof form === 'string') replaced.push({ copy, form });
    else missed.push({ path: copy.path, reason: `cannot use ${kept.path}: ${form.reason}` });
  }
  if (replaced.length + (home.copy === null ? 0 : 1) < 2) return null;
  const stays = home.copy === null && declaringFiles(home.package, name).some(({ path }) => !replaced.some(({ copy, form }) => form === 'calls' && copy.path === path && copy.fn.name === name));
  if (stays) return null;
  const origin = home.copy ?? replaced.map(({ copy }) => copy).sort((a, b) => documented(b) - documented(a) || (a.path < b.path ? -1 : 1))[0]!;
  const files = await rewritten(repository, home, kept, origin, replaced);
  if (files === null || !(await standsOnce(repository, cloneKey, kept, files))) return null;
  const netLines = files.reduce((sum, { before, after }) => sum + lineCount(after) - lineCount(before ?? ''), 0);
  return { cloneKey, root: origin.partition, home, kept, origin, replaced, files, netLines, left: missed };
}

async function rewritten(repository: Repository, home: GoHome, kept: GoKept, origin: GoCopy, replaced: readonly GoReplaced[]): Promise<readonly GoEdited[] | null> {
  const drafts: Drafts = new Map();
  const gone = new Map<string, TextRange[]>();
  for (const { copy, form } of replaced) gone.set(copy.path, [...(gone.get(copy.path) ?? []), goneRange(copy, form)]);
  if (home.copy === null && !(await draftMove(repository, drafts, home, origin, kept.name))) return null;
  if (home.copy !== null && home.copy.fn.name !== kept.name && !draftRename(drafts, home.copy, kept.name, gone)) return null;
  for (const each of replaced) if (!draftCopy(drafts, each, kept, gone)) return null;
  // What moves in brings its own names: Go's predeclared ones, and those of its package.
  const files = await editedFiles(repository, drafts, kept.package.module.path, [kept.name, ...(home.copy === null ? origin.meanings.keys() : [])]);
  return files === null ? null : [...files].sort((a, b) => Number(b.path === kept.path) - Number(a.path === kept.path) || (a.path < b.path ? -1 : 1));
}

/** The function stands once in all that is touched, under the name that was chosen. */
async function standsOnce(repository: Repository, cloneKey: string, kept: GoKept, files: readonly GoEdited[]): Promise<boolean> {
  const home = files.find(({ path }) => path === kept.path)?.facts ?? (await repository.facts(kept.path));
  const others = files.filter(({ path }) => path !== kept.path);
  const found = [...(home === null ? [] : [home]), ...others.map(({ facts }) => facts)].flatMap(({ functions }) => functions.filter((fn) => fn.cloneKey === cloneKey));
  return found.length === 1 && home?.functions.some((fn) => fn.cloneKey === cloneKey && fn.name === kept.name) === true;
}
