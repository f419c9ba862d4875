import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

/** Where `.ci/run` installs the Python tools. */
const VENV = resolve(import.meta.dirname, '../../.ci/venv/bin');

/** The search path of a job: the tools of `.ci/run` before those of the machine. */
export const TOOL_PATH = [...(existsSync(VENV) ? [VENV] : []), process.env['PATH'] ?? ''].join(delimiter);

/**
 * `describe` for tests that need programs. Where one is missing they are skipped and the title says why; with
 * `SELF_CODING_REQUIRE_TOOLS=1`, as in CI, they fail instead.
 */
export function describeWith(tools: readonly string[], title: string, body: () => void): void {
  const missing = tools.filter((tool) => !isOnPath(tool));
  const reason = `${missing.join(', ')} not found on PATH`;
  if (missing.length === 0) describe(title, body);
  else if (process.env['SELF_CODING_REQUIRE_TOOLS'] !== '1') describe.skip(`${title} (skipped: ${reason})`, body);
  else {
    describe(title, () => {
      test('has the tools that it needs', () => { throw new Error(`${reason}, and SELF_CODING_REQUIRE_TOOLS=1 asks for every tool`); });
    });
  }
}

function isOnPath(tool: string): boolean {
  return TOOL_PATH.split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, tool), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
