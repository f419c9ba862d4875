/**
 * The verbs: what the core and the run need from the world. Adapters implement these; tests implement them with the
 * real thing on loopback or with data. Expected outcomes are values; `InfrastructureError` is thrown for the rest.
 */
import type { GeneratorId } from './model/change.js';
import type { Language } from './model/code.js';
import type { RestoreStatus } from './model/event.js';
import type { BranchTip, LoggedCommit, LogOptions } from './ports-log.js';
export interface Clock {
    now(): Date;
    /** Milliseconds from an arbitrary origin; never goes back. */
    monotonicMs(): number;
}
export interface Random {
    /** A globally unique id whose text order is the order of creation (ULID: 26 characters). */
    id(): string;
}
export interface CommandSpec {
    /** A shell line of the user's or the detector's making, or an argument vector run without a shell. */
    readonly command: string | readonly string[];
    /** Absolute. */
    readonly cwd: string;
    /** Added to the allow-listed environment. */
    readonly env?: Readonly<Record<string, string>>;
    readonly timeoutMs: number;
    readonly stdin?: string;
    /** What a sandbox lets this command have beyond the working tree; without one it has everything anyway. */
    readonly grants?: {
        readonly network?: boolean; /** Absolute directories. */
        readonly writable?: readonly string[];
    };
}
export interface CommandResult {
    /** `not-found`: the program (or the shell's command, exit code 127) does not exist. */
    readonly status: 'exited' | 'timed-out' | 'signalled' | 'not-found';
    readonly exitCode: number | null;
    readonly signal: string | null;
    readonly stdout: string;
    readonly stderr: string;
    /** True if output went over the cap; its middle was dropped. */
    readonly truncated: boolean;
    readonly durationMs: number;
}
/** Runs repository code: allow-listed environment, own process group, time limit, captured and capped output. */
export interface Shell {
    run(spec: CommandSpec): Promise<CommandResult>;
}
export interface TreeEntry {
    readonly path: string;
    /** `100644`, `100755`, `120000` (symbolic link), `160000` (submodule). */
    readonly mode: string;
    readonly blob: string;
}
export interface Head {
    readonly commit: string;
    readonly tree: string;
    /** Full ref, such as `refs/heads/main`; `null` when detached. */
    readonly ref: string | null;
    readonly shallow: boolean;
}
/** One path whose content differs between two trees; `null` means absent. */
export interface TreeChange {
    readonly path: string;
    readonly before: {
        readonly mode: string;
        readonly blob: string;
    } | null;
    readonly after: {
        readonly mode: string;
        readonly content: Uint8Array;
    } | null;
}
export interface CommitRequest {
    readonly parent: string;
    readonly changes: readonly TreeChange[];
    readonly message: string;
}
export type PushResult = {
    readonly type: 'pushed';
}
/** The remote moved on: fetch, rebase, re-verify, push again. */
 | {
    readonly type: 'outdated';
} | {
    readonly type: 'refused';
    readonly reason: string;
};
export interface Git {
    /** Absolute top level of the working tree. */
    readonly root: string;
    /** `null` for a repository without commits. */
    head(): Promise<Head | null>;
    /** Absolute path of `git rev-parse --git-path <name>`. */
    gitPath(name: string): Promise<string>;
    /** Tracked paths that differ from HEAD (index or tree), and untracked, unignored ones. */
    status(): Promise<{
        readonly tracked: readonly string[];
        readonly untracked: readonly string[];
    }>;
    listTree(treeish: string): Promise<readonly TreeEntry[]>;
    /** Blob contents by id, in one process. */
    readBlobs(blobs: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>;
    /** Paths that differ between two trees or commits. */
    diffTrees(from: string, to: string): Promise<readonly TreeChange[]>;
    /** A commit object made from the parent's tree and the changes through a temporary index; moves nothing. */
    commit(request: CommitRequest): Promise<{
        readonly commit: string;
        readonly tree: string;
    }>;
    /** Moves ref (or the detached HEAD) and index from one commit to another; fails if the ref is not at `from`. Files are the workspace's business. */
    moveHead(from: string, to: string, message: string): Promise<void>;
    /** Fetches the branch and returns its commit; `null` if the remote has no such branch. */
    fetch(branch: string): Promise<string | null>;
    /** What a branch of the remote carries; `null` if there is no such branch. */
    tip(branch: string): Promise<BranchTip | null>;
    /**
     * With `dryRun`, only asks whether the remote would let this token push. With `replacing`, the branch may be rewritten if it still stands at
     * that commit (`null`: if it does not exist yet); else `outdated`.
     */
    push(commit: string, branch: string, options?: {
        readonly dryRun?: boolean;
        readonly replacing?: string | null;
    }): Promise<PushResult>;
    /** The commit as an e-mail that `git am` applies. */
    formatPatch(commit: string): Promise<string>;
    treeOf(commit: string): Promise<string>;
    /** Commits that a commit, or a range such as `a..b`, reaches; newest first. */
    log(range: string, options?: LogOptions): Promise<readonly LoggedCommit[]>;
    /** Full ids of all commits that begin with these hexadecimal digits, at least four. */
    commitsStarting(prefix: string): Promise<readonly string[]>;
    isAncestor(commit: string, of: string): Promise<boolean>;
    /** Old path to new path of files that git takes for renamed between two commits. */
    renames(from: string, to: string): Promise<ReadonlyMap<string, string>>;
    /** Three-way merge of one file's text; `null` on conflict. */
    mergeText(base: string, ours: string, theirs: string): Promise<string | null>;
    /** Paths (of those given) that git would treat as generated, vendored or binary by attributes. */
    attributes(paths: readonly string[]): Promise<ReadonlyMap<string, {
        readonly generated: boolean;
        readonly binary: boolean;
    }>>;
}
/** What a command left behind and what was done about it. */
export interface SideEffects {
    readonly restored: readonly string[];
    readonly removed: readonly string[];
}
export type Recovery = {
    readonly type: 'nothing';
} | {
    readonly type: 'restored';
    readonly files: readonly string[];
    /** Copies of files that somebody changed after the killed run: nothing is lost. */
    readonly setAside: readonly string[];
};
/**
 * The working tree, only ever used to test. Everything it changes is journalled first, so that a killed process
 * leaves a tree that `recover` restores exactly.
 */
export interface Workspace {
    /** Undoes a journal that a killed run left. */
    recover(): Promise<Recovery>;
    /** Writes the changes over the tree as it was at the start; replaces what an earlier `apply` wrote. */
    apply(changes: readonly TreeChange[]): Promise<void>;
    /** Why these changes could not be written and put back exactly, such as a read-only file; `null` if they can. Writes nothing. */
    obstacle(changes: readonly TreeChange[]): Promise<{
        readonly problem: string;
        readonly remedy: string;
    } | null>;
    /** Puts the tree back as it was at the start, exactly: files, modes, index. Idempotent. */
    undo(): Promise<void>;
    /** Before a command: remembers what may stay (`keepNew`: what setup creates). After it: puts back the rest. */
    guardCommand<T>(options: {
        readonly keepNew: boolean;
    }, action: () => Promise<T>): Promise<{
        readonly value: T;
        readonly sideEffects: SideEffects;
    }>;
    /** Moves files, index and branch to a commit together: all of it or, after a kill, whatever `recover` completes or takes back. */
    land(from: string, to: string, message: string): Promise<void>;
}
/** Plain files: reports, records, state. Paths are absolute. */
export interface Files {
    read(path: string): Promise<Uint8Array | null>;
    /** `null` if there is no such file. */
    stat(path: string): Promise<{
        readonly size: number;
        readonly modifiedMs: number;
        readonly isDirectory: boolean;
    } | null>;
    /** Files below a directory that match the glob, relative to it, sorted. */
    glob(directory: string, pattern: string): Promise<readonly string[]>;
    /** Atomic: a reader sees the old content or the new, never a part. Creates directories. */
    write(path: string, content: string | Uint8Array): Promise<void>;
    remove(path: string): Promise<void>;
    /** A new empty directory for one command's reports, outside the tree. */
    temporaryDirectory(): Promise<string>;
}
export interface Point {
    readonly row: number;
    readonly column: number;
}
/**
 * The part of a tree-sitter node that the core uses; offsets are UTF-16 code units. A node is one object however it is
 * reached (`===` compares nodes), and `id` numbers the nodes of a tree in the order of their start, from 0.
 */
export interface SyntaxNode {
    readonly id: number;
    readonly type: string;
    readonly text: string;
    readonly startIndex: number;
    readonly endIndex: number;
    readonly startPosition: Point;
    readonly endPosition: Point;
    readonly isNamed: boolean;
    readonly isExtra: boolean;
    readonly isError: boolean;
    readonly isMissing: boolean;
    readonly hasError: boolean;
    readonly parent: SyntaxNode | null;
    readonly children: readonly SyntaxNode[];
    readonly namedChildren: readonly SyntaxNode[];
    readonly nextSibling: SyntaxNode | null;
    readonly previousSibling: SyntaxNode | null;
    childForFieldName(name: string): SyntaxNode | null;
    childrenForFieldName(name: string): readonly SyntaxNode[];
    fieldNameForChild(index: number): string | null;
    descendantsOfType(types: string | readonly string[]): readonly SyntaxNode[];
}
export interface SyntaxTree {
    readonly language: Language;
    readonly source: string;
    readonly root: SyntaxNode;
}
export interface Syntax {
    /** Loads a grammar once; `parse` of a language that was not loaded throws. */
    load(languages: readonly Language[]): Promise<void>;
    /** Parses and hands the tree to `use`: nodes must not escape. Throws `UnparsableError` for text that is too long or nested too deeply. */
    parse<T>(language: Language, source: string, use: (tree: SyntaxTree) => T): T;
}
/** The shape that an answer shall have, as JSON Schema in the subset of strict structured outputs. */
export interface AnswerSchema {
    readonly name: string;
    readonly schema: Readonly<Record<string, unknown>>;
}
export interface GenerationRequest {
    readonly taskId: string;
    /** The whole of what is sent, secrets redacted. */
    readonly prompt: string;
    /** SHA-256 of the prompt, hexadecimal. */
    readonly promptHash: string;
    /** A generator that cannot promise a shape answers in text, as the prompt asks. */
    readonly schema?: AnswerSchema;
    /** Tokens that the answer may have at most; budgets are estimated with it. */
    readonly maxTokens?: number;
}
/** As the endpoint counted. */
export interface Usage {
    readonly promptTokens: number;
    readonly completionTokens: number;
}
/** Why an answer is no use although the endpoint gave one. */
export type AnswerFailure = 'empty' | 'refused' | 'truncated' | 'invalid';
/** Why the endpoint gave no answer. */
export type EndpointFailure = 'unauthorised' | 'forbidden' | 'no-such-model' | 'no-such-endpoint' | 'rejected' | 'rate-limited' | 'out-of-credit' | 'server-error' | 'timed-out' | 'unreachable' | 'not-an-api' | 'too-long' | 'cancelled' | 'over-budget' | 'no-recording';
export type GenerationReply = 
/** `cost` in US dollars; `null` or absent where only `usage` is known and a price list decides. */
{
    readonly type: 'answer';
    readonly text: string;
    readonly tokens: number;
    readonly cost?: number | null;
    readonly usage?: Usage | null;
}
/** Another question may still get an answer. What it used is paid for. */
 | {
    readonly type: 'unusable';
    readonly failure: AnswerFailure;
    readonly reason: string;
    readonly remedy: string;
    readonly text?: string;
    readonly tokens?: number;
    readonly usage?: Usage | null;
}
/** No further question is asked in this run. */
 | {
    readonly type: 'unavailable';
    readonly failure?: EndpointFailure;
    readonly reason: string;
    readonly remedy: string;
};
export interface Generator {
    readonly id: GeneratorId;
    /** When the answers were recorded, ISO 8601: what was remembered since is kept out of prompts, so that they stay the same. Absent: now. */
    readonly recordedAt?: string | null;
    generate(request: GenerationRequest): Promise<GenerationReply>;
}
/** Keeps answers, so that a later run can do without the generator. */
export interface Recording {
    /** When this recording began, ISO 8601. */
    readonly startedAt: string;
    /** By the hash of the prompt; a later answer to the same prompt replaces the earlier one. */
    add(promptHash: string, answer: string): Promise<void>;
}
/** What serves the generator; for `doctor`. */
export interface Endpoint {
    /** Asks for nothing that costs: whether the endpoint answers, knows the key, and has the model. */
    check(): Promise<{
        readonly status: 'good' | 'warning' | 'bad';
        readonly found: string;
        readonly remedy: string;
    }>;
}
export interface Embedder {
    readonly id: string;
    readonly dimensions: number;
    embed(texts: readonly string[]): Promise<readonly Float32Array[]>;
}
export type SqlValue = string | number | null | Uint8Array;
/** One SQLite database held in memory. */
export interface Database {
    run(sql: string, parameters?: readonly SqlValue[]): void;
    all(sql: string, parameters?: readonly SqlValue[]): readonly Readonly<Record<string, SqlValue>>[];
    /** All or nothing. */
    transaction<T>(action: () => T): T;
    export(): Uint8Array;
    close(): void;
}
export interface DatabaseFactory {
    /** Throws if the bytes are no database. */
    open(bytes?: Uint8Array): Database;
}
export interface RestoredState {
    readonly status: RestoreStatus;
    /** The bytes of the event database; only with `restored`. */
    readonly bytes: Uint8Array | null;
    /** Key or path it came from. */
    readonly source: string | null;
    /** For people: what was wrong and what was done about it. */
    readonly note: string;
    /** True if something unsound was set aside and an older state restored in its place: people must hear of it. */
    readonly isFallback?: boolean;
}
/** Keeps the event log between runs. What it returns has passed size, schema and integrity checks. */
export interface StateStore {
    restore(): Promise<RestoredState>;
    /** Returns the key or path, or why it was not saved. */
    save(bytes: Uint8Array): Promise<{
        readonly type: 'saved';
        readonly to: string;
    } | {
        readonly type: 'not-saved';
        readonly reason: string;
    }>;
}
/** One reporter's failure never breaks a run. Text may contain child output: implementations keep the runner from obeying it. */
export interface Reporter {
    group<T>(title: string, action: () => Promise<T>): Promise<T>;
    info(text: string): void;
    warning(text: string): void;
    error(text: string): void;
    /** Markdown for the step summary. */
    summary(markdown: string): Promise<void>;
    /** Hides a value in everything printed from now on. */
    mask(secret: string): void;
}
