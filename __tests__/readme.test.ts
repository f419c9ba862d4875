/** What README promises is in the repository: its workflows are files, its outputs and links exist, its examples are accepted. */
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { readSettings } from '../src/config/config.ts';
import { SETTINGS } from '../src/config/schema.ts';
import { PRICES_AS_OF } from '../src/core/generate/prices.ts';
import { EVENT_KINDS } from '../src/core/model/event.ts';
import { deadLinksOf, filesShownIn, textOf as text } from './support/markdown.ts';

const ROOT = resolve(import.meta.dirname, '..');
const ENGINE = /^your-org\/self-coding-engine@v\d+\.\d+\.\d+$/;
const PINNED = /^[\w-]+\/[\w-]+@[0-9a-f]{40}$/;

interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Workflow {
  readonly on: unknown;
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, { readonly permissions?: Readonly<Record<string, string>>; readonly 'timeout-minutes'?: number; readonly steps: readonly Step[] }>>;
}

const readme = text('README.md');
const action = parse(text('action.yml')) as { readonly inputs: Readonly<Record<string, unknown>>; readonly outputs: Readonly<Record<string, { readonly description: string }>> };
const workflows = readdirSync(join(ROOT, 'examples/workflows')).map((name) => `examples/workflows/${name}`);
const PAGES = ['README.md', ...readdirSync(join(ROOT, 'docs/recipes')).map((name) => `docs/recipes/${name}`)];
const workflow = (path: string): Workflow => parse(text(path), { strict: true }) as Workflow;
const stepsOf = (path: string): readonly Step[] => Object.values(workflow(path).jobs).flatMap(({ steps }) => steps);

test('every example file is shown, as it is', () => {
  const shown = PAGES.flatMap((page) => [...filesShownIn(page)]).filter(([path]) => path.startsWith('examples/'));
  expect(shown.map(([path]) => path)).toEqual(expect.arrayContaining(['examples/self-coding.yml', ...workflows]));
  for (const [path, content] of shown) expect({ path, content }).toEqual({ path, content: text(path) });
});

test.each(workflows)('%s gives nothing away: no permission but the least, every action pinned, no credentials left behind', (path) => {
  const { permissions, jobs } = workflow(path);
  expect(permissions).toEqual({});
  for (const { permissions: own, 'timeout-minutes': limit } of Object.values(jobs)) {
    expect(['contents', 'contents,pull-requests']).toContain(Object.keys(own ?? {}).join());
    // The run's own limit is an hour; a job that ends before it cannot save its state in time.
    expect(limit).toBeGreaterThan(60);
  }
  const used = stepsOf(path).flatMap(({ uses }) => uses ?? []);
  expect(used.filter((uses) => !PINNED.test(uses) && !ENGINE.test(uses))).toEqual([]);
  expect(stepsOf(path).filter(({ uses }) => uses?.startsWith('actions/checkout@')).map((step) => step.with)).toEqual([{ 'persist-credentials': false }]);
});

test.each(workflows)('%s uses the engine once, with inputs that exist, and may write only what it publishes', (path) => {
  const [engine, ...more] = stepsOf(path).filter(({ uses }) => ENGINE.test(uses ?? ''));
  expect(more).toEqual([]);
  expect(Object.keys(engine!.with ?? {}).filter((name) => !Object.hasOwn(action.inputs, name))).toEqual([]);
  const [job] = Object.values(workflow(path).jobs);
  const publish = engine!.with?.['publish'] ?? 'pull-request';
  expect(job!.permissions).toEqual(publish === 'patch' ? { contents: 'read' } : publish === 'push' ? { contents: 'write' } : { contents: 'write', 'pull-requests': 'write' });
});

test('the quickstart is four lines of valid steps', () => {
  const [, lines] = /## Quickstart[\s\S]*?```yaml\n([\s\S]*?)```/.exec(readme)!;
  expect(lines!.trimEnd().split('\n')).toHaveLength(4);
  const steps = parse(lines!) as readonly Step[];
  expect(steps.map(({ uses }) => PINNED.test(uses ?? '') || ENGINE.test(uses ?? ''))).toEqual([true, true]);
});

test('the quickstart says what a pull request needs: permissions, the setting, and what happens without', () => {
  const [, section] = /## Quickstart\n([\s\S]*?)\n### /.exec(readme)!;
  for (const phrase of ['contents: write', 'pull-requests: write', 'Allow GitHub Actions to create and approve pull requests', 'Without the setting', 'without `contents: write`']) expect(section).toContain(phrase);
});

test('actions have one commit each, the same that continuous integration uses', () => {
  const all = [readme, ...workflows.map(text), text('.github/workflows/ci.yml')].flatMap((file) => [...file.matchAll(/([\w-]+\/[\w-]+)@([0-9a-f]{40}) # (v[\d.]+)/g)]);
  const versions = Map.groupBy(all, ([, name]) => name!);
  expect([...versions].filter(([, uses]) => new Set(uses.map(([, , commit, version]) => `${commit!} ${version!}`)).size > 1)).toEqual([]);
  expect([...versions.keys()]).toContain('actions/checkout');
});

test('the example of the configuration file is accepted, by the schema and by the engine', () => {
  const file = { path: '.github/self-coding.yml', text: text('examples/self-coding.yml') };
  const validate = new Ajv({ strict: false }).compile(JSON.parse(text('docs/self-coding.schema.json')) as object);
  expect([validate(parse(file.text)), validate.errors]).toEqual([true, null]);
  const { settings, warnings } = readSettings({ surface: 'action', given: {}, file, places: { root: '/r', gitDirectory: '/r/.git/self-coding', temporary: '/t' } });
  expect(warnings).toEqual([]);
  expect(settings).toMatchObject({ maxTasks: 2, backlog: [{ id: 'slug', target: 'src/text.js' }], metrics: [{ name: 'bundle', tolerance: 500 }] });
});

test('the page about budgets has the defaults and the date of the prices', () => {
  const page = text('docs/budgets.md');
  expect(page).toContain(`as of ${PRICES_AS_OF}`);
  const [tokens, calls, time] = [SETTINGS['budgets.tokens'], SETTINGS['budgets.calls'], SETTINGS['budgets.time']].map(({ fallback }) => fallback.action);
  expect(page).toContain(`| \`tokens\` | ${Number(tokens).toLocaleString('en')} a run |`);
  expect(page).toContain(`| \`calls\` | ${calls!} a run |`);
  expect(`${Number.parseInt(String(time), 10)} minutes`).toBe('20 minutes');
  expect(page).toContain('| `time` | 20 minutes a run |');
  const [, yaml] = /```yaml\n([\s\S]*?)```/.exec(page)!;
  expect(readSettings({ surface: 'action', given: {}, file: { path: 'f.yml', text: yaml! }, places: { root: '/r', gitDirectory: '/r/.git/self-coding', temporary: '/t' } }).warnings).toEqual([]);
});

test('the table of outputs is that of action.yml', () => {
  const [, table] = /## Outputs\n\n\| output[^\n]*\n\|[-|]+\n([\s\S]*?)\n\n/.exec(readme)!;
  expect(table!.split('\n')).toEqual(Object.entries(action.outputs).map(([name, { description }]) => `| \`${name}\` | ${description} |`));
});

const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs/how-it-decides.md', 'docs/state.md', 'docs/troubleshooting.md', 'docs/benchmarks.md', 'docs/budgets.md', 'docs/models.md', 'docs/answers.md', 'docs/pull-requests.md', 'CHANGELOG.md', 'docs/adr/README.md'];
test.each(pages)('links of %s lead somewhere', (page) => {
  expect(deadLinksOf(page)).toEqual([]);
});

test('every decision is listed by its number, and stays short', () => {
  const listed = [...text('docs/adr/README.md').matchAll(/^\| \[(\d+)\]\((\S+)\) \|/gm)].map(([, number, file]) => ({ number, file }));
  const files = readdirSync(join(ROOT, 'docs/adr')).filter((name) => /^\d{4}-/.test(name)).sort();
  expect(listed.map(({ file }) => file)).toEqual(files);
  for (const { number, file } of listed) {
    const lines = text(`docs/adr/${file!}`).split('\n');
    expect(lines[0]).toMatch(new RegExp(`^# ${number!}\\. `));
    expect(lines.length).toBeLessThanOrEqual(40);
  }
});

test('every kind of event that is written is described', () => {
  const described = [...text('docs/state.md').matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, cell]) => [...cell!.matchAll(/`([a-z-]+)`/g)].map(([, kind]) => kind));
  expect(EVENT_KINDS.filter((kind) => !described.includes(kind))).toEqual([]);
});

test('every message that the troubleshooting page explains is one that the engine says', () => {
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts')).map((path) => text(`src/${path}`)).join('\n').replaceAll('\\`', '`').replaceAll("\\'", "'");
  const cells = text('docs/troubleshooting.md').split('\n').filter((line) => line.startsWith('| `')).map((line) => line.split(' | ')[0]!);
  const phrases = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, phrase]) => phrase!));
  expect(phrases.length).toBeGreaterThan(40);
  expect(phrases.filter((phrase) => !sources.includes(phrase))).toEqual([]);
});
