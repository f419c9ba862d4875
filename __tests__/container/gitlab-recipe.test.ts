/**
 * The lines of examples/gitlab/.gitlab-ci.yml and of docs/recipes/gitlab.md, run in the image as GitLab's runner runs them: a shallow, detached checkout
 * that root has made for everybody, the variables that GitLab sets, and a server that lets each token do what GitLab lets it do.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { containers, finished, IMAGE, ROOT, type Finished } from '../support/container.ts';
import { startGitServer, type GitServer } from '../support/git-server.ts';
import { createBareRepository, type FileContents, type TestRepository } from '../support/repository.ts';

interface Job {
  readonly script: readonly string[];
  readonly cache?: { readonly paths: readonly string[] };
  readonly artifacts?: { readonly paths: readonly string[] };
  readonly environment?: unknown;
}
interface Pipeline {
  readonly variables: Readonly<Record<string, string | { readonly value: string }>>;
  readonly '.self-coding': { readonly image: { readonly entrypoint: readonly string[] }; readonly before_script: readonly string[] };
  readonly improve: Job;
  readonly propose: Job;
}

const file = readFileSync(join(ROOT, 'examples/gitlab/.gitlab-ci.yml'), 'utf8');
const page = readFileSync(join(ROOT, 'docs/recipes/gitlab.md'), 'utf8');
const pipeline = parse(file, { strict: true }) as Pipeline;
const JOB_TOKEN = 'glcbt-of-one-job';
const PROJECT_TOKEN = 'glpat-of-the-project';

const { sample, directory, shell } = containers();
const servers: GitServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

interface Project {
  readonly repository: TestRepository;
  readonly bare: string;
  readonly url: string;
  readonly home: string;
}

/** A project with a history that is longer than what a runner fetches, on a server that wants a password for everything. */
async function project(files: FileContents = {}): Promise<Project> {
  const home = directory();
  const bare = join(home, 'served/group/feedkit.git');
  createBareRepository(bare);
  const git = (...args: readonly string[]): unknown => execFileSync('git', ['-C', bare, ...args]);
  git('config', 'receive.advertisePushOptions', 'true');
  writeFileSync(join(bare, 'hooks/post-receive'), '#!/bin/sh\nfor number in $(seq 0 $((GIT_PUSH_OPTION_COUNT - 1))); do eval "echo \\"\\$GIT_PUSH_OPTION_$number\\""; done > push-options\n', { mode: 0o755 });
  const repository = sample({ uid: process.getuid!(), gid: process.getgid!() }, files);
  for (let count = 1; count <= 25; count += 1) repository.git('commit', '--quiet', '--allow-empty', '-m', `release ${count}`);
  repository.git('push', '--quiet', bare, 'main');
  const server = await startGitServer({
    root: join(home, 'served'), token: null,
    intercept: (request, response) => {
      const password = Buffer.from((request.headers.authorization ?? '').replace(/^basic /i, ''), 'base64').toString().replace(/^[^:]+:/, '');
      const allowed = password === PROJECT_TOKEN || (password === JOB_TOKEN && !request.url!.includes('receive-pack'));
      if (!allowed) response.writeHead(401, { 'www-authenticate': 'Basic realm="GitLab"' }).end();
      return !allowed;
    },
  });
  servers.push(server);
  return { repository, bare, url: `${server.url}/group/feedkit`, home };
}

let checkouts = 0;

/** What the runner does before a job, in its helper container: as root, with nothing masked, 20 commits, a detached HEAD. */
async function checkout({ home, url, repository }: Project): Promise<string> {
  checkouts += 1;
  const place = join(home, `builds-${checkouts}/feedkit`);
  const commit = repository.git('rev-parse', 'HEAD');
  const { exitCode, log } = await finished('sh', ['-ec', `
    umask 0000
    mkdir -p "$1"
    cd "$1"
    git init --quiet
    git remote add origin "$2"
    git fetch --quiet --depth 20 origin "+$3:refs/pipelines/1" +refs/heads/main:refs/remotes/origin/main
    git checkout --force --quiet "$3"
  `, 'sh', place, `${url.replace('//', `//gitlab-ci-token:${JOB_TOKEN}@`)}.git`, commit]);
  if (exitCode !== 0) throw new Error(`the checkout failed:\n${log}`);
  return place;
}

interface Given {
  readonly variables?: Readonly<Record<string, string>>;
  readonly script?: readonly string[];
}

/** One job in a container of the image, its lines in one shell that stops at the first failure. */
function job(name: 'improve' | 'propose', { url, repository }: Project, place: string, { variables = {}, script = pipeline[name].script }: Given = {}): Promise<Finished> {
  const set: Readonly<Record<string, string>> = {
    CI: 'true', GITLAB_CI: 'true', CI_PROJECT_DIR: '/builds/group/feedkit', CI_PROJECT_URL: url, CI_PROJECT_PATH: 'group/feedkit', CI_COMMIT_SHA: repository.git('rev-parse', 'HEAD'), CI_COMMIT_BRANCH: 'main',
    CI_COMMIT_REF_NAME: 'main', CI_COMMIT_REF_SLUG: 'main', CI_DEFAULT_BRANCH: 'main', CI_PIPELINE_SOURCE: 'schedule', CI_JOB_TOKEN: JOB_TOKEN,
    ...Object.fromEntries(Object.entries(pipeline.variables).map(([key, value]) => [key, (typeof value === 'string' ? value : value.value).replace('$CI_COMMIT_REF_SLUG', 'main')])),
    ...variables,
  };
  const lines = ['set -eo pipefail', ...pipeline['.self-coding'].before_script, ...script].join('\n');
  const environment = Object.entries(set).flatMap(([key, value]) => ['--env', `${key}=${value}`]);
  return shell(`exec bash -c "$LINES_OF_THE_JOB"`, {
    user: 'image', network: 'host', image: IMAGE,
    options: [...environment, '--env', `LINES_OF_THE_JOB=${lines}`, '--volume', `${place}:${set['CI_PROJECT_DIR']!}`, '--workdir', set['CI_PROJECT_DIR']!],
  });
}

/** What GitLab carries from one job to the next: artifacts within a pipeline, the cache between pipelines. */
function carry(paths: readonly string[], from: string, to: string): void {
  for (const path of paths) {
    if (!existsSync(join(from, path))) continue;
    mkdirSync(join(to, path, '..'), { recursive: true });
    cpSync(join(from, path), join(to, path), { recursive: true });
  }
  execFileSync('chmod', ['-R', 'a+rwX', to]);
}

const remote = ({ bare }: Project, ...args: readonly string[]): string => execFileSync('git', ['-C', bare, ...args], { encoding: 'utf8' }).trim();

test('the page shows the file as it is, and the token of the project is limited to the job that runs no code', () => {
  expect(/<!-- file: examples\/gitlab\/\.gitlab-ci\.yml -->\n```yaml\n([\s\S]*?)```/.exec(page)![1]).toBe(file);
  expect(pipeline['.self-coding'].image.entrypoint).toEqual(['']);
  expect([pipeline.improve.environment, pipeline.propose.environment]).toEqual([undefined, { name: 'self-coding', action: 'access' }]);
  expect(pipeline.improve.script.join()).not.toContain('SELF_CODING_TOKEN');
});

test('a schedule: what is kept becomes a merge request, the next pipeline waits for it, and the key of the model is nowhere to be found', async () => {
  const look = 'if grep -l s3cret-key-of-a-model /proc/[0-9]*/environ || test -e /builds/group/feedkit/.git/key; then exit 1; fi\nnpm test\n';
  const here = await project({ 'look.sh': look, '.github/self-coding.yml': 'model: gpt-5-mini\nkinds: [extract]\ntest-command: sh look.sh\n' });
  const head = here.repository.git('rev-parse', 'HEAD');
  const first = await checkout(here);
  writeFileSync(join(first, '.git/key'), 's3cret-key-of-a-model', { mode: 0o666 });
  const improved = await job('improve', here, first, { variables: { MODEL_KEY: '/builds/group/feedkit/.git/key' } });
  expect(improved.log).toMatch(/^Kept 1 of 2: Move `escapeXml`/m);
  expect(improved.exitCode).toBe(0);
  expect(existsSync(join(first, '.git/key'))).toBe(false);

  const second = await checkout(here);
  carry(pipeline.improve.artifacts!.paths, first, second);
  const proposed = await job('propose', here, second, { variables: { SELF_CODING_TOKEN: PROJECT_TOKEN } });
  expect(proposed).toMatchObject({ exitCode: 0 });
  expect(remote(here, 'rev-parse', 'self-coding/main^')).toBe(head);
  expect(remote(here, 'log', '-1', '--format=%B', 'self-coding/main')).toMatch(/^Move `escapeXml`[^]*Self-Coding-Patch: /);
  expect(readFileSync(join(here.bare, 'push-options'), 'utf8')).toBe('merge_request.create\nmerge_request.target=main\nmerge_request.remove_source_branch\n');
  expect(proposed.log).not.toContain(PROJECT_TOKEN);

  const third = await checkout(here);
  carry(pipeline.improve.cache!.paths, first, third);
  const waiting = await job('improve', here, third);
  expect(waiting).toMatchObject({ exitCode: 0, log: expect.stringContaining('self-coding/main waits for you') as string });
  expect(waiting.log).not.toContain('baseline');
  expect(await job('propose', here, third)).toMatchObject({ exitCode: 0, log: expect.stringContaining('Nothing was kept') as string });
});

test('by hand: the helper that the variables ask for, with the history that the cache has kept', async () => {
  const here = await project();
  const first = await checkout(here);
  await job('improve', here, first, { variables: { SELF_CODING_PROMPT: 'frobnicate the quux', SELF_CODING_TARGET: 'src/quux.js', SELF_CODING_ACCEPT_COMMAND: 'node --test acceptance/slug.test.js' } });
  const second = await checkout(here);
  carry(pipeline.improve.cache!.paths, first, second);
  const { exitCode, log } = await job('improve', here, second, {
    variables: { SELF_CODING_PROMPT: 'Export `pageName`: the name of a page from its title and date', SELF_CODING_TARGET: 'src/index.js', SELF_CODING_ACCEPT_COMMAND: 'node --test acceptance/slug.test.js' },
  });
  expect(log).toMatch(/restored \d+ attempts?, \d+ landed \(from \/builds\/group\/feedkit\/\.self-coding\/state\//);
  expect(log).toMatch(/^Kept 1 of \d+: .*`pageName`/m);
  expect(exitCode).toBe(0);
  expect(existsSync(join(second, '.self-coding/proposal.bundle'))).toBe(true);
});

test('without a merge request: the engine pushes to the branch itself; a pull request is refused before any work', async () => {
  const here = await project();
  const [, block] = /<!-- script: push -->\n```yaml\n([\s\S]*?)```/.exec(page)!;
  const { script } = parse(block!) as Job;
  const head = here.repository.git('rev-parse', 'HEAD');
  const pushed = await job('improve', here, await checkout(here), { script, variables: { SELF_CODING_TOKEN: PROJECT_TOKEN } });
  expect(pushed.log).toMatch(/^Kept 1 of 2/m);
  expect(pushed.exitCode).toBe(0);
  expect(remote(here, 'rev-parse', 'main^')).toBe(head);
  const refused = await job('improve', here, await checkout(here), { script: ['GITHUB_TOKEN="$SELF_CODING_TOKEN" self-coding run --publish pull-request'], variables: { SELF_CODING_TOKEN: PROJECT_TOKEN } });
  expect(refused.exitCode).toBe(1);
  expect(refused.log).toContain(/<!-- message -->\n```text\n([\s\S]*?)\n```/.exec(page)![1]);
  expect(refused.log).not.toContain('baseline');
});
