/** Contents by blob id. Throws `InfrastructureError` for an object that the repository lacks. */
export type ReadBlobs = (blobs: readonly string[]) => Promise<ReadonlyMap<string, Uint8Array>>;
/**
 * One `git cat-file --batch` for the whole run, started when first asked: starting a process costs more than reading a file. It ends with its
 * input, so it never outlives the engine; if somebody ends it earlier, the next question starts another.
 */
export declare function blobReader(directory: string, environment: Readonly<Record<string, string>>): ReadBlobs;
