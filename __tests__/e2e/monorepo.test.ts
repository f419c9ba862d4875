/** Several projects in one repository: from the root by detection, and one of them through `working-directory`. */
import { expect, test } from '@jest/globals';
import { changedIn } from '../support/asking.ts';
import { machines, replaying } from '../support/job.ts';
import { expectKept, expectReverted } from '../support/results.ts';
import { describeWith } from '../support/tools.ts';

const machine = machines();

const KILOMETRES = '```js\n/** Kilometres of nautical miles. */\nexport function kilometres(miles) {\n  return miles * 1.852;\n}\n```';
const JAVASCRIPT_ACCEPTANCE = "import assert from 'node:assert/strict';\nimport { kilometres } from './packages/tides/src/index.js';\n\nassert.equal(kilometres(10), 18.52);\n";
const JAVASCRIPT = { prompt: 'Kilometres of nautical miles as `kilometres`', target: 'packages/tides/src/index.js', 'accept-command': 'node acceptance.mjs' };

const FREE = '```go\n// Free counts the berths that nobody has taken.\nfunc Free(berths []Berth) int {\n\tfree := 0\n\tfor _, b := range berths {\n\t\tif !b.Taken {\n\t\t\tfree++\n\t\t}\n\t}\n\treturn free\n}\n```';
const GO_ACCEPTANCE = '//go:build acceptance\n\npackage berth\n\nimport "testing"\n\nfunc TestAcceptance(t *testing.T) {\n\tif got := Free(berths); got != 3 {\n\t\tt.Errorf("got %d", got)\n\t}\n}\n';

const SHIPS = '```python\ndef ships(entries: list[Entry]) -> list[str]:\n    """Every ship once, in the order of the first sight."""\n    return list(dict.fromkeys(entry.ship for entry in entries))\n```';
const PYTHON_ACCEPTANCE = 'from logbook.entry import read, ships\n\n\ndef test_ships():\n    assert ships(read("0100 in B 1\\n0200 in A 2\\n0300 out B 1\\n")) == ["B", "A"]\n';

describeWith(['npm', 'go', 'python3', 'pytest', 'ruff'], 'a repository of npm workspaces, a Python package and a Go module', () => {
  test('at the root, all projects are set up and checked, each where it lies', async () => {
    const here = await machine({ example: 'monorepo', files: { ...replaying(KILOMETRES), 'acceptance.mjs': JAVASCRIPT_ACCEPTANCE } });
    const result = await expectKept(here, JAVASCRIPT, 'monorepo-root.diff');
    for (const line of ['setup: npm ci', 'test: npm run test', 'test in tools/logbook: python -m pytest', 'test in services/berths: go test ./...', 'lint in tools/logbook: ruff check', 'lint in services/berths: go vet ./...']) expect(result.log).toContain(line);
    expect(result.log).toMatch(/baseline: 8 passed, /);
    expect(result.summary).toMatch(/\b8 tests unchanged/);
    expect(changedIn(here)).toEqual(['packages/tides/src/index.js']);
  });

  test('at the root, a change to one package that breaks another is reverted', async () => {
    const answer = JSON.stringify({ edits: [
      { insert: KILOMETRES.split('\n').slice(1, -1).join('\n'), name: 'kilometres', path: 'packages/tides/src/index.js' },
      { search: 'toFixed(1)} m`', replace: 'toFixed(1).replace(/3\\.1/, "3,1")} m`', path: 'packages/tides/src/index.js' },
    ] });
    const here = await machine({ example: 'monorepo', files: { ...replaying(answer), 'acceptance.mjs': JAVASCRIPT_ACCEPTANCE } });
    await expectReverted(here, JAVASCRIPT, { rule: 'harmless', reason: /^1 new failing test: `test › packages\/signs\/test\/signs\.test\.js › a sign has number, name and depth`/ });
  });

  test('in the directory of the Go module, only its own commands run', async () => {
    const here = await machine({ example: 'monorepo', files: { ...replaying(FREE), 'services/berths/berth/acceptance_test.go': GO_ACCEPTANCE } });
    const inputs = { 'working-directory': 'services/berths', prompt: 'Count the berths that nobody has taken as `Free`', target: 'berth/berth.go', 'accept-command': 'go test -tags acceptance -run TestAcceptance ./berth' };
    const result = await expectKept(here, inputs, 'monorepo-go.diff');
    expect(result.log).toMatch(/baseline: 2 passed, /);
    for (const tool of ['npm', 'pytest', 'ruff']) expect(result.log).not.toContain(tool);
  });

  test('in the directory of the Python package, only its own commands run', async () => {
    const here = await machine({ example: 'monorepo', files: { ...replaying(SHIPS), 'tools/logbook/acceptance/test_ships.py': PYTHON_ACCEPTANCE } });
    const inputs = { 'working-directory': 'tools/logbook', prompt: 'Every ship once as `ships`', target: 'src/logbook/entry.py', 'accept-command': 'python -m pytest -q acceptance' };
    const result = await expectKept(here, inputs, 'monorepo-python.diff');
    expect(result.log).toMatch(/baseline: 2 passed, /);
    for (const tool of ['npm', 'go vet', 'go test']) expect(result.log).not.toContain(tool);
  });
});
