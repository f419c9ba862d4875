/** Every patch of `fixtures/guard` is refused, flagged or let through by the rule that it names. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createSyntax } from '../../../src/adapters/syntax.ts';
import { blobIdOf } from '../../../src/core/change/edits.ts';
import { guard } from '../../../src/core/change/guard.ts';
import { BASE, EXECUTABLE, LINKS, SUBMODULE, UNTRACKED, type Patch } from '../../fixtures/guard/base.ts';
import { CONTENTS } from '../../fixtures/guard/contents.ts';
import { GO } from '../../fixtures/guard/go.ts';
import { JAVA } from '../../fixtures/guard/java.ts';
import { PLACES } from '../../fixtures/guard/places.ts';
import { RUST } from '../../fixtures/guard/rust.ts';
import { candidateOf, mayEdit } from '../../support/hostile-patches.ts';

const LANGUAGES = { go: GO, rust: RUST, java: JAVA };
const ALL: readonly Patch[] = [...PLACES, ...CONTENTS, ...GO, ...RUST, ...JAVA];

const syntax = createSyntax();
const entries = [
  ...Object.entries(BASE).map(([path, text]) => ({ path, mode: '100644', blob: blobIdOf(text) })),
  ...Object.entries(LINKS).map(([path, target]) => ({ path, mode: '120000', blob: blobIdOf(target) })),
  { path: SUBMODULE, mode: '160000', blob: blobIdOf('') },
  { path: EXECUTABLE, mode: '100755', blob: blobIdOf('echo\n') },
];

test('names are unique, and the corpus is what it was', () => {
  const names = ALL.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  expect([...PLACES, ...CONTENTS].filter(({ expected }) => expected !== 'clean' && 'refused' in expected).length).toBeGreaterThanOrEqual(200);
  for (const patches of Object.values(LANGUAGES)) {
    expect(patches.filter(({ expected }) => expected !== 'clean').length).toBeGreaterThanOrEqual(50);
    expect(patches.filter(({ expected }) => expected === 'clean').length).toBeGreaterThanOrEqual(15);
  }
});

test('SECURITY.md names every rule and every flag, and no other', () => {
  const read = (path: string): string => readFileSync(resolve(import.meta.dirname, '../../..', path), 'utf8');
  const section = /## What the guard looks at\n([\s\S]*?)\n## /.exec(read('SECURITY.md'))![1]!;
  const documented = [...section.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, rule]) => rule).sort();
  const union = /GuardRule =([^;]*);/.exec(read('src/core/change/guard-problem.ts'))![1]!;
  expect(documented).toEqual([...union.matchAll(/'([a-z-]+)'/g)].map(([, rule]) => rule).sort());
  for (const path of ['risk-rules', 'risk-patterns-compiled']) for (const [, name] of read(`src/core/change/${path}.ts`).matchAll(/\{ name: '([^']+)'/g)) expect(section).toContain(name);
});

test.each<[string, Patch]>(ALL.map((patch) => [patch.name, patch]))('%s', async (_, patch) => {
  const result = await guard(candidateOf(patch), { entries, untracked: [UNTRACKED], mayEdit, sizeCaps: { files: 20, lines: 800, bytes: 256 * 1024 }, syntax });
  if (patch.expected === 'clean') expect(result).toEqual({ type: 'clean', flags: [] });
  else if ('flagged' in patch.expected) expect(result).toEqual({ type: 'clean', flags: expect.arrayContaining([expect.stringContaining(patch.expected.flagged)]) as unknown });
  else {
    expect(result.type === 'refused' ? result.problems.map(({ rule }) => rule) : ['clean', ...result.flags]).toContain(patch.expected.refused);
    for (const { problem, remedy } of result.type === 'refused' ? result.problems : []) expect([problem, remedy]).toEqual([expect.stringMatching(/\S/), expect.stringMatching(/\.$/)]);
  }
});
