import fc from 'fast-check';
import { moduleOf } from './reading.ts';

const BODY = `
	total := 0
	for i, each := range items {
		if each.Size > limit {
			total += each.Size * i
		}
	}
	return total, nil
`;

async function keysOf(...functions: readonly string[]): Promise<readonly (string | null)[]> {
  return (await moduleOf('go', `package p\n\n${functions.join('\n\n')}\n`)).functions.map(({ cloneKey }) => cloneKey);
}

function fn(name: string, body: string, signature = '(items []Item, limit int) (int, error)'): string {
  return `func ${name}${signature} {${body}}`;
}

/** True if the functions have one key, and it is none but a key. */
async function equal(...functions: readonly string[]): Promise<boolean> {
  const keys = await keysOf(...functions);
  return keys.length === functions.length && keys[0] !== null && new Set(keys).size === 1;
}

test('equal but for names, comments and layout', async () => {
  const other = BODY.replaceAll('total', 'sum').replaceAll('each', 'one').replaceAll('limit', 'most').replaceAll('items', 'list').replace('for i', '// all of them\n\tfor i');
  expect(await equal(fn('a', BODY), fn('b', other, '(list []Item, most int) (int, error)'))).toBe(true);
});

test.each([
  ['another type of a parameter', '(items []Item, limit int64) (int, error)'],
  ['another type of a result', '(items []Item, limit int) (int64, error)'],
  ['a pointer', '(items []*Item, limit int) (int, error)'],
  ['a variadic parameter', '(limit int, items ...Item) (int, error)'],
  ['a named result', '(items []Item, limit int) (n int, err error)'],
])('%s is another function', async (_, signature) => {
  expect(await equal(fn('a', BODY), fn('b', BODY, signature))).toBe(false);
});

test.each([
  ['another field', BODY.replaceAll('Size', 'Len')],
  ['another operator', BODY.replace('>', '>=')],
  ['a free name in place of a local one', BODY.replace('total += each.Size * i', 'total += each.Size * n')],
  ['an assignment in place of a declaration', BODY.replace('i, each :=', 'i, each =')],
  ['a constant', BODY.replace('total := 0', 'total := 1')],
])('%s is another function: %#', async (_, body) => {
  expect(await equal(fn('a', BODY), fn('b', body))).toBe(false);
});

test('type parameters may have other names, and calls of itself are calls of itself', async () => {
  const generic = (name: string, type: string): string => `func ${name}[${type} any](in []${type}, keep func(v ${type}) bool) []${type} {\n\tvar out []${type}\n\tfor _, each := range in {\n\t\tif keep(each) {\n\t\t\tout = append(out, each)\n\t\t}\n\t}\n\treturn ${name}(out, keep)\n}`;
  expect(await equal(generic('a', 'T'), generic('b', 'Elem'))).toBe(true);
});

test('a key that may be a field counts with its own name', async () => {
  const make = (name: string, x: string, key = 'x'): string => `func ${name}(${x} int, y int) Point {\n\tif ${x} > y {\n\t\t${x} = y * 2\n\t}\n\tlog(${x}, y, 1, 2, 3)\n\treturn Point{${key}: ${x}, y: y + 1}\n}`;
  expect(await equal(make('a', 'x'), make('b', 'x'))).toBe(true);
  expect(await equal(make('a', 'x'), make('b', 'left'))).toBe(false);
  expect(await equal(make('a', 'x'), make('b', 'x', 'z'))).toBe(false);
});

test('the parts of a loop are kept apart', async () => {
  const loop = (name: string, head: string): string => `func ${name}(n int) int {\n\tc := 0\n\tfor ${head} {\n\t\tc += n * 2\n\t\tn = step(n, c, 1)\n\t\tlog(n, c)\n\t}\n\treturn c\n}`;
  expect(await equal(loop('a', '; next(n); '), loop('b', 'next(n)'))).toBe(false);
  expect(await equal(loop('a', '; c < n; c++'), loop('b', '; c < n; c++'))).toBe(true);
});

test('short functions, methods, functions without a body and `init` have no key', async () => {
  const method = fn('(t T) a', BODY);
  expect(await keysOf('func a(x int) int { return x }', method, 'func c(x int) int', `func init() {${BODY}}`)).toEqual([null]);
});

test('whatever the local names are, the key is the same; swapping two of them makes another', async () => {
  const identifier = fc.stringMatching(/^[a-z][a-zA-Z0-9]{0,6}$/).filter((name) => !/^(if|for|go|var|func|map|nil|len|int|true|type|iota|any|case|else|chan|goto|range|break|const|defer|error|select|struct|switch|return|import|package|default|continue|false|interface)$/.test(name));
  const make = (name: string, [a, b, c, d]: readonly string[]): string => `func ${name}(${a!} []int, ${b!} int) (int, error) {\n\t${c!} := 0\n\tfor _, ${d!} := range ${a!} {\n\t\tif ${d!} > ${b!} {\n\t\t\t${c!} += ${d!} * 2\n\t\t}\n\t}\n\treturn ${c!} - ${b!}, nil\n}`;
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(identifier, { minLength: 4, maxLength: 4 }), async (names) => {
      expect(await equal(make('Same', ['items', 'limit', 'total', 'each']), make('Other', names))).toBe(true);
      const swapped = make('Other', names).replace(`return ${names[2]!} - ${names[1]!}`, `return ${names[1]!} - ${names[2]!}`);
      expect(await equal(make('Same', ['items', 'limit', 'total', 'each']), swapped)).toBe(false);
    }),
    { numRuns: 50 },
  );
});
