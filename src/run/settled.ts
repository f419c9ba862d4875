/** Whether a run could only repeat what an earlier one found: then it ends in seconds, without a command, a question or a baseline. */
import { createHash } from 'node:crypto';
import type { RunBody } from '../core/history/bodies.ts';
import { knownPullRequests, type KnownPullRequest } from '../core/history/pull-requests.ts';
import type { CheckStatus } from '../core/model/evidence.ts';
import type { RunReport } from '../core/model/run-report.ts';
import { settingsDigest } from '../core/report/record.ts';
import type { Session } from './session.ts';

/** What a digest cannot see drifts: dependencies, tools, services. So a check of the whole is due after this long, whatever else is new. */
export const DUE_AFTER_DAYS = 7;

const DAY_MS = 24 * 60 * 60 * 1000;

/** Events that change what a run would try, or what it would take for done. */
const DECISIVE = ['attempt', 'landed', 'tombstone', 'pull-request', 'rollback'] as const;

/** Any other end of a check is the machine's or the tool's, and may be another one next time. */
const COMPLETED: readonly CheckStatus[] = ['passed', 'failed', 'no-tests', 'not-run'];

export interface Settled {
  /** ISO 8601, UTC: when a run last found nothing left to try. */
  readonly since: string;
  /** When it is looked at again in any case. */
  readonly due: string;
  /** Numbers of the engine's open pull requests, none of which changed since. */
  readonly open: readonly number[];
}

/**
 * SHA-256 over all that a run depends on: commit, branch, settings, commands, generator, engine, environment, and what is remembered.
 * Taken when a run ends, and again when the next one begins.
 */
export async function settledDigest({ settings, ports, survey, toolchain, state }: Session): Promise<string> {
  const { ledger } = state.history;
  const answers = settings.replayFile === null ? null : await ports.files.read(settings.replayFile);
  const parts = {
    engine: ports.engineVersion,
    environment: ports.environment,
    commit: survey.head.commit,
    ref: survey.head.ref,
    settings: settingsDigest({ ...settings, recordAnswers: null }),
    generator: ports.generator?.id ?? null,
    answers: answers === null ? null : createHash('sha256').update(answers).digest('hex'),
    // Not setup: it is left out once dependencies are installed.
    commands: [...toolchain.lint, ...toolchain.test].map(({ name, command }) => [name, command]),
    remembered: DECISIVE.flatMap((kind) => ledger.rows(kind).map(({ id }) => id)),
    flakes: [...state.flakesOnBase()].sort(),
  };
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/**
 * The earlier run after which nothing is new; `null` if this one must look. Whoever asks gets an answer: a prompt always runs.
 * The latest run on this commit that ended early, failed, or left work makes this one run, too.
 */
export async function settledBy(session: Session): Promise<Settled | null> {
  const { settings, ports, survey, state } = session;
  if (settings.mode !== 'run' || settings.prompt !== null) return null;
  const runs = state.history.ledger.events('run').filter(({ body }) => body['baseCommit'] === survey.head.commit && body['mode'] === settings.mode);
  if (runs.length === 0) return null;
  const digest = await settledDigest(session);
  const last = runs.findLast(({ body }) => body['settled'] === null || body['settled'] === digest);
  if (last === undefined || last.body['settled'] !== digest) return null;
  const at = Date.parse(last.at);
  const age = ports.clock.now().getTime() - at;
  // A date in the future is a clock that was wrong: it must not settle a repository for years.
  if (!(age >= 0 && age < DUE_AFTER_DAYS * DAY_MS)) return null;
  if (await pullRequestsMoved(session)) return null;
  return { since: last.at, due: new Date(at + DUE_AFTER_DAYS * DAY_MS).toISOString(), open: openPullRequests(session).map(({ number }) => number) };
}

/** What ends the run at once, and what would make it run. */
export function settledTexts({ since, due, open }: Settled): { readonly nothing: string; readonly remedy: string } {
  const those = open.map((number) => `#${number}`).join(', ');
  const waits = open.length > 0;
  return {
    nothing: `Nothing new since ${minute(since)}: same commit, same settings; ${waits ? `${open.length === 1 ? 'pull request' : 'pull requests'} ${those} still open` : 'the last run found nothing left to try'}.`,
    remedy: `It runs again with a new commit, other settings${waits ? ', a pull request merged or closed,' : ''} or a \`prompt\`, and in any case from ${minute(due)} on, since dependencies and tools drift.`,
  };
}

function minute(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}

export interface Ending {
  readonly report: RunReport;
  /** False if the work was broken off by an error. */
  readonly finished: boolean;
  /** Tasks of the plan that were not tried. */
  readonly waiting: number;
  /** Tests that flaked in this run. */
  readonly flaked: number;
}

/** What the log remembers of a run as a whole. */
export async function runBody(ending: Ending, session: Session): Promise<RunBody> {
  const { report, finished } = ending;
  const { tokens, cost } = report.spending ?? spentOn(report);
  return {
    engine: report.engine,
    mode: report.mode,
    outcome: finished ? (report.attempts[0]?.outcome ?? 'unchanged') : 'failed',
    settled: leftNothing(ending, session) ? await settledDigest(session) : null,
    baseCommit: session.survey.head.commit,
    environment: report.environment,
    tokens,
    cost,
    durationMs: report.durationMs,
  };
}

/**
 * True if another run would find the same: this one went to its end with nothing gone wrong, nothing kept (a proposal that did not land is
 * shown again), nothing left for later, and no test that flaked.
 */
function leftNothing({ report, finished, waiting, flaked }: Ending, { settings, ports, deadlineMs }: Session): boolean {
  if (settings.mode !== 'run' || settings.prompt !== null || !finished || report.failure !== null || ports.cancelled.aborted) return false;
  if (ports.clock.monotonicMs() > deadlineMs || report.warnings.length > 0 || waiting > 0 || flaked > 0 || report.spending?.ended != null) return false;
  if (report.attempts.some(({ outcome }) => outcome === 'kept' || outcome === 'failed')) return false;
  return report.baseline === null || report.baseline.evidence.checks.every(({ status }) => COMPLETED.includes(status));
}

function spentOn({ attempts }: RunReport): { readonly tokens: number; readonly cost: number | null } {
  const costs = attempts.map(({ cost }) => cost);
  return { tokens: attempts.reduce((sum, { tokens }) => sum + tokens, 0), cost: costs.includes(null) ? null : costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0) };
}

/** True unless every pull request that was open is still open with the same head: one question to the forge, none where none is open. */
async function pullRequestsMoved({ settings, ports, state }: Session): Promise<boolean> {
  const open = openPullRequests({ state }).map(({ number, head }) => `${number} ${head}`).sort();
  if (open.length === 0) return false;
  const answer = await ports.forge?.openWith(settings.pullRequest.branchPrefix);
  if (answer?.type !== 'done') return true;
  const seen = answer.value.map(({ number, head }) => `${number} ${head}`).sort();
  return JSON.stringify(seen) !== JSON.stringify(open);
}

function openPullRequests({ state }: Pick<Session, 'state'>): readonly KnownPullRequest[] {
  return knownPullRequests(state.history.ledger).filter((known) => known.state === 'open');
}
