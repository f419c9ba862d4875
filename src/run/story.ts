/** What a run tells: groups in the log while it goes on, and at its end the report that summary, record and outputs are made from. */
import { suggestionsText } from '../core/knowledge/suggest.ts';
import { sentence } from '../core/report/format.ts';
import { baselineLine, stateLine } from '../core/report/log.ts';
import { rankingLines } from '../core/report/ranking.ts';
import type { Toolchain } from '../core/model/check.ts';
import type { Suggestion } from '../core/model/code.ts';
import type { Evidence } from '../core/model/evidence.ts';
import type { Attempt } from '../core/model/patch.ts';
import type { RankedModule, RollbackReport, RunReport, Spending, StateReport } from '../core/model/run-report.ts';
import type { Settings } from '../core/model/settings.ts';
import type { FoundTask } from '../core/model/task.ts';
import type { Recovery } from '../core/ports.ts';
import { byOutcome } from './attempt-results.ts';
import { emptyReport, failureLines, failureOf } from './report.ts';
import type { RunPorts } from './session.ts';
import type { Base } from './source-tree.ts';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Collects what happened. The only mutable thing of a run; nobody reads it before the run is over. */
export class Story {
  readonly #ports: RunPorts;
  readonly #startedMs: number;
  readonly #report: Mutable<RunReport>;
  readonly #attempts: Attempt[] = [];
  readonly #tried: Attempt[] = [];
  readonly #bases = new Map<string, Base>();
  readonly #warnings: string[] = [];
  readonly #remedies: string[] = [];
  #spending: () => Spending | null = () => null;
  readonly #phases: { name: string; durationMs: number }[] = [];

  constructor(settings: Settings, ports: RunPorts) {
    this.#ports = ports;
    this.#startedMs = ports.clock.monotonicMs();
    this.#report = {
      ...emptyReport(ports.engineVersion, ports.environment),
      mode: settings.mode, dryRun: settings.dryRun, publish: settings.publish,
      attempts: this.#attempts, tried: this.#tried, warnings: this.#warnings, remedies: this.#remedies, phases: this.#phases,
    };
  }

  /** A log group with its duration. */
  async phase<T>(name: string, action: () => Promise<T>): Promise<T> {
    const startedMs = this.#ports.clock.monotonicMs();
    try {
      return await this.#ports.reporter.group(name, action);
    } finally {
      this.#phases.push({ name, durationMs: Math.round(this.#ports.clock.monotonicMs() - startedMs) });
    }
  }

  tell(text: string): void {
    this.#ports.reporter.info(text);
  }

  warn(text: string): void {
    this.#ports.reporter.warning(text);
    // One cause is told once: what kept the state from being read keeps it from being saved.
    if (!this.#warnings.some((known) => text.includes(known))) this.#warnings.push(text);
  }

  /** What a person can do so that the next run achieves more. */
  remedy(text: string): void {
    if (this.#remedies.includes(text)) return;
    this.#remedies.push(text);
    this.tell(text);
  }

  recovered(recovery: Recovery): void {
    if (recovery.type === 'nothing') {
      this.tell('no killed run left anything to put back');
      return;
    }
    const aside = recovery.setAside.length === 0 ? '' : `; what had been changed since lies in ${recovery.setAside.join(', ')}`;
    const text = recovery.files.length === 0 ? `an earlier run was killed; it had left no change in the tree${aside}` : `an earlier run was killed: put back ${recovery.files.join(', ')}${aside}`;
    this.#report.recovery = text;
    this.tell(text);
  }

  restored(state: Omit<StateReport, 'notRepeated'>): void {
    this.#report.state = { ...state, notRepeated: 0 };
    this.tell(stateLine(this.#report.state));
    if (state.note !== '') this.#warnings.push(state.note);
  }

  based(base: { readonly commit: string; readonly tree: string }): void {
    this.#report.base = { commit: base.commit, tree: base.tree };
  }

  toolchain(toolchain: Toolchain): void {
    this.#report.toolchain = toolchain;
    for (const plan of [...toolchain.setup, ...toolchain.lint, ...toolchain.test]) this.tell(`${plan.name}: ${plan.shown ?? plan.command} (${plan.why})`);
    for (const note of toolchain.notes) this.tell(note);
    this.tell('Other commands: set `setup-command`, `lint-command` or `test-command`; `none` runs nothing.');
  }

  baseline(evidence: Evidence): void {
    this.#report.baseline = { evidence, reusedFrom: null };
    this.tell(baselineLine(this.#report.baseline));
  }

  /** Where the report finds what was asked of a generator. */
  asking(spending: () => Spending): void {
    this.#spending = spending;
  }

  /** Every candidate that was put to the checks or refused. */
  tried(attempt: Attempt): void {
    this.#tried.push(attempt);
  }

  /** The result of a task, and the base that it was tried on. */
  attempted(attempt: Attempt, base: Base): void {
    this.#attempts.push(attempt);
    this.#bases.set(attempt.patchId, base);
  }

  /** Results that wait for a human. */
  held(): readonly { readonly attempt: Attempt; readonly base: Base }[] {
    return this.#attempts.filter(({ outcome }) => outcome === 'held').map((attempt) => ({ attempt, base: this.#bases.get(attempt.patchId)! }));
  }

  notRepeated(): void {
    this.#report.state = { ...this.#report.state, notRepeated: this.#report.state.notRepeated + 1 };
  }

  nothing(text: string): void {
    this.#report.nothing ??= text;
    this.tell(text);
  }

  suggestions(suggestions: readonly Suggestion[]): void {
    this.#report.suggestions = suggestions;
    this.tell(suggestionsText(suggestions));
  }

  found(tasks: readonly FoundTask[]): void {
    this.#report.found = tasks;
    for (const { kind, title, paths } of tasks) this.tell(`${kind}: ${title} (${paths.join(', ')})`);
  }

  ranked(ranking: readonly RankedModule[]): void {
    this.#report.ranking = ranking;
    for (const line of rankingLines(ranking)) this.tell(line);
  }

  /** What is known before landing; the commit follows from the attempt. */
  rollback(rollback: RollbackReport): void {
    this.#report.rollback = rollback;
  }

  landing(landing: NonNullable<RunReport['landing']>): void {
    this.#report.landing = landing;
    if (landing.type === 'landed') for (const line of [landing.text, ...(landing.links ?? []).map(({ label, url }) => `${label}: ${url}`)]) this.tell(line);
    // The summary has a place of its own for it.
    else this.#ports.reporter.warning(`${sentence(landing.reason)} ${landing.remedy}`);
  }

  /** Replaces results of tasks by what became of them later: a commit, a path, another outcome. */
  revise(change: (attempt: Attempt) => Attempt): void {
    for (const list of [this.#attempts, this.#tried]) list.forEach((attempt, index) => { list[index] = change(attempt); });
  }

  get attempts(): readonly Attempt[] {
    return this.#attempts;
  }

  get allTried(): readonly Attempt[] {
    return this.#tried;
  }

  /** Does something whose failure ends the run and is told in its report. */
  async attend(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#report.failure ??= failureOf(error);
    for (const line of failureLines(this.#report.failure)) this.#ports.reporter.error(line);
  }

  /** What happened so far, as summary, record and outputs tell it. */
  report(): RunReport {
    // What was asked for comes in the order of asking. Of found work the best comes first: the single outputs describe it.
    const requested = this.#attempts.filter(({ task }) => task.origin === 'requested');
    const found = this.#attempts.filter(({ task }) => task.origin === 'found').sort(byOutcome);
    return { ...this.#report, attempts: [...requested, ...found], rollback: rolledBack(this.#report.rollback, this.#attempts[0]), spending: this.#spending(), durationMs: Math.round(this.#ports.clock.monotonicMs() - this.#startedMs) };
  }
}

/** As it ended: what was proved may still not land. */
function rolledBack(rollback: RollbackReport | null, attempt: Attempt | undefined): RollbackReport | null {
  if (rollback?.outcome !== 'rolled-back' || attempt === undefined) return rollback;
  const { outcome, commit, pullRequest, reasons } = attempt;
  return { ...rollback, outcome: outcome === 'kept' ? 'rolled-back' : 'refused', reasons: outcome === 'kept' ? rollback.reasons : reasons, commit, pullRequest };
}
