import { withoutDirective } from '../../../../src/core/kinds/suppressions/line-edit.ts';
import type { SuppressionTool } from '../../../../src/core/kinds/suppressions/directive.ts';

type Row = readonly [line: string, mark: string, rules: readonly string[] | null, expected: string | null];

function check(tool: SuppressionTool, rows: readonly Row[]): void {
  test.each(rows)('%s without %s %j', (line, mark, rules, expected) => {
    expect(withoutDirective(line, line.indexOf(mark), tool, rules)).toEqual({ line: expected });
  });
}

describe('ESLint', () => {
  check('eslint', [
    ['  // eslint-disable-next-line no-var', '//', ['no-var'], null],
    ['  // eslint-disable-next-line no-var -- long ago', '//', ['no-var'], null],
    ['a(); // eslint-disable-line no-var', '//', ['no-var'], 'a();'],
    ['a(); /* eslint-disable-line no-var */ // kept', '/*', ['no-var'], 'a(); // kept'],
    ['\t/* eslint-disable-line no-var */ a();', '/*', ['no-var'], '\ta();'],
    ['a(/* eslint-disable-line no-var */ b);', '/*', ['no-var'], 'a(b);'],
    ['a(); // eslint-disable-line', '//', null, 'a();'],
    ['// eslint-disable-next-line a, b, c -- why', '//', ['b'], '// eslint-disable-next-line a, c -- why'],
    ['// eslint-disable-next-line a, b, c', '//', ['a', 'c'], '// eslint-disable-next-line b'],
    ['// eslint-disable-next-line a,b', '//', ['b'], '// eslint-disable-next-line a'],
    ['/* eslint-disable x/a, @s/b */', '/*', ['x/a'], '/* eslint-disable @s/b */'],
    ['        {/* eslint-disable-next-line a */}', '/*', ['a'], null],
  ]);

  test('a comment over several lines, and one of another form, are left alone', () => {
    expect(withoutDirective('/* eslint-disable a,', 0, 'eslint', ['a'])).toBeNull();
    expect(withoutDirective('// eslint-disabled', 0, 'eslint', null)).toBeNull();
  });
});

describe('noqa', () => {
  check('ruff', [
    ['import os  # noqa: E501, F401', '#', ['E501'], 'import os  # noqa: F401'],
    ['import os  # noqa: E501,F401,W1', '#', ['F401'], 'import os  # noqa: E501,W1'],
    ['import os  # noqa: E501 F401', '#', ['F401'], 'import os  # noqa: E501'],
    ['import os  # noqa: F401', '#', ['F401'], 'import os'],
    ['import os  # noqa', '#', null, 'import os'],
    ['import os  # NOQA:F401', '#', ['F401'], 'import os'],
    ['import os  # noqa: F401 -- for users', '#', ['F401'], 'import os'],
    ['import os  # noqa: F401 is a name', '#', ['F401'], 'import os  # is a name'],
    ['z = 2  # type: ignore  # noqa: E501  # keep me', '# noqa', ['E501'], 'z = 2  # type: ignore  # keep me'],
    ['# ruff: noqa: F401', '#', ['F401'], null],
    ['    # noqa: E501', '#', ['E501'], null],
    ['t = 6  # comment  # noqa:E501,F401', '# noqa', ['E501', 'F401'], 't = 6  # comment'],
  ]);
});

describe('TypeScript', () => {
  check('tsc', [
    ['  // @ts-ignore the types are wrong', '//', null, null],
    ['  /* @ts-expect-error */', '/*', null, null],
    ['a(); // @ts-ignore', '//', null, 'a();'],
    ['      {/* @ts-ignore */}', '/*', null, null],
  ]);

  test('a comment that carries another directive is left alone', () => {
    expect(withoutDirective('// @ts-ignore eslint-disable-line', 0, 'tsc', null)).toBeNull();
  });
});
