import type { CodeIndex } from '../kinds/kind.js';
import type { FileFacts, Language } from '../model/code.js';
import type { Syntax, TreeEntry } from '../ports.js';
/** Part of every key of the facts store. Raised whenever `factsOf`, `cloneKeyOf` or a grammar answers differently. */
export declare const INDEX_VERSION = 2;
/** Bytes. Larger files are data or somebody's bundle. */
export declare const FILE_LIMIT: number;
/** Why a file was left out: `generated` includes minified ones, `unreadable` is text that no parser should be given. */
export type SkipReason = 'too-large' | 'generated' | 'not-text' | 'unreadable';
/** What parsing a blob yielded, good or not: a blob that was skipped once is not read again. */
export type StoredFacts = {
    readonly type: 'facts';
    readonly facts: FileFacts;
} | {
    readonly type: 'skipped';
    readonly reason: SkipReason;
};
/** Facts of earlier runs by key; derived data that may be dropped at any time. */
export interface FactsStore {
    get(keys: readonly string[]): ReadonlyMap<string, StoredFacts> | Promise<ReadonlyMap<string, StoredFacts>>;
    put(facts: ReadonlyMap<string, StoredFacts>): void | Promise<void>;
}
/** A file whose facts are wanted. */
export interface SourceFile {
    readonly path: string;
    readonly blob: string;
    readonly language: Language;
    readonly content: Uint8Array;
}
export interface FactsReader {
    /** Told before the files are there: so many, of so many bytes together as far as anybody knows. */
    expect(files: number, bytes: number): void;
    /** Parses files and reads their facts, in the order of the files. */
    read(files: readonly SourceFile[]): Promise<readonly StoredFacts[]>;
}
export interface IndexRequest {
    readonly entries: readonly TreeEntry[];
    readonly facts: FactsStore;
    readonly readBlobs: (blobs: readonly string[]) => Promise<ReadonlyMap<string, Uint8Array>>;
    readonly reader: FactsReader;
}
/** The index of a tree, and what it took. */
export interface RepositoryIndex extends CodeIndex {
    readonly skipped: readonly {
        readonly path: string;
        readonly reason: SkipReason;
    }[];
    /** Blobs parsed now, and blobs whose facts were known. */
    readonly parsed: number;
    readonly known: number;
}
/** Key of a blob's facts: the same text is another thing in another language. */
export declare function factsKey(blob: string, language: Language): string;
/** A store that keeps its facts in memory and nowhere else. */
export declare function memoryFacts(): FactsStore;
/**
 * Indexes the files of a tree whose language is known. Only blobs that the store does not know are read and
 * parsed. Files and records are ordered by path, then by place. Searching builds its ranking at the first query.
 */
export declare function buildIndex({ entries, facts: store, readBlobs, reader }: IndexRequest): Promise<RepositoryIndex>;
/** Reads facts one file after the other. */
export declare function factsReader(syntax: Syntax): FactsReader;
/** What one file yields; its grammar must have been loaded. */
export declare function factsOfFile({ path, blob, language, content }: SourceFile, syntax: Syntax): StoredFacts;
