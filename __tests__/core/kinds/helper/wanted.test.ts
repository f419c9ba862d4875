import { repositoryOf } from '../../../../src/core/kinds/repository/repository.ts';
import { namedIn, wantedOf } from '../../../../src/core/kinds/helper/wanted.ts';
import { scenes } from './scene.ts';

const scene = scenes();
const FILES = {
  'package.json': '{"type":"module"}',
  'src/text.js': 'export const known = 1;\nexport * from \'./more.js\';\n',
  'src/more.js': 'export const starred = 1;\n',
  'pkg/__init__.py': '', 'pkg/text.py': 'import os\n\ndef known():\n    return 1\n',
  'accept/named.test.js': "import { known, starred, slugify as s } from '../src/text.js';\ns(known, starred);\n",
  'accept/space.test.js': "import * as text from '../src/text.js';\ntext.slugify(text.known);\nother.text.nothing();\n",
  'accept/lazy.test.js': "const { slugify, known: k } = await import('../src/text.js');\nslugify(k);\n",
  'accept/default.test.js': "import slug from '../src/text.js';\nslug();\n",
  'accept/elsewhere.test.js': "import { nothing } from '../src/more.js';\nnothing();\n",
  'tests/test_text.py': 'from pkg.text import known, slugify\n\n\ndef test_a():\n    assert slugify(known())\n',
  'tests/test_module.py': 'from pkg import text\n\n\ndef test_a():\n    assert text.slugify(text.known())\n',
};

test.each([
  ['node --test accept/named.test.js', ['slugify']],
  ['npx jest ./accept/space.test.js --silent', ['slugify']],
  ['node --test "accept/lazy.test.js"', ['slugify']],
  ['node accept/default.test.js', ['default']],
  ['node --test accept/elsewhere.test.js', []],
  ['npm test', []],
  ['node --test accept/*.test.js', ['default', 'slugify']],
  ["node -e \"import('./src/text.js').then(console.log)\" && node --input-type=module -e \"import { trim } from './src/text.js'; trim();\"", ['trim']],
])('%s misses %j', async (acceptCommand, missing) => {
  const { context } = await scene(FILES);
  const task = { origin: 'requested', kind: 'helper', id: 't', title: '', prompt: '', target: 'src/text.js', acceptCommand } as const;
  expect([...(await wantedOf(task, repositoryOf(context))).missing].sort()).toEqual(missing);
});

test.each([
  ['pytest -q tests/test_text.py::test_a', ['slugify']],
  ['python -m pytest tests/test_module.py', ['slugify']],
  ['python3 -m unittest tests.test_text', ['slugify']],
  ['python -c "from pkg.text import trim; trim()"', ['trim']],
  ['pytest tests', ['slugify']],
  ['python -c "import pkg.text; pkg.text.trim(pkg.other)"', ['trim']],
])('%s misses %j', async (acceptCommand, missing) => {
  const { context } = await scene(FILES);
  const task = { origin: 'requested', kind: 'helper', id: 't', title: '', prompt: '', target: 'pkg/text.py', acceptCommand } as const;
  expect((await wantedOf(task, repositoryOf(context))).missing).toEqual(missing);
});

test('names in words are those in back quotes, in camel case or snake case, and after "called"', () => {
  expect(namedIn('Write `slugify(text)` like toSlug or to_slug, called make; not Words or text')).toEqual(['slugify', 'toSlug', 'to_slug', 'make']);
});
