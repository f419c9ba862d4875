import type { Candidate, FileEdit, Proposal } from '../model/change.js';
import type { CheckPlan, Toolchain } from '../model/check.js';
import type { CodeRecord, FileFacts, Suggestion } from '../model/code.js';
import type { Evidence, Worth } from '../model/evidence.js';
import type { FoundTask, KindName, Task } from '../model/task.js';
import type { CommandResult, Generator, Syntax, TreeEntry } from '../ports.js';
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
/** What a kind may look at. */
export interface KindContext {
    readonly tree: SourceTree;
    readonly index: CodeIndex;
    readonly syntax: Syntax;
    readonly toolchain: Toolchain;
    readonly lab: Lab;
    readonly generator: Generator | null;
    /** False for paths outside `paths`, protected, generated or vendored ones. */
    readonly mayEdit: (path: string) => boolean;
    readonly isTest: (path: string) => boolean;
    /** Directory in which commands run, relative to the repository root; `` is the root. */
    readonly workingDirectory: string;
    /** Evidence of the untouched tree; `null` while planning. */
    readonly baseline: Evidence | null;
}
/** One kind of change: how work is found, how the edit is made, what proves that it was worth making. */
export interface Kind {
    readonly name: KindName;
    /** Best first. Never proposes what the kind cannot prove. */
    find(context: KindContext): Promise<readonly FoundTask[]>;
    /**
     * Candidates for one task, best first, tried in turn until one is kept. Site ids in `without` are left out: the checks
     * would not notice a mistake there.
     */
    propose(task: Task, context: KindContext, without: readonly string[]): AsyncIterable<Proposal>;
    /** The oracle: red on the base and green on the candidate. `null`: this kind has none for this task; the run's own applies. */
    prove(task: Task, candidate: Candidate, context: KindContext): Promise<Worth | null>;
}
