/** Clones of a small Go module, with its real toolchain: kept where it can be proved, left where it cannot. */
import { expect, test } from '@jest/globals';
import { machines } from '../support/job.ts';
import { told } from '../support/results.ts';
import { describeWith } from '../support/tools.ts';

const machine = machines();

const fold = (name: string, doc = ''): string => `${doc}func ${name}(in string) string {
	var out []rune
	for _, r := range strings.ToLower(strings.TrimSpace(in)) {
		if unicode.IsSpace(r) || unicode.IsPunct(r) {
			continue
		}
		out = append(out, r)
	}
	return string(out)
}
`;

const guarded = (name: string, call: string): string => `func ${name}(action func()) (failed bool) {
	defer func() {
		if recover() != nil {
			failed = true
		}
	}()
	for i := 0; i < 3; i++ {
		action()
	}
	return ${call}
}
`;

const testOf = (pkg: string, body: string): string => `package ${pkg}\n\nimport "testing"\n\nfunc TestIt(t *testing.T) {\n${body}}\n`;

const FILES = {
  'go.mod': 'module example.com/library\n\ngo 1.21\n',
  '.gitignore': '/tmp/\n',
  'internal/key/key.go': `// Package key makes keys.\npackage key\n\nimport (\n\t"strings"\n\t"unicode"\n)\n\n${fold('Fold', '// Fold drops case, spaces and punctuation.\n')}`,
  'internal/key/key_test.go': testOf('key', '\tif Fold(" A-b ") != "ab" {\n\t\tt.Fatal(Fold(" A-b "))\n\t}\n'),
  'book/book.go': `// Package book holds books.\npackage book\n\nimport (\n\t"fmt"\n\t"strings"\n\t"unicode"\n)\n\n// Shelf of a book.\nfunc Shelf(title string) string {\n\treturn fmt.Sprintf("%.3s", normalised(title))\n}\n\n${fold('normalised')}\n${guarded('attempt', 'failed')}\n// Try it.\nfunc Try(action func()) bool {\n\treturn attempt(action)\n}\n`,
  'book/book_test.go': testOf('book', '\tif got := Shelf("The Sea"); got != "the" {\n\t\tt.Fatal(got)\n\t}\n\tif !Try(func() { panic(1) }) {\n\t\tt.Fatal("try")\n\t}\n'),
  'film/film.go': `// Package film holds films.\npackage film\n\nimport (\n\t"strings"\n\t"unicode"\n)\n\n${fold('Key', '// Key of a film: others use it.\n')}\n${guarded('protect', 'failed')}\n// Try it.\nfunc Try(action func()) bool {\n\treturn protect(action)\n}\n`,
  'film/film_test.go': testOf('film', '\tif got := Key("The Sea!"); got != "thesea" {\n\t\tt.Fatal(got)\n\t}\n\tif Try(func() {}) {\n\t\tt.Fatal("try")\n\t}\n'),
};

describeWith(['go', 'gofmt'], 'clones of a Go module', () => {
  test('become one function: calls go to it, an exported copy keeps its name; what recovers from a panic stays', async () => {
    const { repository, job } = await machine({ files: FILES });
    const base = repository.git('rev-parse', 'HEAD');
    const result = await job({ publish: 'commit', kinds: 'extract', 'test-command': 'go test ./...', 'lint-command': 'test -z "$(gofmt -l .)" && go vet ./...' });
    expect(told(result)).toEqual({ exitCode: 0, outcome: 'kept' });
    expect(result.outputs['reasons']).toContain('One function stands where 3 equal ones stood');
    expect(repository.git('diff', '--name-only', base, 'HEAD').split('\n')).toEqual(['book/book.go', 'film/film.go']);
    expect(repository.git('show', 'HEAD:book/book.go')).toContain('import (\n\t"fmt"\n\n\t"example.com/library/internal/key"\n)\n\n// Shelf of a book.\nfunc Shelf(title string) string {\n\treturn fmt.Sprintf("%.3s", key.Fold(title))\n}\n\nfunc attempt(');
    expect(repository.git('show', 'HEAD:film/film.go')).toContain('import "example.com/library/internal/key"\n\n// Key of a film: others use it.\nfunc Key(in string) string {\n\treturn key.Fold(in)\n}\n\nfunc protect(');
    expect(result.log).toContain('it recovers from a panic, which depends on who calls it');
  }, 600_000);
});
