/** Where the engine stands: the repository that it was started in, and the settings that hold there. */
import { existsSync } from 'node:fs';
import { release } from 'node:os';
import { relative, resolve } from 'node:path';
import type { Runner } from './adapters/actions.ts';
import { openGit, type GitRepository } from './adapters/git.ts';
import { ownershipProblem } from './adapters/ownership.ts';
import { configPath, inspectSettings, type ReadSettings } from './config/config.ts';
import type { Surface } from './config/setting.ts';
import { ConfigError, type Problem } from './core/errors.ts';
import { isPlaceholder } from './core/knowledge/redact.ts';
import type { Reporter } from './core/ports.ts';
import { sourceTree } from './run/source-tree.ts';

export type Environment = Record<string, string | undefined>;

/** What the engine stands in: where it was started, with what. */
export interface Surroundings {
  readonly surface: Surface;
  /** `null` at a shell. */
  readonly runner: Runner | null;
  readonly environment: Environment;
  /** Where to look for the repository, absolute. */
  readonly directory: string;
  readonly given: Readonly<Record<string, string>>;
  readonly problems: readonly Problem[];
  readonly reporter: Reporter;
  readonly cancelled: AbortSignal;
}

/** The repository that was found, and what it is to be done with. */
export interface Place {
  readonly git: GitRepository;
  /** The engine's own directory below the git directory, absolute. */
  readonly own: string;
  readonly read: ReadSettings;
}

export interface InspectedPlace extends Place {
  readonly read: ReadSettings & { readonly problems: readonly Problem[] };
  /** Path of the configuration file; `null` without one. */
  readonly file: string | null;
}

/** Finds the repository and reads the settings. Throws `ConfigError` with every problem, `InfrastructureError` where git cannot work. */
export async function findPlace(surroundings: Surroundings): Promise<Place> {
  const place = await inspectPlace(surroundings);
  if (place.read.problems.length > 0) throw new ConfigError(place.read.problems);
  return place;
}

/** The same with settings that may have problems, for a doctor. Throws where there is no repository, or no git that can read it. */
export async function inspectPlace({ surface, environment, directory, given, problems, reporter }: Surroundings): Promise<InspectedPlace> {
  const token = given['token']?.trim() ?? null;
  const key = given['api-key']?.trim() ?? '';
  for (const secret of [token, isPlaceholder(key) ? null : key]) if (secret !== null && secret !== '') reporter.mask(secret);
  if (!existsSync(directory)) {
    throw new ConfigError([{ setting: surface === 'cli' ? '--repository' : 'GITHUB_WORKSPACE', value: directory, problem: 'does not exist', remedy: surface === 'cli' ? 'Name the directory of a clone.' : 'Put actions/checkout before this step.' }]);
  }
  // A checkout in a subdirectory of the workspace is found through the directory in which the commands are to run.
  const inside = resolve(directory, given['working-directory'] ?? '');
  const git = await openGit({ directory: existsSync(inside) ? inside : directory, token, environment });
  const path = configPath(given);
  const [own, objects, head] = await Promise.all([git.gitPath('self-coding'), git.gitPath('objects'), git.head()]);
  const inTheWay = ownershipProblem({ root: git.root, own, objects });
  if (inTheWay !== null) throw new ConfigError([...problems, inTheWay]);
  const tree = head === null ? null : sourceTree(git, await git.listTree(head.commit));
  const text = (await tree?.read(path)) ?? null;
  const unreadable = text === null && tree?.entries.some((entry) => entry.path === path) === true;
  const named = given['working-directory'];
  const read = inspectSettings({
    surface,
    given: named === undefined ? given : { ...given, 'working-directory': relative(git.root, inside) || '.' },
    file: text === null && !unreadable ? null : { path, text: text ?? '' },
    problems: unreadable ? [...problems, { setting: path, value: null, problem: 'is not a text file in UTF-8 (a link, or bytes that are no text)', remedy: 'Commit it as a plain file in UTF-8.' }] : problems,
    places: { root: git.root, gitDirectory: own, temporary: environment['RUNNER_TEMP'] ?? null },
  });
  return { git, own, read, file: text === null && !unreadable ? null : path };
}

/** Noisy numbers compare only between runs with the same label. */
export function environmentLabel(environment: Environment): string {
  const runner = environment['RUNNER_ENVIRONMENT'] ?? (environment['GITHUB_ACTIONS'] === 'true' ? 'runner' : 'local');
  const image = environment['ImageOS'] ?? `${process.platform} ${release().split('.').slice(0, 2).join('.')}`;
  return `${image} ${process.arch} ${runner} node${process.versions.node.split('.')[0]!}`;
}
