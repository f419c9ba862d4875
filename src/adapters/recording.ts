/** Answers on disk, in the form that `replay-file` reads. */
import { existsSync } from 'node:fs';
import { InfrastructureError } from '../core/errors.ts';
import type { Recording } from '../core/ports.ts';
import { writeAtomically } from './files.ts';
import { parseAnswers, readText, type RecordedAnswer } from './replay.ts';

/**
 * Adds answers to a file of JSON lines; directory and file may be missing. The file is read again before each answer, and replaced whole:
 * a killed run leaves the old file or the new one. Throws `ConfigError` for a file that holds anything else, `InfrastructureError`
 * where it cannot be written.
 */
export async function createRecording(path: string, now: Date): Promise<Recording> {
  const startedAt = now.toISOString();
  const known = async (): Promise<readonly RecordedAnswer[]> => (existsSync(path) ? parseAnswers('record-answers', path, await readText('record-answers', path)) : []);
  await known();
  return {
    startedAt,
    async add(prompt, answer) {
      const others = (await known()).filter((line) => line.prompt !== prompt);
      const text = [...others, { prompt, answer, at: startedAt }].map((line) => `${JSON.stringify(line)}\n`).join('');
      try {
        await writeAtomically(path, (handle) => handle.writeFile(text));
      } catch (error) {
        throw new InfrastructureError(`The answer could not be recorded in ${path}: ${error instanceof Error ? error.message : String(error)}`, 'Give `record-answers` a path that can be written, or leave it out.', { cause: error });
      }
    },
  };
}
