/**
 * `@actions/cache` prints on its own, partly what a stored archive says, where the runner obeys `::commands::`. While the action runs,
 * everything written to standard output and error is kept back and returned instead. Nothing else may print meanwhile.
 */
export async function keepQuiet<T>(action: () => Promise<T>): Promise<{ readonly value: T; readonly printed: string }> {
  const chunks: string[] = [];
  const streams = [process.stdout, process.stderr];
  const originals = streams.map((stream) => Object.getOwnPropertyDescriptor(stream, 'write'));
  for (const stream of streams) stream.write = keep(chunks);
  try {
    const value = await action();
    return { value, printed: chunks.join('') };
  } finally {
    streams.forEach((stream, index) => {
      const original = originals[index];
      if (original === undefined) Reflect.deleteProperty(stream, 'write');
      else Object.defineProperty(stream, 'write', original);
    });
  }
}

function keep(chunks: string[]): typeof process.stdout.write {
  return (chunk: string | Uint8Array, encoding?: unknown, done?: unknown) => {
    chunks.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
    const callback = typeof encoding === 'function' ? encoding : done;
    if (typeof callback === 'function') queueMicrotask(callback as () => void);
    return true;
  };
}

const PROBLEM = /^(?:::(?:warning|error)[^:]*::|(?=Failed to |Cache (?:save|restore) skipped))(.*)$/;

/** The problems in what was printed, as one plain line; `null` if there are none. Query strings go: they may carry signatures. */
export function problemsIn(printed: string): string | null {
  const problems = printed.split('\n').flatMap((line) => PROBLEM.exec(line.trim())?.[1] ?? []);
  if (problems.length === 0) return null;
  const text = [...new Set(problems)].join('; ').replace(/%0[AD]/g, ' ').replaceAll('%25', '%');
  // Control characters of a stored archive must not reach a terminal.
  return text.replace(/\?[^\s"']*/g, '').replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ').slice(0, 400);
}
