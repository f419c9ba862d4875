/** Languages that the engine reads as syntax trees. Others are searched as text. */
export declare const LANGUAGES: readonly ["javascript", "typescript", "tsx", "python", "go", "rust", "java"];
export type Language = (typeof LANGUAGES)[number];
/** Languages whose functions may replace each other share a family. */
export type Family = Exclude<Language, 'tsx'>;
/** A function, method or class of the indexed repository: a *snippet*. */
export interface CodeRecord {
    /** `<blob>:<start>`: content-addressed, so that an unchanged file keeps its records. */
    readonly id: string;
    readonly path: string;
    readonly language: Language;
    readonly kind: 'function' | 'method' | 'class';
    readonly name: string;
    /** For methods, the class. */
    readonly container: string | null;
    /** First line of the declaration without its body. */
    readonly signature: string;
    /** Leading comment or docstring as plain text; empty if there is none. */
    readonly doc: string;
    /** Source text of the whole declaration. */
    readonly body: string;
    /** UTF-16 offsets into the file's text. */
    readonly start: number;
    readonly end: number;
    /** 1-based, inclusive. */
    readonly startLine: number;
    readonly endLine: number;
    /** Cognitive complexity (G. A. Campbell, SonarSource 2018). */
    readonly complexity: number;
    readonly exported: boolean;
    /** Declared directly in the module, so that other modules could import it. */
    readonly topLevel: boolean;
    /** Hash of the declaration with local names and formatting normalised; equal for clones up to names. Null for classes. */
    readonly cloneKey: string | null;
}
/** What parsing one blob yields. Content-addressed: depends on the blob, its language and the index version only. */
export interface FileFacts {
    readonly blob: string;
    readonly path: string;
    readonly language: Language;
    readonly records: readonly CodeRecord[];
    /** Import specifiers as written. */
    readonly imports: readonly string[];
    readonly hasSyntaxError: boolean;
}
/** A ranked snippet. */
export interface Suggestion {
    readonly record: CodeRecord;
    readonly score: number;
    /** Query terms that matched, for the table. */
    readonly matched: readonly string[];
}
