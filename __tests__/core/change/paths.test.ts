import { pathFilter } from '../../../src/core/change/paths.ts';

describe('paths', () => {
  test('without globs everything is inside', () => {
    expect(pathFilter([])('a/b.js')).toBe(true);
    expect(pathFilter([' ', '!'])('a/b.js')).toBe(true);
  });

  test('a positive glob limits, a leading ! excludes, and the later one wins', () => {
    const inside = pathFilter(['src/**', '!src/legacy/**', 'src/legacy/kept.js']);
    expect(['src/a.js', 'lib/a.js', 'src/legacy/a.js', 'src/legacy/kept.js'].map(inside)).toEqual([true, false, false, true]);
  });

  test('only exclusions leave the rest inside', () => {
    const inside = pathFilter(['!docs/**']);
    expect([inside('docs/a.js'), inside('src/a.js')]).toEqual([false, true]);
  });

  test.each(['src', 'src/', './src', '/src'])('%s names a directory with all below it', (glob) => {
    const inside = pathFilter([glob]);
    expect([inside('src/a.js'), inside('src/.hidden/b.js'), inside('srcs/a.js')]).toEqual([true, true, false]);
  });
});
