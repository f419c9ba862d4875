import type { Attempt } from '../core/model/patch.js';
import type { Session } from './session.js';
import type { Story } from './story.js';
export interface Recorder {
    /** A candidate that was tried; one that is kept waits for the landing. */
    tried(attempt: Attempt): Promise<Attempt>;
    /** A task without any candidate; what a model was asked for it goes on record all the same. */
    withoutCandidate(attempt: Attempt): Promise<Attempt>;
    /** Tasks of the plan that this run leaves to a later one. */
    waiting(tasks: number): void;
    /** The work came to its end; without this the run counts as failed. */
    finished(): void;
    /** Writes down what is left: kept attempts as landed, or as proposed where nothing landed; then the run itself. */
    close(): Promise<void>;
}
/** One for each run. Nothing is written before the first attempt. */
export declare function openRecorder(session: Session, story: Story): Recorder;
