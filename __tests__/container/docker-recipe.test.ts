/** Every block of docs/recipes/docker.md, run as it stands there; only the name of the image and places of this machine are put in. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { containers, docker, finished, fresh, IMAGE, OWNER, ROOT, type Finished } from '../support/container.ts';
import { createRepository } from '../support/repository.ts';

const { sample, build, directory, run } = containers();
const page = readFileSync(join(ROOT, 'docs/recipes/docker.md'), 'utf8');
const blocks = new Map([...page.matchAll(/<!-- ((?:run|dockerfile|file): \S+) -->\n```\w+\n([\s\S]*?)```/g)].map(([, name, text]) => [name!, text!]));
const me = { uid: process.getuid!(), gid: process.getgid!() };

/** A block in a shell of this machine, as the user who runs the tests: in the root of `repository`, with a home of its own. */
function typed(name: string, repository: string, places: Readonly<Record<string, string>> = {}): Promise<Finished> {
  const line = Object.entries({ ' self-coding-engine ': ` ${IMAGE} `, ...places }).reduce((text, [from, to]) => text.replaceAll(from, to), blocks.get(`run: ${name}`)!);
  return finished('sh', ['-ec', line], { cwd: repository });
}

/** The Dockerfile of a block, on the image under test. */
const dockerfile = (name: string): string => blocks.get(`dockerfile: ${name}`)!.replace(/^FROM self-coding-engine$/m, `FROM ${IMAGE}`);

test('the page has the blocks that are run here, and no other block shows a command that is not', () => {
  expect([...blocks.keys()]).toEqual(['run: dry', 'run: keep', 'run: strict', 'run: state', 'file: ~/.config/self-coding.env', 'run: model', 'dockerfile: python', 'dockerfile: go']);
  expect(page.match(/^```\w+$/gm)).toHaveLength(blocks.size + 1);
});

test('a dry run with few rights, a run that keeps, a second one that remembers', async () => {
  const repository = sample(me);
  expect(await typed('strict', repository.path)).toEqual({ exitCode: 0, log: expect.stringContaining('Would commit 1 of 2') as string });
  const head = repository.git('rev-parse', 'HEAD');
  expect((await typed('keep', repository.path)).log).toMatch(/^Kept 1 of 2/m);
  expect(repository.git('rev-parse', 'HEAD^')).toBe(head);
  expect(await typed('dry', repository.path)).toMatchObject({ exitCode: 0, log: expect.stringMatching(/restored \d attempts, 1 landed/) as string });
});

test('a volume that the engine has made for /state serves every user', async () => {
  const volume = fresh('state');
  const repository = sample(me);
  try {
    const { exitCode, log } = await typed('state', repository.path, { 'self-coding-state': volume, ' run --state': ' run --dry-run --state' });
    expect(log).toMatch(/state saved to \/state\//);
    expect(exitCode).toBe(0);
    const other = sample(OWNER);
    expect((await run(['doctor', '--state.directory', '/state'], { repository: other.path, options: ['--volume', `${volume}:/state`] })).log).toMatch(/^ {2}good {5}state .* from \/state\//m);
  } finally {
    await docker(['volume', 'rm', '--force', volume]);
  }
});

test('the key comes from a file: the doctor asks the host of the model and shows no key', async () => {
  const file = join(directory(), 'self-coding.env');
  writeFileSync(file, blocks.get('file: ~/.config/self-coding.env')!.replace('…', 's3cret-key-of-a-model'), { mode: 0o600 });
  const { log } = await typed('model', sample(me).path, { '~/.config/self-coding.env': file, '--rm': '--rm --network none' });
  expect(log).toMatch(/^ {2}bad +model +The name api\.openai\.com is not known/m);
  expect(log).not.toContain('s3cret');
});

/** In milliseconds: packages are fetched, and a toolchain compiles its library for the first time. A limit against hanging only. */
const PATIENCE = 480_000;

/** A sample of the repository as a repository of its own. */
function sampleOf(name: string): string {
  const path = join(directory(), name);
  cpSync(join(ROOT, 'examples', name), path, { recursive: true });
  createRepository(path).commit('start');
  execFileSync('chown', ['-R', `${OWNER.uid}:${OWNER.gid}`, path]);
  return path;
}

test('Python: pytest runs in the extended image', async () => {
  const image = await build(dockerfile('python'));
  const { exitCode, log } = await run(['run', '--dry-run', '--setup-command', 'none'], { repository: sampleOf('python'), image });
  expect(log).toMatch(/baseline: \d+ passed/);
  expect(exitCode).toBe(0);
}, PATIENCE);

test('Go: the toolchain of another image runs in the extended one, with its caches at home', async () => {
  const image = await build(dockerfile('go'), { GO_IMAGE: await goImage() });
  // Asked for in words that nothing fits: whether there is work to find without a request is no matter here.
  const request = ['--prompt', 'frobnicate the quux', '--target', 'quote/quote.go', '--accept-command', 'false'];
  const { exitCode, log } = await run(['run', '--dry-run', ...request], { repository: sampleOf('go'), image });
  expect(log).toMatch(/baseline: \d+ passed/);
  expect(exitCode).toBe(0);
}, PATIENCE);

/** The official image, or, where no registry is reached, one with the Go of this machine where that has it. */
async function goImage(): Promise<string> {
  const official = /^ARG GO_IMAGE=(\S+)$/m.exec(dockerfile('go'))![1]!;
  if ((await docker(['image', 'inspect', official])).exitCode === 0 || (await docker(['pull', '--quiet', official])).exitCode === 0) return official;
  const root = spawnSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).stdout?.trim() ?? '';
  if (root === '' || !existsSync(root)) throw new Error(`${official} cannot be pulled, and this machine has no Go to stand in for it.`);
  const name = fresh('go');
  const tree = join(directory(), 'go');
  mkdirSync(tree);
  chmodSync(tree, 0o755);
  execFileSync('sh', ['-ec', 'tar --create --directory "$1" --exclude=./test --exclude=./doc --exclude=./api --transform "s,^\\.,usr/local/go," . | docker import - "$2"', 'sh', root, name], { stdio: ['ignore', 'ignore', 'inherit'] });
  return name;
}
