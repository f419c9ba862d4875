import type { CheckRole, CheckStatus } from '../model/evidence.ts';
import type { CommandResult } from '../ports.ts';
import { stripAnsi } from './reading.ts';

/** Longest tail of output that is kept, in UTF-16 units. */
export const OUTPUT_CAP = 4096;

/** How a command ended that did not complete, or `null` if it completed. */
export interface CommandEnd {
  readonly status: Extract<CheckStatus, 'timed-out' | 'crashed' | 'missing-tool'>;
  readonly note: string;
}

// Shells report a child killed by signal n as 128 + n: interrupt, illegal instruction, trap, abort, bus error,
// arithmetic error, kill, segmentation fault, termination.
const SIGNAL_CODES = new Set([130, 132, 133, 134, 135, 136, 137, 139, 143]);

const INPUTS: Readonly<Record<CheckRole, string>> = {
  setup: 'setup-command',
  lint: 'lint-command',
  test: 'test-command',
  accept: 'accept-command',
};

/** The input with which a user replaces the command of this role. */
export function commandInput(role: CheckRole): string {
  return INPUTS[role];
}

/** Recognises time limits, signals and missing tools; a failure of the tool itself is a completed command. */
export function commandEnd(result: CommandResult, role: CheckRole, timeoutMs: number): CommandEnd | null {
  const input = commandInput(role);
  const limit = `${Math.round(timeoutMs / 1000)} s`;
  if (result.status === 'timed-out') {
    return { status: 'timed-out', note: `Did not end within ${limit} and was stopped. Raise \`time-limits.${role}\`, or set \`${input}\` to a faster command.` };
  }
  if (result.status === 'not-found' || result.exitCode === 127 || result.exitCode === 126) {
    return { status: 'missing-tool', note: `The program was not found. Install it in an earlier step or with \`setup-command\`, or set \`${input}\`.` };
  }
  if (result.status === 'signalled' || result.exitCode === null || SIGNAL_CODES.has(result.exitCode)) {
    const cause = result.signal ?? `exit code ${String(result.exitCode)}`;
    return { status: 'crashed', note: `Was killed (${cause}) before it completed. Run the command by hand; too little memory is a frequent cause.` };
  }
  const missing = missingModule(result);
  if (missing === null) return null;
  return { status: 'missing-tool', note: `${missing} is not installed. Install it in an earlier step or with \`setup-command\`, or set \`${input}\`.` };
}

/** `python -m pytest` and `npm test` end with 1 where the tool or the script does not exist. */
function missingModule({ exitCode, stderr, stdout }: CommandResult): string | null {
  if (exitCode === 0) return null;
  const module = /^\S*python[\d.]*(?:\.exe)?: No module named '?([\w.]+)'?\s*$/m.exec(stderr);
  if (module !== null) return `The Python module ${module[1] ?? ''}`;
  const script = /^npm (?:error|ERR!) Missing script: "([^"]+)"/m.exec(`${stderr}\n${stdout}`);
  return script === null ? null : `The npm script ${script[1] ?? ''}`;
}

/** The end of a command's output without escape sequences; the error stream last, where both have text. */
export function outputTail(result: Pick<CommandResult, 'stdout' | 'stderr'>): string {
  const error = tail(stripAnsi(result.stderr).trim(), OUTPUT_CAP / 2);
  const room = OUTPUT_CAP - error.length - 1;
  const output = tail(stripAnsi(result.stdout).trim(), room);
  return [output, error].filter((part) => part !== '').join('\n');
}

function tail(text: string, cap: number): string {
  return text.length <= cap ? text : `…${text.slice(text.length - cap + 1)}`;
}
