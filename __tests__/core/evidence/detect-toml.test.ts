import fc from 'fast-check';
import { readToml } from '../../../src/core/evidence/detect-toml.ts';

test('tables, texts and lists of texts are read', () => {
  const tables = readToml(`
top = "level"
[project]
name = 'my-pkg' # the name
dependencies = [
  "a>=1", # not ] the end
  'b[extra]',
]
[project.optional-dependencies]
test = ["pytest"]
[ tool . "ruff" ]
fix = true
[[tool.x]]
y = "1"
[dependency-groups]
dev = [{include-group = "test"}, "c"]
`);
  expect(tables.get('')?.get('top')).toBe('level');
  expect(tables.get('project')?.get('name')).toBe('my-pkg');
  expect(tables.get('project')?.get('dependencies')).toEqual(['a>=1', 'b[extra]']);
  expect(tables.get('project.optional-dependencies')?.get('test')).toEqual(['pytest']);
  expect(tables.get('tool.ruff')?.get('fix')).toBe('true');
  expect(tables.has('tool.x')).toBe(true);
  expect(tables.get('dependency-groups')?.get('dev')).toEqual(['{include-group = "test"}', 'c']);
});

test('broken files are read as far as they go', () => {
  fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => {
    expect(readToml(`[ok]\nkey = "v"\n${text}`).get('ok')?.has('key')).toBe(true);
  }));
});
