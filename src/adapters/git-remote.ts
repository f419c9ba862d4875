import { ConfigError, InfrastructureError } from '../core/errors.ts';
import type { Git, PushResult } from '../core/ports.ts';
import type { BranchTip } from '../core/ports-log.ts';
import { lastWords, type GitOutput, type RunGit } from './git-command.ts';
import { records } from './git-objects.ts';
import { authorisation, type ConfigEntry } from './git-environment.ts';

const REMOTE = 'origin';

export interface RemoteUrls {
  readonly fetch: string | null;
  readonly push: string | null;
}

/** Addresses of `origin` as configuration gives them now. */
async function remoteUrls(run: RunGit): Promise<RemoteUrls> {
  const { stdout } = await run(['remote', '-v']);
  const url = (use: 'fetch' | 'push'): string | null => new RegExp(`^${REMOTE}\\t(.+) \\(${use}\\)`, 'm').exec(stdout.toString('utf8'))?.[1] ?? null;
  return { fetch: url('fetch'), push: url('push') };
}

/** Settings that decide where a transfer goes, through what, and which programs it starts. */
const TRANSFER_SETTINGS = '^(remote|http|https|url|credential|protocol|include|includeif|ssh|transfer|core\\.(sshcommand|gitproxy|askpass))\\.?';

export interface RemoteState {
  readonly urls: RemoteUrls;
  /** Values by key; several values of one key are joined. */
  readonly settings: ReadonlyMap<string, string>;
}

async function remoteState(run: RunGit): Promise<RemoteState> {
  const [urls, settings] = await Promise.all([remoteUrls(run), readSettings(run, TRANSFER_SETTINGS)]);
  return { urls, settings };
}

const IDENTITY_SETTINGS = '^(user|author|committer)\\.(name|email)$';

/** The same, and who commits, by one question to the settings. */
export async function remoteAndIdentity(run: RunGit): Promise<{ readonly state: RemoteState; readonly identity: ReadonlyMap<string, string> }> {
  const [urls, all] = await Promise.all([remoteUrls(run), readSettings(run, `${TRANSFER_SETTINGS}|${IDENTITY_SETTINGS}`)]);
  const names = new RegExp(IDENTITY_SETTINGS);
  const [identity, settings] = [true, false].map((isName) => new Map([...all].filter(([key]) => names.test(key) === isName))) as [Map<string, string>, Map<string, string>];
  return { state: { urls, settings }, identity };
}

/** Settings whose key fits the pattern, from all of git's files; keys in lower case, values each after a line break. */
async function readSettings(run: RunGit, pattern: string): Promise<ReadonlyMap<string, string>> {
  const { stdout } = await run(['config', '-z', '--get-regexp', pattern], { accept: [0, 1] });
  const settings = new Map<string, string>();
  for (const line of records(stdout)) {
    const [key, ...value] = line.split('\n');
    settings.set(key!, `${settings.get(key!) ?? ''}\n${value.join('\n')}`);
  }
  return settings;
}

export interface RemoteOptions {
  /** As it was before repository code ran. */
  readonly state: RemoteState;
  readonly token: string | null;
  readonly withEntries: (entries: readonly ConfigEntry[]) => Readonly<Record<string, string>>;
}

/** Fetches from and pushes to `origin`; only these processes ever see the token. */
export function gitRemote(run: RunGit, { state, token, withEntries }: RemoteOptions): Pick<Git, 'fetch' | 'tip' | 'push'> {
  const { urls } = state;
  const known = [urls.fetch, urls.push].filter((url) => url !== null);
  const env = withEntries(token === null || token === '' ? [] : authorisation(known, token));
  const guarded = async (): Promise<void> => {
    const now = await remoteState(run);
    const keys = [...new Set([...state.settings.keys(), ...now.settings.keys()])];
    const changed = keys.filter((key) => state.settings.get(key) !== now.settings.get(key));
    if (changed.length === 0 && now.urls.fetch === urls.fetch && now.urls.push === urls.push) return;
    throw new InfrastructureError(
      `Git settings that decide where \`origin\` is or how it is reached changed while the engine ran: ${changed.join(', ') || 'address'}.`,
      'A command of the repository edits the git configuration. Find it before anything is pushed: it could send the token elsewhere.',
    );
  };
  return {
    fetch: async (branch) => {
      const ref = await branchRef(run, branch);
      await guarded();
      return fetchBranch(run, ref, env);
    },
    tip: async (branch) => {
      const ref = await branchRef(run, branch);
      await guarded();
      return fetchTip(run, ref, env);
    },
    push: async (commit, branch, { dryRun = false, replacing } = {}) => {
      const ref = await branchRef(run, branch);
      if (urls.push === null) return { type: 'refused', reason: 'The repository has no remote `origin`. Add one with `git remote add origin <address>`.' };
      await guarded();
      // An empty expectation means that the branch must not exist yet.
      const lease = replacing === undefined ? [] : [`--force-with-lease=${ref}:${replacing ?? ''}`];
      const output = await run(['push', '--porcelain', ...(dryRun ? ['--dry-run'] : []), ...lease, REMOTE, `${commit}:${ref}`], { env, accept: [0, 1, 128] });
      return pushResult(output, ref);
    },
  };
}

/** Full name of a branch given as `x` or `refs/heads/x`. Throws `ConfigError` if git would not take the name. */
async function branchRef(run: RunGit, branch: string): Promise<string> {
  const name = branch.replace(/^refs\/heads\//, '');
  const { code } = await run(['check-ref-format', '--branch', name], { accept: [0, 1, 128] });
  // `--branch` also expands `@{-1}`, which is no name.
  if (code === 0 && !name.includes('@{') && !name.startsWith('refs/')) return `refs/heads/${name}`;
  throw new ConfigError([{ setting: 'branch', value: branch, problem: 'this is not the name of a branch', remedy: 'Use a name such as `main` or `self-coding/helper`.' }]);
}

const DEEPEN_BY = ['50', '500'];

async function fetchBranch(run: RunGit, ref: string, env: Readonly<Record<string, string>>): Promise<string | null> {
  const tracking = ref.replace('refs/heads/', `refs/remotes/${REMOTE}/`);
  const fetch = (depth: readonly string[]): Promise<GitOutput> =>
    run(['fetch', '--quiet', '--no-tags', ...depth, REMOTE, `+${ref}:${tracking}`], { env, accept: [0, 1, 128] });
  const first = await fetch([]);
  if (/couldn't find remote ref/i.test(first.stderr)) return null;
  if (first.code !== 0) throw remoteFailure('fetch', first.stderr);
  const commit = (await run(['rev-parse', '--verify', `${tracking}^{commit}`])).stdout.toString('latin1').trim();
  for (const depth of [...DEEPEN_BY.map((by) => `--deepen=${by}`), '--unshallow']) {
    if (await isConnected(run, commit)) break;
    const more = await fetch([depth]);
    if (more.code !== 0) throw remoteFailure('fetch', more.stderr);
  }
  return commit;
}

/** In a shallow clone nothing older than the parents is asked for: the branch may stand on a base from before the cut. A full clone would become shallow by that. */
async function fetchTip(run: RunGit, ref: string, env: Readonly<Record<string, string>>): Promise<BranchTip | null> {
  const tracking = ref.replace('refs/heads/', `refs/remotes/${REMOTE}/`);
  const shallow = (await run(['rev-parse', '--is-shallow-repository'])).stdout.toString('latin1').trim() === 'true';
  const fetched = await run(['fetch', '--quiet', '--no-tags', ...(shallow ? ['--depth=2'] : []), REMOTE, `+${ref}:${tracking}`], { env, accept: [0, 1, 128] });
  if (/couldn't find remote ref/i.test(fetched.stderr)) return null;
  if (fetched.code !== 0) throw remoteFailure('fetch', fetched.stderr);
  const [commit, parents, ...message] = (await run(['log', '-1', '--no-show-signature', '--format=%H%n%P%n%B', tracking])).stdout.toString('utf8').split('\n');
  return { commit: commit!, parents: parents!.split(' ').filter(Boolean), message: message.join('\n') };
}

/** True if a rebase base is known, or if no deepening could find one. */
async function isConnected(run: RunGit, commit: string): Promise<boolean> {
  if ((await run(['merge-base', 'HEAD', commit], { accept: [0, 1, 128] })).code === 0) return true;
  return (await run(['rev-parse', '--is-shallow-repository'])).stdout.toString('latin1').trim() === 'false';
}

interface Refusal {
  readonly pattern: RegExp;
  readonly remedy: string;
}

/** First match wins: the more specific come first. */
const REFUSALS: readonly Refusal[] = [
  { pattern: /refusing to allow .* to create or update workflow/i, remedy: 'This token may not change workflow files. Keep `.github/workflows` out of the change, or push with a token that has the `workflows` permission.' },
  { pattern: /GH006|protected branch|GH013|repository rule violations/i, remedy: 'The branch is protected. Let this token push to it (a rule bypass), or publish to another branch or as a patch.' },
  { pattern: /required signatures|must have verified signatures/i, remedy: 'The branch takes only signed commits; the engine does not sign. Publish as a patch.' },
  { pattern: /GH001|file size limit|large files/i, remedy: 'The change contains a file that is too large for the server.' },
  { pattern: /hook declined/i, remedy: 'A hook of the server declined the push. Read its message, or publish as a patch.' },
  { pattern: /returned error: 403|permission .* denied|access denied|write access .* not granted/i, remedy: 'The token may not write. In a workflow, give the job `permissions: contents: write`.' },
  { pattern: /returned error: 401|authentication failed|could not read (username|password)|terminal prompts disabled|permission denied \(publickey/i, remedy: 'No valid credentials. Set `token`, or a credential helper that does not ask.' },
  { pattern: /repository .*not found|returned error: 404|does not appear to be a git repository/i, remedy: 'The address of `origin` is wrong, or the token cannot see the repository.' },
  { pattern: /shallow update not allowed/i, remedy: 'The server refuses pushes from shallow clones. Check out with `fetch-depth: 0`.' },
];

/** `cannot lock` and `failed to update ref` are lost races: somebody else pushed at the same moment. */
const OUTDATED = /\[rejected\]|\(fetch first\)|\(non-fast-forward\)|\(stale info\)|cannot lock ref|reference already exists|failed to update ref|incorrect old value/i;

/** Reads `git push --porcelain`: one line per ref, `<flag>\t<from>:<to>\t<summary>`. */
function pushResult({ code, stdout, stderr }: GitOutput, ref: string): PushResult {
  const line = stdout.toString('utf8').split('\n').find((candidate) => candidate.split('\t')[1]?.endsWith(`:${ref}`) === true);
  const flag = line?.[0];
  if (code === 0 && flag !== undefined && ' +*='.includes(flag)) return { type: 'pushed' };
  const said = `${line?.split('\t')[2] ?? ''}\n${stderr}`;
  const refusal = REFUSALS.find(({ pattern }) => pattern.test(said));
  if (refusal !== undefined) return { type: 'refused', reason: `${explained(said)}. ${refusal.remedy}` };
  if (flag === '!' && OUTDATED.test(said)) return { type: 'outdated' };
  if (flag === '!') return { type: 'refused', reason: `${explained(said)}. Read the server's message, or publish as a patch.` };
  throw remoteFailure('push', stderr);
}

function explained(said: string): string {
  return lastWords(explain(said)).replace(/\.$/, '');
}

/** What the server said, without git's general advice. */
function explain(said: string): string {
  const lines = said.split('\n').map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('hint:') && !/^error: failed to push/.test(line));
  return lines.join('\n');
}

function remoteFailure(verb: 'fetch' | 'push', stderr: string): InfrastructureError {
  const remedy = REFUSALS.find(({ pattern }) => pattern.test(stderr))?.remedy ?? 'Check the network and the address of `origin`, then run again.';
  return new InfrastructureError(`git ${verb} failed: ${lastWords(explain(stderr))}`, remedy);
}
