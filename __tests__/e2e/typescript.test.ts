import { beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { machines, replaying, type Machine } from '../support/job.ts';
import { expectKept, expectReverted } from '../support/results.ts';
import { TOOL_PATH } from '../support/tools.ts';

const makeMachine = machines({ perSuite: true });

/** Works, and mixes up texts and numbers: only the compiler notices. */
const SORTED = `\`\`\`ts
/** Rows in the order of a column of numbers, smallest first. */
export function sortedBy(table: Table, name: string): Table {
	const order = column(table, name);
	const rows = [...table.rows].sort((a, b) => order[table.rows.indexOf(a)] - order[table.rows.indexOf(b)]);
	return { columns: table.columns, rows };
}
\`\`\``;

const ACCEPT = `import assert from "node:assert/strict";
import { sortedBy } from "../src/table.ts";

assert.deepEqual(sortedBy({ columns: ["n"], rows: [["30"], ["1"], ["2"]] }, "n").rows, [["1"], ["2"], ["30"]]);
`;

describe('TypeScript with Vitest, Biome and tsc', () => {
  let machine: Machine;
  beforeAll(async () => {
    machine = await makeMachine({ example: 'typescript', files: { ...replaying(SORTED), 'acceptance/sorted-by.ts': ACCEPT } });
    execFileSync('npm', ['ci', '--silent', '--no-audit', '--no-fund'], { cwd: machine.repository.path, env: { ...process.env, PATH: TOOL_PATH }, stdio: 'pipe' });
  }, 180_000);

  test('an answer that works and does not compile is reverted, with the findings of tsc', async () => {
    const inputs = { prompt: 'Sort the rows of a table by a column of numbers as `sortedBy`', target: 'src/table.ts', 'accept-command': 'node acceptance/sorted-by.ts' };
    const result = await expectReverted(machine, inputs, { rule: 'harmless', reason: /^\d+ new error findings: `TS\d+ at src\/table\.ts:\d+`/ });
    expect([result.outputs['errors-before'], Number(result.outputs['errors-after'])]).toEqual(['0', expect.any(Number)]);
    expect(result.outputs['reasons']).toMatch(/\nErrors 0 → [1-9]\d* \(\+/);
  });

  test('with no inputs the copies of one function become one, and the compiler agrees', async () => {
    const result = await expectKept(machine, {}, 'typescript-extract.diff');
    for (const line of ['lint: npm run lint', 'lint 2: ./node_modules/.bin/tsc --noEmit', 'test: npm run test']) expect(result.log).toContain(line);
  });

  test('a `@ts-ignore` that the compiler does not need goes', async () => {
    await expectKept(machine, { kinds: 'suppressions' }, 'typescript-suppression.diff');
  });
});
