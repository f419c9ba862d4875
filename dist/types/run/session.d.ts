/** What every phase of a run shares. Built once by `open-session.ts`; nothing in it changes. */
import type { SafetyMonitor } from '../core/change/guard.js';
import type { PatchHistoryDB } from '../core/history/patch-history.js';
import type { TrendPredictor } from '../core/judge/trend-predictor.js';
import type { Kind, Past } from '../core/kinds/kind.js';
import type { FactsReader, FactsStore } from '../core/knowledge/build-index.js';
import type { GptMemory } from '../core/knowledge/memory.js';
import type { Toolchain } from '../core/model/check.js';
import type { Settings } from '../core/model/settings.js';
import type { Clock, DatabaseFactory, Endpoint, Files, Generator, Git, Random, Recording, Reporter, Shell, StateStore, Syntax, Workspace } from '../core/ports.js';
import type { Forge } from '../core/ports-forge.js';
import type { PullRequestPlan } from './pull-request-plan.js';
import type { Recorder } from './recorder.js';
import type { State } from './state.js';
import type { Story } from './story.js';
import type { Survey } from './survey.js';
import type { Workbench } from './workbench.js';
import type { RunWriter } from './writer.js';
export interface RunPorts {
    readonly clock: Clock;
    readonly random: Random;
    readonly shell: Shell;
    readonly git: Git;
    readonly workspace: Workspace;
    readonly files: Files;
    readonly syntax: Syntax;
    readonly reporter: Reporter;
    /** `null`: work from the repository's own snippets. */
    readonly generator: Generator | null;
    readonly endpoint: Endpoint | null;
    /** `null`: answers are not recorded. */
    readonly recording: Recording | null;
    /** `null` where no host of pull requests is known. */
    readonly forge: Forge | null;
    /** Full ref that the job was started for, such as `refs/heads/main`; `null` outside a job. */
    readonly ref: string | null;
    readonly store: StateStore;
    /** What a library's user brings along; `null`: restored from the store. */
    readonly history: PatchHistoryDB | null;
    readonly memory: GptMemory | null;
    readonly predictor: Pick<TrendPredictor, 'forecast'>;
    readonly safetyMonitor: SafetyMonitor;
    readonly databases: DatabaseFactory;
    /** Keeps the state where a later process finds it, should this one be killed. */
    readonly checkpoint: (bytes: Uint8Array) => Promise<void>;
    /** Values that are redacted from everything remembered. */
    readonly secrets: readonly string[];
    readonly facts: FactsStore;
    readonly factsReader: FactsReader;
    readonly kinds: readonly Kind[];
    /** True if commands would find this program. */
    readonly onPath: (program: string) => Promise<boolean>;
    /** Operating system, architecture and major tool versions: noisy series are split by it. */
    readonly environment: string;
    /** Name and version of what commands run in; `null`: nothing. */
    readonly sandbox: string | null;
    readonly engineVersion: string;
    /** Aborted when the runner cancels: nothing new is begun, everything is put back. */
    readonly cancelled: AbortSignal;
}
export interface Session {
    readonly settings: Settings;
    readonly ports: RunPorts;
    readonly survey: Survey;
    readonly toolchain: Toolchain;
    readonly workbench: Workbench;
    readonly state: State;
    /** What is known of open pull requests; `null` where what is kept lands otherwise. */
    readonly pullRequests: PullRequestPlan | null;
    /** `null` without a generator. */
    readonly writer: RunWriter | null;
    /** What earlier runs know, as it was when this one began. */
    readonly past: Past;
    /** Digest of all test files of the checked-out commit: what was held for want of tests is tried again when they change. */
    readonly testsDigest: string;
    /** On the clock's monotonic scale; work that would end after it is not begun. */
    readonly deadlineMs: number;
}
/** A run that is under way: what it shares, where it is written down, where it is told. */
export interface Running {
    readonly session: Session;
    readonly recorder: Recorder;
    readonly story: Story;
}
