/** The pages of recipes: complete, found from the index, and showing the workflows as they are. What they show of a run is held by the tests in `act/`. */
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { deadLinksOf, filesShownIn, textOf } from './support/markdown.ts';

const ROOT = resolve(import.meta.dirname, '..');
const pages = readdirSync(join(ROOT, 'docs/recipes')).filter((name) => name.endsWith('.md'));
const workflows = readdirSync(join(ROOT, 'examples/workflows'));

test('the index leads to every page', () => {
  const linked = [...textOf('docs/recipes/README.md').matchAll(/\]\((\w+\.md)\)/g)].map(([, name]) => name!);
  expect([...linked, 'README.md'].sort()).toEqual([...pages].sort());
});

test.each(pages)('links of docs/recipes/%s lead somewhere', (page) => {
  expect(deadLinksOf(`docs/recipes/${page}`)).toEqual([]);
});

test.each(workflows)('%s has its page, which shows it as it is and answers what its user will ask', (name) => {
  const page = `docs/recipes/${name.replace(/\.yml$/, '.md')}`;
  const path = `examples/workflows/${name}`;
  expect([...filesShownIn(page)]).toEqual([[path, textOf(path)]]);
  const sections = [...textOf(page).matchAll(/^## (.+)$/gm)].map(([, title]) => title!);
  for (const title of ['Set up once', 'What the first run shows', 'Try it without consequences', 'Undo', 'What it costs', 'When it does not go as planned']) expect(sections).toContain(title);
  const expected = textOf(path).includes('pull-requests: write') ? ['Allow GitHub Actions to create and approve pull requests', '**Branch protection**', '**Token or app**'] : ['contents: read'];
  for (const phrase of expected) expect(textOf(page)).toContain(phrase);
});
