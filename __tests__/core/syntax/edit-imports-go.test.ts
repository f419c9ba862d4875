import { spawnSync } from 'node:child_process';
import { addGoImport, removeGoImport } from '../../../src/core/syntax/edit-imports-go.ts';
import { applyTextEdits } from '../../../src/core/syntax/text-edits.ts';
import { describeWith, TOOL_PATH } from '../../support/tools.ts';
import { moduleOf } from './reading.ts';

const MODULE = 'example.com/shop';
const file = (imports: string): string => `package p\n\n${imports}// F is it.\nfunc F() {}\n`;
const group = (...lines: readonly string[]): string => `import (\n${lines.map((line) => (line === '' ? '\n' : `\t${line}\n`)).join('')})\n\n`;

function formatted(source: string): string {
  return spawnSync('gofmt', [], { input: source, encoding: 'utf8', env: { ...process.env, PATH: TOOL_PATH } }).stdout;
}

describeWith(['gofmt'], 'imports of Go files', () => {
  test.each<[string, string, string, string]>([
    ['the first', '', 'fmt', 'import "fmt"\n\n'],
    ['a second of the same kind', 'import "os"\n\n', 'fmt', group('"fmt"', '"os"')],
    ['the module\'s own beside the standard library\'s', 'import "fmt"\n\n', `${MODULE}/a`, group('"fmt"', '', '"example.com/shop/a"')],
    ['the standard library\'s beside the module\'s own', 'import "example.com/shop/a"\n\n', 'fmt', group('"fmt"', '', '"example.com/shop/a"')],
    ['in order', group('"bytes"', '"os"'), 'fmt', group('"bytes"', '"fmt"', '"os"')],
    ['behind all others', group('"bytes"', 'str "strings"'), 'unicode', group('"bytes"', 'str "strings"', '"unicode"')],
    ['to the group of its kind', group('"fmt"', '', '"github.com/x/y"', '', '"example.com/shop/b"'), `${MODULE}/a`, group('"fmt"', '', '"github.com/x/y"', '', '"example.com/shop/a"', '"example.com/shop/b"')],
    ['to the others where its kind has no group', group('"fmt"', '', '"github.com/x/y"'), `${MODULE}/a`, group('"fmt"', '', '"example.com/shop/a"', '"github.com/x/y"')],
    ['a new group behind', group('"fmt"', '"os"'), `${MODULE}/a`, group('"fmt"', '"os"', '', '"example.com/shop/a"')],
    ['a new group in front', group('"github.com/x/y"', '_ "github.com/x/z"'), 'fmt', group('"fmt"', '', '"github.com/x/y"', '_ "github.com/x/z"')],
    ['under a name that its path does not tell', group('"fmt"'), `${MODULE}/go-text`, group('"fmt"', '', 'shoptext "example.com/shop/go-text"')],
    ['above a comment that belongs to its neighbour', group('"bytes"', '// why', '"os"'), 'fmt', group('"bytes"', '"fmt"', '// why', '"os"')],
    ['as its neighbours, one by one', 'import "bytes"\nimport "os"\n\n', 'strings', 'import "bytes"\nimport "os"\nimport "strings"\n\n'],
  ])('an import is added: %s', async (name, before, path, after) => {
    const source = file(before);
    const local = name.startsWith('under') ? 'shoptext' : path.split('/').at(-1)!;
    const edits = addGoImport(source, await moduleOf('go', source), { path, local, modulePath: MODULE });
    const made = applyTextEdits(source, edits!);
    expect(made).toBe(file(after));
    expect(made).toBe(formatted(made));
  });

  test.each<[string, string, string, string]>([
    ['the only one', 'import "fmt"\n\n', 'fmt', ''],
    ['the only one of a list', group('"fmt"'), 'fmt', ''],
    ['one of several', group('"bytes"', '"fmt"', '"os"'), 'fmt', group('"bytes"', '"os"')],
    ['the last of its group, in front', group('"fmt"', '', '"github.com/x/y"'), 'fmt', group('"github.com/x/y"')],
    ['the last of its group, behind', group('"fmt"', '', '"github.com/x/y"'), 'github.com/x/y', group('"fmt"')],
    ['the last of its group, between', group('"fmt"', '', '"github.com/x/y"', '', '"example.com/shop/a"'), 'github.com/x/y', group('"fmt"', '', '"example.com/shop/a"')],
    ['the first of a group', group('"bytes"', '', '"github.com/x/y"', '"github.com/x/z"'), 'github.com/x/y', group('"bytes"', '', '"github.com/x/z"')],
    ['with its comment', group('// why', '"fmt"', '"os"'), 'fmt', group('"os"')],
    ['by another name', group('f "fmt"', '"os"'), 'fmt', group('"os"')],
  ])('an import is removed: %s', async (_, before, path, after) => {
    const source = file(before);
    const made = applyTextEdits(source, removeGoImport(source, await moduleOf('go', source), path)!);
    expect(made).toBe(file(after));
    expect(made).toBe(formatted(made));
  });
});

test('comments in a column beside imports are left alone', async () => {
  const source = file(group('"bytes" // one', '"os"    // two'));
  const facts = await moduleOf('go', source);
  expect(addGoImport(source, facts, { path: 'fmt', local: 'fmt', modulePath: MODULE })).toBeNull();
  expect(removeGoImport(source, facts, 'os')).toBeNull();
});
