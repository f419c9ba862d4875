/** A machine whose remote has a loopback GitHub over it: jobs that open pull requests. */
import { execFileSync } from 'node:child_process';
import { startGitHub, type GitHub } from './github-server.ts';
import { host, SMALL_FILES, TOKEN, type Hosted, type Intercept } from './hosted.ts';
import { machines, type Machine, type MachineOptions } from './job.ts';
import type { RunnerResult } from './runner.ts';

export interface ProposingPlace extends Machine, Hosted {
  readonly github: GitHub;
  /** One job that opens pull requests. */
  readonly propose: (inputs?: Readonly<Record<string, string>>, environment?: Readonly<Record<string, string>>) => Promise<RunnerResult>;
  /** Commits of the remote's branch that main does not have, and what they change. */
  readonly proposed: (branch: string) => { readonly commits: number; readonly paths: readonly string[] };
  /** The next job's checkout: what main is by now. */
  readonly pull: () => void;
}

/** Ends each test by what GitHub's description does not allow: nothing. */
export function proposingMachines(): (options?: MachineOptions, intercept?: Intercept) => Promise<ProposingPlace> {
  const machine = machines();
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
  });
  return async (options = { files: SMALL_FILES }, intercept?) => {
    const here = await machine(options);
    const there = await host(here, intercept);
    const github = await startGitHub({ owner: 'octo', repo: 'sample', token: TOKEN, bare: there.bare });
    open.push(there, { close: async () => { expect(github.violations).toEqual([]); await github.close(); } });
    const git = (...args: string[]): string => execFileSync('git', ['-C', there.bare, ...args], { encoding: 'utf8' }).trim();
    return {
      ...here, ...there, github,
      propose: (inputs = {}, environment = {}) => here.job({ publish: 'pull-request', token: TOKEN, ...inputs }, { environment: { GITHUB_API_URL: github.apiUrl, GITHUB_GRAPHQL_URL: github.graphqlUrl, ...environment } }),
      proposed: (branch) => ({ commits: Number(git('rev-list', '--count', `main..${branch}`)), paths: git('diff', '--name-only', `main...${branch}`).split('\n') }),
      pull: () => { here.repository.git('pull', '-q', '--ff-only', there.bare, 'main'); },
    };
  };
}

export function pullRequestOf({ outputs }: RunnerResult): Readonly<Record<string, string | undefined>> {
  return { number: outputs['pull-request-number'], operation: outputs['pull-request-operation'] };
}
