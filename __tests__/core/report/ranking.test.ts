import type { RankedModule } from '../../../src/core/model/run-report.ts';
import { rankingLines, rankingMarkdown } from '../../../src/core/report/ranking.ts';
import { summary } from '../../../src/core/report/summary.ts';
import { FOUND, report } from './sample.ts';

const ranking: readonly RankedModule[] = [
  { path: 'src/worst.js', rate: 1.23456, failures: 12, findings: 3, samples: 7 },
  { path: 'src/a|b.js', rate: 0.25, failures: 0, findings: 1, samples: 2 },
];

test('the log has aligned columns, and says where samples are too few', () => {
  expect(rankingLines(ranking)).toEqual([
    'module         rate  failures  findings      samples',
    'src/worst.js  1.235        12         3            7',
    'src/a|b.js     0.25         0         1  2 (too few)',
  ]);
});

test('the summary has a table that a path cannot break, and says what a rate is', () => {
  const markdown = summary(report({ mode: 'refactor-worst', attempts: [], ranking, nothing: 'No kind of change fits the worst modules.' }));
  expect(markdown).toMatch(/^\*\*Nothing to do\*\*: No kind of change fits/);
  expect(markdown).toContain('Modules with errors, worst first');
  expect(markdown).toContain('| 1.235 | 12 | 3 | 7 |');
  expect(markdown).not.toContain('a|b');
  expect(markdown).toContain('smoothed towards the mean');
});

test('nothing is shown for an empty ranking', () => {
  expect([rankingLines([]), rankingMarkdown([])]).toEqual([[], []]);
  expect(summary(report())).not.toContain('worst first');
});

test('a refactoring has no gain in lines', () => {
  const found = [FOUND, { ...FOUND, kind: 'refactor' as const, title: 'Simplify `f`', gain: 0.4 }];
  const markdown = summary(report({ mode: 'suggest', attempts: [], found }));
  expect(markdown).toMatch(/\| extract \|.*\| 31 \|$/m);
  expect(markdown).toMatch(/\| refactor \|.*\|\s+\|$/m);
});
