import { oneLine } from './format.ts';

/** `name`: of what commands run in, with its version. */
export function sandboxLine(name: string): string {
  return `commands run in ${oneLine(name)}: no network but for setup, no other process, nothing of the home directory but toolchains; written is only to the repository and to caches`;
}
