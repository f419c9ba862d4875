/** Works in a repository and kills itself at one step: `node workspace-child.ts <repository> <scenario> <step number>`. */
import { execFileSync } from 'node:child_process';
import { dirname } from 'node:path';
import { systemClock } from '../../src/adapters/clock.ts';
import { openGit } from '../../src/adapters/git.ts';
import { createShell } from '../../src/adapters/shell.ts';
import { createWorkspace } from '../../src/adapters/workspace.ts';
import type { TreeChange } from '../../src/core/ports.ts';
import { gitEnvironmentFor } from './repository.ts';

const [repository = '', scenario = '', killAt = '0'] = process.argv.slice(2);
let steps = 0;
function step(): void {
  steps += 1;
  if (steps === Number(killAt)) process.kill(process.pid, 'SIGKILL');
}

const environment = gitEnvironmentFor(dirname(repository));
const opened = await openGit({ directory: repository, token: null, environment });
const git = {
  ...opened,
  /** As the adapter does it, with a place to die between branch and index. */
  moveHead: async (from: string, to: string): Promise<void> => {
    execFileSync('git', ['-C', repository, 'update-ref', 'HEAD', to, from], { env: environment });
    step();
    await opened.moveIndex(from, to);
  },
};
const workspace = await createWorkspace({ git, clock: systemClock, step });
const entries = new Map((await git.listTree('HEAD')).map((entry) => [entry.path, entry]));

function change(path: string, content: string | null, mode = '100644'): TreeChange {
  return { path, before: entries.get(path) ?? null, after: content === null ? null : { mode, content: Buffer.from(content) } };
}

const scenarios: Readonly<Record<string, () => Promise<void>>> = {
  apply: async () => {
    await workspace.apply([change('crlf.txt', 'x'), change('with space/ümlaut “x”.js', null), change('fresh/ü/new', 'new'), change('deep/er/file.txt', null), change('deep', 'file now')]);
    await workspace.apply([change('crlf.txt', 'longer than it was before\r\n'), change('run.sh', 'x', '100755')]);
    await workspace.undo();
  },
  command: async () => {
    await workspace.apply([change('plain.txt', 'candidate'), change('fresh/new', 'new')]);
    await workspace.guardCommand({ keepNew: false }, () => {
      step();
      execFileSync('bash', ['-ec', 'echo x > crlf.txt; rm run.sh; echo y > junk; mkdir -p out; echo y > out/junk; echo z > fresh/new; git add -A; git checkout -q -b other; git -c user.name=t -c user.email=t@t commit -qm mine; git config remote.origin.url elsewhere; echo exit > .git/hooks/post-commit'], { cwd: repository, env: environment });
      step();
      return Promise.resolve();
    });
    await workspace.undo();
  },
  land: async () => {
    const from = (await git.head())!.commit;
    const changes = [change('crlf.txt', 'landed\r\n'), change('dir/only.txt', null), change('fresh/ü/new', 'new', '100755')];
    const { commit } = await git.commit({ parent: from, changes, message: 'landed' });
    await workspace.land(from, commit, 'landed');
  },
  survivor: async () => {
    const shell = createShell({ environment: process.env, passEnv: [], outputLimitBytes: 1_000 });
    await workspace.guardCommand({ keepNew: false }, () => shell.run({ command: 'echo $$ > ignored/pid; sleep 300', cwd: repository, timeoutMs: 600_000 }));
  },
};

await scenarios[scenario]!();
await workspace.close();
