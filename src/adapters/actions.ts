/** The runner: log groups, masks, outputs, step summary, state between `main` and `post`. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Reporter } from '../core/ports.ts';

/** Step summaries above this size are refused by the runner. */
const SUMMARY_LIMIT_BYTES = 1024 * 1024;

/** Control characters, without tab and line feed: a viewer of the log obeys some of them. */
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/**
 * Makes text that neither the runner nor a viewer of the log obeys: the runner trims a line before it looks for `::command::`,
 * and finds `##[command]` anywhere in it. Child output and repository text pass through here before they reach the log.
 */
export function neutralise(text: string): string {
  return text
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(CONTROL, '')
    .split('\n')
    .map((line) => line.replace(/^(\s*)::/, '$1\u200b::').replaceAll('##[', '#\u200b#['))
    .join('\n');
}

/** Through these a later step is given variables, programs and answers. The one for `post` is checked there. */
const STEERING = ['GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY'] as const;

export interface RunnerFiles {
  /** Takes back what others wrote since; returns the names. Call it once no command runs any more and before anything is written. */
  putBack(): readonly string[];
}

/** Commands are not told where the runner's files lie, but their names can be guessed. The engine writes nothing into them before its end. */
export function keepRunnerFiles(environment: Readonly<Record<string, string | undefined>>): RunnerFiles {
  const read = (path: string): Buffer | null => {
    try {
      return readFileSync(path);
    } catch {
      return null;
    }
  };
  const kept = STEERING.flatMap((name) => {
    const path = environment[name] ?? '';
    return path === '' ? [] : [{ name, path, content: read(path) }];
  });
  const putBack = (): readonly string[] => {
    const changed = kept.filter(({ path, content }) => content !== null && read(path)?.equals(content) !== true);
    for (const { path, content } of changed) writeFileSync(path, content!);
    return changed.map(({ name }) => name);
  };
  return { putBack };
}

export interface Runner {
  /** `hasSummary`: the runner gave a file for the step summary. */
  reporter(hasSummary: boolean, files: RunnerFiles): Reporter;
  setOutputs(outputs: Readonly<Record<string, string>>): void;
  saveForPost(name: string, value: string): void;
  savedForPost(name: string): string;
}

type Sdk = typeof import('./actions-sdk.ts');

export async function openRunner(): Promise<Runner> {
  const core: Sdk = await import(/* webpackIgnore: true */ './actions-sdk.ts');
  return {
    reporter: (hasSummary, files) => reporterOver(core, hasSummary, files),
    setOutputs: (outputs) => { for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value); },
    saveForPost: (name, value) => { core.saveState(name, value); },
    savedForPost: (name) => core.getState(name),
  };
}

function reporterOver(core: Sdk, hasSummary: boolean, files: RunnerFiles): Reporter {
  return {
    group: (title, action) => core.group(neutralise(title), action),
    info: (text) => { core.info(neutralise(text)); },
    warning: (text) => { core.warning(neutralise(text)); },
    error: (text) => { core.error(neutralise(text)); },
    mask: (secret) => { if (secret.trim() !== '') core.setSecret(secret); },
    summary: (markdown) => {
      const changed = files.putBack();
      if (changed.length > 0) core.warning(`A command of the repository wrote to files that steer the runner (${changed.join(', ')}); they are as they were. Find that command.`);
      return hasSummary ? writeSummary(core, markdown) : Promise.resolve();
    },
  };
}

async function writeSummary(core: Sdk, markdown: string): Promise<void> {
  if (Buffer.byteLength(markdown) > SUMMARY_LIMIT_BYTES) throw new RangeError(`summary of ${Buffer.byteLength(markdown)} bytes is over the runner's limit of ${SUMMARY_LIMIT_BYTES}`);
  await core.summary.addRaw(markdown, true).write();
}
