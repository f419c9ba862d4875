import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { InfrastructureError } from '../core/errors.ts';
import { notStarted } from './git-command.ts';

/** Contents by blob id. Throws `InfrastructureError` for an object that the repository lacks. */
export type ReadBlobs = (blobs: readonly string[]) => Promise<ReadonlyMap<string, Uint8Array>>;

/**
 * One `git cat-file --batch` for the whole run, started when first asked: starting a process costs more than reading a file. It ends with its
 * input, so it never outlives the engine; if somebody ends it earlier, the next question starts another.
 */
export function blobReader(directory: string, environment: Readonly<Record<string, string>>): ReadBlobs {
  let reader: Reader | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const read = async (wanted: readonly string[]): Promise<Map<string, Uint8Array>> => {
    const isNew = reader === null || reader.ended;
    reader = isNew ? open(directory, environment) : reader!;
    const found = await reader.ask(wanted);
    if (found !== null) return found;
    if (isNew) throw new InfrastructureError('git cat-file ended before it had answered.', 'Check the repository with `git fsck`.');
    return read(wanted);
  };
  return async (blobs) => {
    const wanted = [...new Set(blobs)];
    if (wanted.length === 0) return new Map();
    // One question at a time: answers come in the order of asking.
    const answer = last.then(() => read(wanted));
    last = answer.catch(() => undefined);
    return answer;
  };
}

interface Reader {
  readonly ended: boolean;
  /** `null` if the process ended before the last answer. */
  ask(blobs: readonly string[]): Promise<Map<string, Uint8Array> | null>;
}

function open(directory: string, environment: Readonly<Record<string, string>>): Reader {
  const child = spawn('git', ['cat-file', '--batch'], { cwd: directory, env: environment, stdio: ['pipe', 'pipe', 'pipe'] });
  let failure: unknown = null;
  let ended = false;
  let onData: (data: Buffer) => void = () => undefined;
  let onEnd: () => void = () => undefined;
  child.stdout.on('data', (data: Buffer) => { onData(data); });
  child.stderr.resume();
  child.stdin.on('error', () => undefined);
  child.once('error', (error) => { failure = error; });
  child.once('close', () => {
    ended = true;
    onEnd();
  });
  hold(child, false);
  return {
    get ended() { return ended; },
    async ask(blobs) {
      hold(child, true);
      try {
        return await new Promise((resolve, reject) => {
          const answer = collector(blobs);
          onEnd = () => { if (failure === null) resolve(null); else reject(notStarted(directory, failure)); };
          onData = (data) => {
            const found = answer(data);
            if (found instanceof Error) reject(found);
            else if (found !== null) resolve(found);
          };
          if (ended) onEnd();
          else child.stdin.write(`${blobs.join('\n')}\n`);
        });
      } finally {
        hold(child, false);
      }
    },
  };
}

/** Only while a question is open may the process keep the engine from ending. */
function hold(child: ChildProcessWithoutNullStreams, needed: boolean): void {
  for (const one of [child, child.stdin, child.stdout, child.stderr] as readonly { ref?(): void; unref?(): void }[]) {
    if (needed) one.ref?.();
    else one.unref?.();
  }
}

/** Reads `<id> blob <size>\n<content>\n` for each blob, over chunks that end anywhere. `null` until all are there. */
function collector(blobs: readonly string[]): (data: Buffer) => Map<string, Uint8Array> | Error | null {
  const chunks: Buffer[] = [];
  let length = 0;
  let needed = 1;
  const found = new Map<string, Uint8Array>();
  let missing: string | null = null;
  return (data) => {
    chunks.push(data);
    length += data.length;
    if (length < needed) return null;
    const all = Buffer.concat(chunks, length);
    let at = 0;
    needed = 0;
    while (found.size < blobs.length && needed === 0) {
      const end = all.indexOf(0x0a, at);
      const header = end === -1 ? '' : all.toString('latin1', at, end).split(' ');
      const size = header[1] === 'missing' ? -1 : Number(header[2]);
      if (end === -1 || all.length < end + 1 + size + 1) needed = end === -1 ? all.length - at + 1 : end + 1 + size + 1 - at;
      else {
        const blob = blobs[found.size]!;
        if (size < 0) missing ??= blob;
        found.set(blob, size < 0 ? new Uint8Array() : Uint8Array.prototype.slice.call(all, end + 1, end + 1 + size));
        at = size < 0 ? end + 1 : end + 1 + size + 1;
      }
    }
    chunks.splice(0, chunks.length, all.subarray(at));
    length = all.length - at;
    if (found.size < blobs.length) return null;
    return missing === null ? found : new InfrastructureError(`The repository lacks object ${missing}.`, 'Fetch it (a partial clone may have left it out), or check the repository with `git fsck`.');
  };
}
