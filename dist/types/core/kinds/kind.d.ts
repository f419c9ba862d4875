import type { Candidate, Feedback, FileEdit, GeneratorId, Interaction, Proposal } from '../model/change.js';
import type { CheckPlan, Toolchain } from '../model/check.js';
import type { CodeRecord, FileFacts, Suggestion } from '../model/code.js';
import type { HistoryEntry, MemoryEntry } from '../model/event.js';
import type { Evidence, Worth } from '../model/evidence.js';
import type { FoundTask, KindName, Task } from '../model/task.js';
import type { AnswerSchema, CommandResult, Syntax, TreeEntry } from '../ports.js';
/** The base of an attempt as text: the commit plus what this run has kept so far. Never the working tree. */
export interface SourceTree {
    readonly entries: readonly TreeEntry[];
    /** `null` if absent, binary, not UTF-8, a link or a submodule. */
    read(path: string): Promise<string | null>;
    /** Many at once, where that is cheaper than one by one; afterwards `read` of these paths costs nothing. */
    readMany?(paths: readonly string[]): Promise<void>;
}
/** Functions of the same shape: equal up to local names and formatting. */
export interface CloneGroup {
    readonly cloneKey: string;
    readonly records: readonly CodeRecord[];
}
export interface CodeIndex {
    readonly files: readonly FileFacts[];
    readonly records: readonly CodeRecord[];
    readonly clones: readonly CloneGroup[];
    /** Best first; natural language or identifiers. */
    search(query: string, limit: number): readonly Suggestion[];
}
/** Runs tools of the repository on its base, optionally changed; the tree is put back afterwards. */
export interface Lab {
    run(command: string | readonly string[], options?: {
        readonly edits?: readonly FileEdit[];
        readonly timeoutMs?: number;
        readonly directory?: string;
    }): Promise<CommandResult>;
    /** Runs a check as the run itself does. */
    check(plan: CheckPlan, edits: readonly FileEdit[]): Promise<Evidence>;
}
export interface Question {
    readonly taskId: string;
    readonly prompt: string;
    readonly schema?: AnswerSchema;
}
/** With the interactions that must be remembered, as they were sent: redacted. */
export type WrittenAnswer = {
    readonly type: 'answer';
    readonly text: string;
    readonly interaction: Interaction;
    readonly tokens: number;
    readonly cost: number | null;
}
/** `final`: nothing more is asked in this run (no endpoint, no budget); else another question may do better. */
 | {
    readonly type: 'none';
    readonly final: boolean;
    readonly reason: string;
    readonly remedy: string;
    readonly interactions: readonly Interaction[];
    readonly tokens: number;
    readonly cost: number | null;
};
/** A generator within its budget: questions are redacted, counted, logged and, on wish, recorded. */
export interface Writer {
    readonly id: GeneratorId;
    /** Times that one task may ask again with what went wrong. */
    readonly repairs: number;
    ask(question: Question): Promise<WrittenAnswer>;
    /** One line for whoever follows the run: what became of an answer that was not even tried, and whether another question follows. */
    tell(text: string): void;
}
/** What earlier runs know: for prompts. */
export interface Past {
    /** Questions and answers about similar words, best first. */
    similar(words: string, limit: number): Promise<readonly MemoryEntry[]>;
    /** Attempts at these files, or at this task, that were not kept; newest first. */
    failures(about: {
        readonly taskId?: string;
        readonly paths: readonly string[];
    }, limit: number): readonly HistoryEntry[];
}
/** What a kind may look at. */
export interface KindContext {
    readonly tree: SourceTree;
    readonly index: CodeIndex;
    readonly syntax: Syntax;
    readonly toolchain: Toolchain;
    readonly lab: Lab;
    /** `null`: work from the repository's own snippets. */
    readonly writer: Writer | null;
    readonly past: Past;
    /** False for paths that `.selfcodingignore` keeps from a model. */
    readonly maySend: (path: string) => boolean;
    /** False for paths outside `paths`, protected, generated or vendored ones. */
    readonly mayEdit: (path: string) => boolean;
    readonly isTest: (path: string) => boolean;
    /** Directory in which commands run, relative to the repository root; `` is the root. */
    readonly workingDirectory: string;
    /** Evidence of the untouched tree; `null` while planning. */
    readonly baseline: Evidence | null;
    /** For whoever wonders why something was not found: what a finder saw and left, and why, one sentence without its stop. */
    readonly passedOver: (what: string) => void;
}
export type Proposals = AsyncGenerator<Proposal, void, Feedback | undefined>;
/** One kind of change: how work is found, how the edit is made, what proves that it was worth making. */
export interface Kind {
    readonly name: KindName;
    /** Best first. Never proposes what the kind cannot prove. */
    find(context: KindContext): Promise<readonly FoundTask[]>;
    /**
     * Candidates for one task, best first, tried in turn until one is kept; each `yield` returns what became of the candidate. Site ids in
     * `without` are left out: the checks would not notice a mistake there.
     */
    propose(task: Task, context: KindContext, without: readonly string[]): Proposals;
    /** The oracle: red on the base and green on the candidate. `null`: this kind has none for this task; the run's own applies. */
    prove(task: Task, candidate: Candidate, context: KindContext): Promise<Worth | null>;
}
