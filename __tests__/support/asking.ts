/** Requests to a model on loopback that answers what the test says. */
import type { Machine } from './job.ts';
import { startModelServer } from './model-server.ts';

/** The inputs of a run whose model gives this answer to every question, for as long as `use` runs. */
export async function answered<T>(answer: string, use: (inputs: Readonly<Record<string, string>>) => Promise<T>): Promise<T> {
  const server = await startModelServer({ answer });
  try {
    return await use({ model: 'loopback', 'base-url': server.url, 'api-key': 'none' });
  } finally {
    await server.close();
  }
}

/** An answer in the form that the prompt asks for. */
export function answerOf(edits: readonly Readonly<Record<string, string>>[]): string {
  return JSON.stringify({ explanation: 'As asked for.', edits });
}

/** Paths of a commit against the one before, sorted. */
export function changedIn({ repository }: Machine): readonly string[] {
  return repository.git('diff', '--name-only', 'HEAD~1', 'HEAD').split('\n').sort();
}

/** The trailers of the newest commit. */
export function trailersOf({ repository }: Machine): string {
  return repository.git('log', '-1', '--format=%(trailers:only,unfold)');
}
