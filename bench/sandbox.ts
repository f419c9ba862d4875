/**
 * What `sandbox: bubblewrap` adds to each command: the shortest command, in a box and out of one, in turn.
 *
 *     npm run bench:sandbox -- [rounds, default 40]
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gitDirectories, openSandbox } from '../src/adapters/sandbox.ts';
import { createShell } from '../src/adapters/shell.ts';
import { countOf, figures } from './timing.ts';

const rounds = countOf(process.argv[2], 40, 'rounds');
const root = realpathSync(mkdtempSync(join(tmpdir(), 'self-coding-bench-')));
try {
  await measure();
} finally {
  rmSync(root, { recursive: true, force: true });
}

async function measure(): Promise<void> {
  execFileSync('git', ['init', '-q', root]);
  const environment = process.env;
  const confinement = openSandbox({ root, environment, hidden: [], gitDirectories: gitDirectories(root, { config: join(root, '.git/config'), head: join(root, '.git/HEAD') }) });
  const common = { environment, passEnv: [], outputLimitBytes: 1000 };
  const shells = { bare: createShell(common), boxed: createShell({ ...common, confinement }) };
  const times = { bare: [] as number[], boxed: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    for (const name of ['bare', 'boxed'] as const) {
      const started = performance.now();
      const { exitCode } = await shells[name].run({ command: 'true', cwd: root, timeoutMs: 60_000 });
      if (exitCode !== 0) throw new Error(`\`true\` ended with ${String(exitCode)} (${name})`);
      times[name].push(performance.now() - started);
    }
  }
  const [bare, boxed] = [figures(times.bare), figures(times.boxed)];
  console.log(`median of ${rounds}: ${bare.medianMs} ms bare, ${boxed.medianMs} ms in ${confinement.name}`);
  console.log(JSON.stringify({ bench: 'sandbox', rounds, sandbox: confinement.name, bare, boxed, overheadMs: boxed.medianMs - bare.medianMs }));
}
