import { commandEnd, outputTail } from '../core/evidence/command-end.ts';
import { failureMessage, stripAnsi } from '../core/evidence/reading.ts';
import { COMMAND_TEST, standInId } from '../core/evidence/test-ids.ts';
import type { CheckRun, MetricSample, TestOutcome } from '../core/model/evidence.ts';
import type { MetricSpec } from '../core/model/settings.ts';
import type { CommandResult } from '../core/ports.ts';
import type { CheckOptions } from './checks.ts';

export interface Measured {
  readonly samples: readonly MetricSample[];
  readonly runs: readonly CheckRun[];
  /** One failing stand-in per command that printed no number. */
  readonly tests: readonly TestOutcome[];
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** Name of the check that stands for a metric's command. */
export function metricCheckName(spec: Pick<MetricSpec, 'name'>): string {
  return `metric ${spec.name}`;
}

/**
 * Runs each declared metric's command once. The last line of its standard output must be one number and its exit code 0; anything
 * else is a failed check, never a number. Its check has the role `lint`, so that it never passes for a test.
 */
export async function measureMetrics(options: CheckOptions): Promise<Measured> {
  const samples: MetricSample[] = [];
  const runs: CheckRun[] = [];
  const tests: TestOutcome[] = [];
  for (const spec of options.metrics?.specs ?? []) {
    const { run, value } = await measure(spec, options);
    runs.push(run);
    if (value !== null) samples.push(sample(spec, value));
    else if (run.status === 'failed') {
      tests.push({ id: standInId(run.name, COMMAND_TEST), status: 'failed', file: null, durationMs: run.durationMs, message: failureMessage(run.note) });
    }
  }
  return { samples, runs, tests };
}

async function measure(spec: MetricSpec, options: CheckOptions): Promise<{ readonly run: CheckRun; readonly value: number | null }> {
  const { shell, workspace } = options.commands;
  const directory = options.metrics?.directory ?? '';
  const timeoutMs = options.metrics?.timeoutMs ?? 0;
  const cwd = directory === '' ? options.root : `${options.root}/${directory}`;
  const { value: result, sideEffects } = await workspace.guardCommand({ keepNew: false }, () => shell.run({ command: spec.command, cwd, timeoutMs }));
  const end = commandEnd(result, 'lint', timeoutMs);
  const value = end === null && result.exitCode === 0 ? lastNumber(result.stdout) : null;
  const run = checkRun(spec, result, end === null ? numberAnswer(spec, result, value) : { status: end.status, note: metricNote(spec, end.note) });
  options.onCheck?.(run, sideEffects);
  return { run, value };
}

function checkRun(spec: MetricSpec, result: CommandResult, answer: Pick<CheckRun, 'status' | 'note'>): CheckRun {
  return {
    role: 'lint',
    name: metricCheckName(spec),
    command: spec.command,
    exitCode: result.exitCode,
    durationMs: result.durationMs,
    reported: false,
    outputTail: outputTail(result),
    ...answer,
  };
}

function numberAnswer(spec: MetricSpec, result: CommandResult, value: number | null): Pick<CheckRun, 'status' | 'note'> {
  if (value !== null) return { status: 'passed', note: `${spec.name} is ${value} ${spec.unit}.`.replace(' .', '.') };
  const last = lastLine(result.stdout).slice(0, 80);
  const reason = result.exitCode === 0 ? `The last line of its output is ${JSON.stringify(last)}, not one number` : `Its exit code is ${String(result.exitCode)}`;
  return { status: 'failed', note: metricNote(spec, `${reason}. Let the command print one number on its last line.`) };
}

function metricNote(spec: MetricSpec, note: string): string {
  const own = note.replace('`time-limits.lint`', '`time-limits.accept`').replace('set `lint-command` to a faster command', 'give `metrics` a faster command').replace(/ or set `lint-command`/, ' or correct `metrics`');
  return `Metric ${spec.name}: ${own}`;
}

function lastNumber(output: string): number | null {
  const line = lastLine(output);
  if (!NUMBER.test(line)) return null;
  const value = Number(line);
  return Number.isFinite(value) ? value : null;
}

function lastLine(output: string): string {
  return stripAnsi(output).trimEnd().split('\n').at(-1)?.trim() ?? '';
}

function sample({ name, unit, better, stability, tolerance, scale, weight }: MetricSpec, value: number): MetricSample {
  return { name, unit, better, stability, tolerance, scale, weight, samples: [value] };
}
