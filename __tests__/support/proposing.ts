/** A clone with a bare remote, a loopback GitHub over it, real git, a real forge and a real state: what a pull request is made from. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom, systemClock } from '../../src/adapters/clock.ts';
import { createDatabaseFactory } from '../../src/adapters/database.ts';
import { createFiles } from '../../src/adapters/files.ts';
import { createForge } from '../../src/adapters/forge.ts';
import { openGit } from '../../src/adapters/git.ts';
import { diffOf, fingerprintOf } from '../../src/core/change/edits.ts';
import { openLedger } from '../../src/core/history/ledger.ts';
import { PatchHistoryDB } from '../../src/core/history/patch-history.ts';
import { GptMemory } from '../../src/core/knowledge/memory.ts';
import type { Attempt } from '../../src/core/model/patch.ts';
import type { PullRequestSettings, Settings } from '../../src/core/model/settings.ts';
import type { Task } from '../../src/core/model/task.ts';
import { commitKept, type Kept } from '../../src/run/kept.ts';
import { landPullRequests } from '../../src/run/land-pull-requests.ts';
import { lookUpPullRequests } from '../../src/run/pull-request-plan.ts';
import type { RunPorts, Session } from '../../src/run/session.ts';
import { openState, type State } from '../../src/run/state.ts';
import { Story } from '../../src/run/story.ts';
import { attempt as sampleAttempt, FOUND, patch as samplePatch, REQUESTED } from '../core/report/sample.ts';
import { startGitHub, type GitHub } from './github-server.ts';
import { createBareRepository, createRepository, openRepository, type TestRepository } from './repository.ts';
import { temporaryDirectories } from './temporary.ts';

const factory = await createDatabaseFactory();

export const FILES = { 'src/a.js': 'export const a = 1;\n', 'src/b.js': 'export const b = 1;\n', 'README.md': 'words\n' };
export { FOUND, REQUESTED };

export interface Proposing {
  readonly github: GitHub;
  /** The engine's clone. */
  readonly clone: TestRepository;
  /** Somebody else's. */
  readonly other: TestRepository;
  readonly bare: string;
  readonly state: State;
  /** A run begins: the checkout as it is, what is open looked up. */
  readonly begin: (change?: Partial<PullRequestSettings>) => Promise<Run>;
  /** Loses everything remembered. */
  readonly forget: () => void;
  /** Names and tips of the remote's branches. */
  readonly branches: () => Readonly<Record<string, string>>;
  /** Somebody pushes to main, and the engine's clone follows. */
  readonly moveBase: (files: Readonly<Record<string, string>>) => void;
}

export interface Run {
  readonly session: Session;
  readonly story: Story;
  /** A kept change of `src/a.js`, on the checked-out commit. */
  readonly kept: (task?: Task, text?: string, change?: Partial<Attempt>) => Promise<Kept>;
  readonly land: (...kept: readonly Kept[]) => Promise<readonly Attempt[]>;
  readonly patches: () => readonly string[];
}

export function proposing(): () => Promise<Proposing> {
  const temporary = temporaryDirectories();
  const servers: GitHub[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      expect(server.violations).toEqual([]);
      await server.close();
    }
  });
  return async () => {
    const root = await temporary.make();
    const bare = join(root, 'shop.git');
    createBareRepository(bare);
    const other = createRepository(join(root, 'other/shop'), FILES);
    other.git('remote', 'add', 'origin', bare);
    other.git('push', '-q', 'origin', 'main');
    other.git('clone', '-q', bare, join(root, 'clone'));
    const clone = openRepository(join(root, 'clone'));
    const github = await startGitHub({ bare });
    servers.push(github);
    const state = { current: freshState() };
    return {
      github, clone, other, bare,
      get state() { return state.current; },
      begin: (change = {}) => beginRun({ root, github, clone, state: state.current }, change),
      forget: () => { state.current = freshState(); },
      branches: () => Object.fromEntries(execFileSync('git', ['-C', bare, 'for-each-ref', '--format=%(refname:short) %(objectname)', 'refs/heads'], { encoding: 'utf8' }).trim().split('\n').map((line) => line.split(' ') as [string, string])),
      moveBase: (files) => {
        other.git('checkout', '-q', 'main');
        other.write(files);
        other.commit('meanwhile');
        other.git('push', '-q', 'origin', 'main');
        clone.git('pull', '-q', '--ff-only');
      },
    };
  };
}

function freshState(): State {
  const opening = openLedger(factory.open(), { clock: systemClock, random: createRandom(systemClock) });
  if (opening.type !== 'ledger') throw new Error(opening.reason);
  return openState({ history: new PatchHistoryDB(opening.ledger), memory: new GptMemory(opening.ledger), now: () => new Date(), environment: 'linux' });
}

interface Place {
  readonly root: string;
  readonly github: GitHub;
  readonly clone: TestRepository;
  readonly state: State;
}

async function beginRun({ root, github, clone, state }: Place, change: Partial<PullRequestSettings>): Promise<Run> {
  const told = { info: () => undefined, warning: () => undefined, error: () => undefined, mask: () => undefined, summary: () => Promise.resolve(), group: <T>(_: string, action: () => Promise<T>) => action() };
  const git = await openGit({ directory: clone.path, token: null, environment: clone.environment });
  const forge = createForge({
    repository: github.repository, token: github.token, apiUrl: github.apiUrl, graphqlUrl: github.graphqlUrl, serverUrl: github.serverUrl, secrets: [], clock: systemClock,
    cancelled: new AbortController().signal, engineVersion: '0.1.0', sleep: () => Promise.resolve(),
  });
  const records = join(root, 'records');
  const settings = {
    mode: 'run', publish: 'pull-request', dryRun: false, recordsDirectory: records,
    pullRequest: { branchPrefix: 'self-coding/', maxOpen: 1, labels: [], reviewers: [], teamReviewers: [], assignees: [], ...change },
  } as unknown as Settings;
  const ports = { git, forge, clock: systemClock, random: createRandom(systemClock), reporter: told, files: createFiles({ temporaryBase: root }), engineVersion: '0.1.0', environment: 'linux' } as unknown as RunPorts;
  const head = (await git.head())!;
  const entries = await git.listTree(head.commit);
  const story = new Story(settings, ports);
  const session = { settings, ports, state, survey: { head, entries, untracked: [] }, testsDigest: 'tests-1', pullRequests: await lookUpPullRequests('main', { settings, ports, state }, story) } as unknown as Session;
  const base = { commit: head.commit, tree: head.tree, entries, kept: [] };
  return {
    session, story,
    kept: async (task = FOUND, text = 'export const a = 2;\n', more = {}) => {
      const path = text.includes('b =') ? 'src/b.js' : 'src/a.js';
      const before = Buffer.from((await git.readBlobs([entries.find((entry) => entry.path === path)!.blob])).values().next().value!).toString('utf8');
      const edits = [{ path, mode: '100644', before, after: text }] as const;
      const id = ports.random.id();
      const patch = samplePatch(undefined, { id, task, edits, diff: diffOf(edits), fingerprint: fingerprintOf(edits), base: { commit: head.commit, tree: head.tree } });
      const made = sampleAttempt(undefined, { patchId: id, task, patch, commit: null, ...more });
      state.record(made, { environment: 'linux', baseCommit: head.commit, testsDigest: 'tests-1', lands: false });
      story.attempted(made, base);
      return (await commitKept(made, base, session)).kept;
    },
    land: async (...kept) => {
      await landPullRequests(kept, session, story);
      return kept.map(({ attempt }) => story.attempts.find(({ patchId }) => patchId === attempt.patchId)!);
    },
    patches: () => (existsSync(records) ? readdirSync(records) : []),
  };
}
