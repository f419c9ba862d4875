/** Collects one stream up to a limit: the beginning and the end are kept, the middle is dropped. */
export interface CappedOutput {
  push(chunk: Buffer): void;
  text(): string;
  truncated(): boolean;
}

/** `limitBytes`: half for the head, half for the tail. Memory stays within about one and a half times the limit. */
export function createCappedOutput(limitBytes: number): CappedOutput {
  const headLimit = Math.ceil(limitBytes / 2);
  const tailLimit = limitBytes - headLimit;
  const head: Buffer[] = [];
  let headBytes = 0;
  let tail: Buffer[] = [];
  let tailBytes = 0;
  let total = 0;
  const compact = (): void => {
    const all = Buffer.concat(tail);
    tail = [all.subarray(Math.max(0, all.length - tailLimit))];
    tailBytes = tail[0]!.length;
  };
  const push = (chunk: Buffer): void => {
    total += chunk.length;
    const room = Math.min(headLimit - headBytes, chunk.length);
    if (room > 0) {
      head.push(chunk.subarray(0, room));
      headBytes += room;
    }
    if (room === chunk.length) return;
    tail.push(chunk.subarray(room));
    tailBytes += chunk.length - room;
    if (tailBytes > tailLimit * 2 + 65_536) compact();
  };
  const text = (): string => {
    compact();
    const dropped = total - headBytes - tailBytes;
    if (dropped <= 0) return Buffer.concat([...head, ...tail]).toString('utf8');
    return `${Buffer.concat(head).toString('utf8')}\n[${dropped} bytes left out]\n${Buffer.concat(tail).toString('utf8')}`;
  };
  return { push, text, truncated: () => total > limitBytes };
}
