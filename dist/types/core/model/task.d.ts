/** The kinds of change the engine knows. Each has one file in `core/kinds/`. */
export declare const KIND_NAMES: readonly ["helper", "extract", "suppressions", "refactor"];
export type KindName = (typeof KIND_NAMES)[number];
/** A helper asked for in words, by the inputs or by a backlog entry. Paths are relative to the repository root. */
export interface RequestedTask {
    readonly origin: 'requested';
    readonly kind: 'helper';
    /** Hash of kind, target and normalised words; or `backlog:<id>`. Stable between runs. */
    readonly id: string;
    readonly title: string;
    readonly prompt: string;
    readonly target: string;
    readonly acceptCommand: string | null;
}
/** An improvement that a kind's finder saw by itself. */
export interface FoundTask {
    readonly origin: 'found';
    readonly kind: KindName;
    /** Hash of kind and normalised content, never of line numbers: it survives unrelated edits. */
    readonly id: string;
    readonly title: string;
    /** The files that the change would touch, relative to the repository root. */
    readonly paths: readonly string[];
    /** What ranks found work: lines saved × strength of the tests around it, between 0 and 1. */
    readonly gain: number;
    /** What the kind needs to build the edit again; opaque to everything else, JSON only. */
    readonly detail: unknown;
}
export type Task = RequestedTask | FoundTask;
