import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KindContext } from '../../../../src/core/kinds/kind.ts';
import { suppressions } from '../../../../src/core/kinds/suppressions.ts';
import { laboratory, writeFiles } from '../../../support/laboratory.ts';
import { temporaryDirectories } from '../../../support/temporary.ts';

const FIXTURES = join(import.meta.dirname, '../../../fixtures/suppressions');
const SOURCE = readFileSync(join(FIXTURES, 'ruff-source.txt'), 'utf8');
const RECORDED = '0.17.6';
const INSTALLED = /^ruff (\S+)/.exec(spawnSync('ruff', ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[1] ?? null;
const directories = temporaryDirectories();

const project = (ruff: string, more = ''): string => `[project]\nname = "demo"\nversion = "0"\n[dependency-groups]\ndev = ["ruff==${ruff}"${more}]\n[tool.ruff.lint]\nselect = ["F", "E"]\n[tool.ruff.lint.flake8-quotes]\ninline-quotes = "double"\n`;

/** A repository whose `ruff` prints what the real one printed for the recorded source. */
async function recorded(files: Readonly<Record<string, string>> = {}): Promise<KindContext> {
  const root = await directories.make();
  writeFiles(root, {
    'pyproject.toml': project(RECORDED), 'pkg/a.py': SOURCE, ...files,
    'node_modules/.bin/ruff': `#!/bin/sh\nif [ "$1" = --version ]; then echo "ruff ${RECORDED}"; else sed "s#@ROOT@#$(pwd -P)#" "$(dirname "$0")/output.json"; fi\n`,
  });
  cpSync(join(FIXTURES, `ruff-${RECORDED}.json`), join(root, 'node_modules/.bin/output.json'));
  chmodSync(join(root, 'node_modules/.bin/ruff'), 0o755);
  return laboratory(root).context;
}

async function afterAll(context: KindContext): Promise<string> {
  let text = (await context.tree.read('pkg/a.py'))!;
  for (const task of await suppressions.find(context)) {
    const current = text;
    for await (const proposal of suppressions.propose(task, { ...context, tree: { ...context.tree, read: () => Promise.resolve(current) } }, [])) {
      if (proposal.type === 'none') throw new Error(proposal.none.reason);
      text = proposal.candidate.edits[0]!.after!;
    }
  }
  return text;
}

test('what Ruff printed cleans the source; codes of other tools and other comments stay', async () => {
  expect(await afterAll(await recorded())).toBe(`import os  # noqa: F401
import sys

x = 1
y = sys.path
z = 2  # type: ignore  # keep me
w = 3  # because of history
v = 4
u = 5  # noqa: ZZZ999
t = 6  # comment
`);
});

describe('where Ruff cannot tell, nothing is proposed', () => {
  test.each([
    ['another version is pinned', { 'pyproject.toml': project('0.1.0') }],
    ['no version is pinned', { 'pyproject.toml': '[tool.ruff]\n' }],
    ['Flake8 reads the same comments', { 'pyproject.toml': project(RECORDED, ', "flake8-bugbear"') }],
    ['Flake8 is configured', { 'setup.cfg': '[flake8]\nmax-line-length = 100\n' }],
    ['Flake8 runs before commits', { '.pre-commit-config.yaml': 'repos:\n  - repo: https://example.org/pycqa/flake8\n' }],
  ])('%s', async (_, files) => {
    expect(await suppressions.find(await recorded(files))).toEqual([]);
  });
});

// The suite runs where no Python tool is installed; there the recorded output is all there is.
(INSTALLED === null ? describe.skip : describe)(`with the real Ruff${INSTALLED === null ? ' (skipped: `ruff` is not on PATH)' : ''}`, () => {
  test('a task is proved, and a removal that uncovers a finding is not', async () => {
    const root = await directories.make();
    writeFiles(root, { 'pyproject.toml': project(INSTALLED!), 'pkg/a.py': 'import os  # noqa: F401\n\nX = "ü𝒳"  # noqa: E501\n' });
    const { context } = laboratory(root);
    const [task] = await suppressions.find(context);
    expect(task?.title).toBe('Remove unused `E501` suppression in pkg/a.py');
    for await (const proposal of suppressions.propose(task!, context, [])) {
      if (proposal.type === 'none') throw new Error(proposal.none.reason);
      const [edit] = proposal.candidate.edits;
      expect(edit!.after).toBe('import os  # noqa: F401\n\nX = "ü𝒳"\n');
      expect(await suppressions.prove(task!, proposal.candidate, context)).toMatchObject({ proved: true });
      const spoiled = { ...edit!, after: 'import os\n\nX = "ü𝒳"\n' };
      expect(await suppressions.prove(task!, { ...proposal.candidate, edits: [spoiled] }, context)).toMatchObject({ proved: false });
    }
  });
});
