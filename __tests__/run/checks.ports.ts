import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { systemClock } from '../../src/adapters/clock.ts';
import { createFiles } from '../../src/adapters/files.ts';
import { createShell } from '../../src/adapters/shell.ts';
import type { CheckPlan, ReportSource } from '../../src/core/model/check.ts';
import type { CheckRun } from '../../src/core/model/evidence.ts';
import type { SideEffects } from '../../src/core/ports.ts';
import type { CheckOptions } from '../../src/run/checks.ts';

/** A repository to check: real files, real processes. The guard removes new top-level files, as the workspace does. */
export interface Bench {
  readonly root: string;
  readonly temporary: string;
  readonly options: CheckOptions;
  /** What was told of each command, in order. */
  readonly told: readonly { readonly run: CheckRun; readonly sideEffects: SideEffects }[];
  readonly guarded: readonly boolean[];
  readonly write: (path: string, content: string) => Promise<void>;
}

export async function bench(directory: string): Promise<Bench> {
  const root = join(directory, 'repo');
  const temporary = join(directory, 'temporary');
  await mkdir(root, { recursive: true });
  const told: { readonly run: CheckRun; readonly sideEffects: SideEffects }[] = [];
  const guarded: boolean[] = [];
  const workspace: CheckOptions['commands']['workspace'] = {
    guardCommand: async ({ keepNew }, action) => {
      guarded.push(keepNew);
      const before = new Set(await readdir(root));
      const value = await action();
      const removed = keepNew ? [] : (await readdir(root)).filter((name) => !before.has(name));
      for (const name of removed) await rm(join(root, name), { recursive: true });
      return { value, sideEffects: { restored: [], removed } };
    },
  };
  const path = `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`;
  const shell = createShell({ environment: { PATH: path, HOME: directory }, passEnv: [], outputLimitBytes: 200_000, graceMs: 100 });
  const options: CheckOptions = {
    tree: 'tree-id',
    root,
    commands: { shell, workspace, files: createFiles({ temporaryBase: temporary }), clock: systemClock },
    onCheck: (run, sideEffects) => told.push({ run, sideEffects }),
  };
  const write = async (file: string, content: string): Promise<void> => {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), content);
  };
  return { root, temporary, options, told, guarded, write };
}

export function plan(command: string, extra: Partial<CheckPlan> = {}): CheckPlan {
  return { role: 'test', name: 'test', command, tool: null, directory: '', timeoutMs: 30_000, reports: [], env: {}, why: 'a test', ...extra };
}

export function source(format: ReportSource['format'], where: ReportSource['where'], pattern: string, required = true): ReportSource {
  return { format, where, pattern, required };
}
