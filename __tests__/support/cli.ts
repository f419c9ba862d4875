/** The built command line, started as a person at a shell does: no inputs, no runner, git without this machine's configuration. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DIST, startNode, type Ended, type Interrupt } from './runner.ts';
import { TOOL_PATH } from './tools.ts';

export interface CliOptions {
  /** Where the shell stands. */
  readonly cwd: string;
  /** For the home and temporary files; kept by the caller. */
  readonly temporary: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly interrupt?: Interrupt;
}

export function runCli(args: readonly string[], { cwd, temporary, environment = {}, interrupt }: CliOptions): Promise<Ended> {
  const scratch = join(temporary, 'tmp');
  mkdirSync(scratch, { recursive: true });
  return startNode([join(DIST, 'cli.js'), ...args], {
    cwd,
    environment: {
      PATH: TOOL_PATH, HOME: temporary, TMPDIR: scratch, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.com', GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.com',
      ...environment,
    },
    ...(interrupt === undefined ? {} : { interrupt }),
  });
}
