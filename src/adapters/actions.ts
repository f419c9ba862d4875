/** The runner: log groups, masks, outputs, step summary, state between `main` and `post`. */
import * as core from '@actions/core';
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

/** `hasSummary`: the runner gave a file for the step summary. */
export function actionsReporter(hasSummary: boolean): Reporter {
  return {
    group: (title, action) => core.group(neutralise(title), action),
    info: (text) => { core.info(neutralise(text)); },
    warning: (text) => { core.warning(neutralise(text)); },
    error: (text) => { core.error(neutralise(text)); },
    mask: (secret) => { if (secret.trim() !== '') core.setSecret(secret); },
    summary: (markdown) => (hasSummary ? writeSummary(markdown) : Promise.resolve()),
  };
}

async function writeSummary(markdown: string): Promise<void> {
  if (Buffer.byteLength(markdown) > SUMMARY_LIMIT_BYTES) throw new RangeError(`summary of ${Buffer.byteLength(markdown)} bytes is over the runner's limit of ${SUMMARY_LIMIT_BYTES}`);
  await core.summary.addRaw(markdown, true).write();
}

export function setOutputs(outputs: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value);
}

export function saveForPost(name: string, value: string): void {
  core.saveState(name, value);
}

export function savedForPost(name: string): string {
  return core.getState(name);
}

export function fail(message: string): void {
  core.setFailed(message);
}
