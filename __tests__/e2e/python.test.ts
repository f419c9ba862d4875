import { describe, expect, test } from '@jest/globals';
import { machines, replaying } from '../support/job.ts';
import { expectKept, expectReverted } from '../support/results.ts';
import { describeWith } from '../support/tools.ts';

const machine = machines();

const PERCENTAGE = `\`\`\`python
def percentage(part: Decimal, whole: Decimal) -> str:
    """\`12.5 %\`, to one decimal."""
    return f"{part / whole * 100:.1f} %"
\`\`\``;

const ACCEPT = `from decimal import Decimal

from ledgerkit.entry import percentage


def test_a_part():
    assert percentage(Decimal(1), Decimal(8)) == "12.5 %"


def test_of_nothing():
    assert percentage(Decimal(1), Decimal(0)) == "–"
`;

describeWith(['python3', 'pytest', 'ruff'], 'Python with pytest and Ruff', () => {
  test('with no inputs the copies of one function become one', async () => {
    const result = await expectKept(await machine({ example: 'python' }), {}, 'python-extract.diff');
    expect(result.outputs['reasons']).toContain('One function stands where 3 equal ones stood; 25 lines are gone.');
    for (const line of ['lint: ruff check --no-fix .', 'test: python -m pytest']) expect(result.log).toContain(line);
  });

  test('a `noqa` that suppresses nothing goes', async () => {
    await expectKept(await machine({ example: 'python' }), { kinds: 'suppressions' }, 'python-suppression.diff');
  });

  test('a plausible answer that misses the request is reverted, with the numbers of the accept command', async () => {
    const here = await machine({ example: 'python', files: { ...replaying(PERCENTAGE), 'acceptance/test_percentage.py': ACCEPT } });
    const inputs = { prompt: 'Format a share of a sum as `percentage`', target: 'src/ledgerkit/entry.py', 'accept-command': 'python -m pytest -q acceptance' };
    await expectReverted(here, inputs, { rule: 'worth', reason: /^accept-command `python -m pytest -q acceptance` is not green with the change: failed .*→ failed \(1 of 2 tests passed\)/ });
  });
});

const TITLE = `    words = [word for word in text.strip().split() if word]
    if not words:
        return "untitled"
    return " ".join(word[0].upper() + word[1:] for word in words)
`;

const SHELF = {
  '.gitignore': '__pycache__/\n',
  'shelf/__init__.py': '',
  'shelf/text.py': '"""Words."""\n\n\ndef initials(text):\n    """The first letters."""\n    return "".join(word[0] for word in text.split())\n',
  'shelf/book.py': `"""Books."""\n\nfrom shelf.text import initials\n\n\ndef spine_title(text):\n    """As it stands on the spine."""\n${TITLE}\n\ndef label(book):\n    """A label for the shelf."""\n    return f"{initials(book)} {spine_title(book)}"\n`,
  'shelf/film.py': `"""Films."""\n\nfrom shelf.text import initials\n\n\ndef _nice(text):\n${TITLE}\n\ndef label(film):\n    """A label for the box."""\n    return f"{_nice(film)} ({initials(film)})"\n`,
  'tests/__init__.py': '',
  'tests/test_labels.py': `import unittest

from shelf import book, film
from shelf.text import initials


class Labels(unittest.TestCase):
    def test_book(self):
        self.assertEqual(book.label("the sea"), "ts The Sea")
        self.assertEqual(book.label(""), " untitled")

    def test_film(self):
        self.assertEqual(film.label("the  sea"), "The Sea (ts)")
        self.assertEqual(film.label(""), "untitled ()")

    def test_initials_keep_their_case(self):
        self.assertEqual(initials("a Bc"), "aB")
`,
  'acceptance.py': 'from shelf.text import monogram\n\nassert monogram("ann lee") == "AL"\n',
};

describeWith(['python3'], 'Python with unittest', () => {
  test('with no inputs the copies of one function become one', async () => {
    const result = await expectKept(await machine({ files: SHELF }), {}, 'unittest-extract.diff');
    expect(result.summary).toContain('3 tests unchanged');
  });

  test('an answer that does what was asked and breaks a neighbour is reverted; the failing test was run again', async () => {
    const answer = JSON.stringify({
      edits: [
        { path: 'shelf/text.py', search: 'return "".join(word[0] for word in text.split())', replace: 'return "".join(word[0] for word in text.split()).upper()' },
        { path: 'shelf/text.py', insert: 'def monogram(text):\n    """Initials, as they are embroidered."""\n    return initials(text)', name: 'monogram' },
      ],
    });
    const here = await machine({ files: { ...SHELF, ...replaying(answer) } });
    const inputs = { prompt: 'Initials in capitals as `monogram`', target: 'shelf/text.py', 'accept-command': 'python3 acceptance.py' };
    const result = await expectReverted(here, inputs, { rule: 'harmless', reason: /^3 new failing tests: / });
    expect(result.log).toContain('3 new failures: running again, 2 times with the change and 2 times without');
    expect(result.summary).toContain('| regression | failed, failed | passed, passed |');
  });
});

describe('the same answer twice', () => {
  test('is judged the same: a request is always tried again', async () => {
    const here = await machine({ files: { ...SHELF, ...replaying('```python\ndef monogram(text):\n    return initials(text)\n```') } });
    const inputs = { prompt: 'Initials in capitals as `monogram`', target: 'shelf/text.py', 'accept-command': 'python3 acceptance.py' };
    const first = await expectReverted(here, inputs, { rule: 'worth', reason: /is not green with the change/ });
    const second = await expectReverted(here, inputs, { rule: 'worth', reason: /is not green with the change/ });
    expect(second.outputs['state-restored']).toBe('restored');
    expect(second.outputs['reasons']).toBe(first.outputs['reasons']);
  });
});
