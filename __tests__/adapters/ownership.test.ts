/** Real directories; as root, another user's are made by `chown`, and another user asks by `setuid`: as anybody else, read-only ones do. */
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ownershipProblem, type OwnedPlaces } from '../../src/adapters/ownership.ts';
import type { Problem } from '../../src/core/errors.ts';
import { createRepository } from '../support/repository.ts';
import { temporaryDirectories } from '../support/temporary.ts';

const directories = temporaryDirectories();
const isRoot = process.getuid?.() === 0;
/** Not the one that runs the tests. */
const OTHER = 4242;

async function repository(): Promise<OwnedPlaces> {
  const directory = await directories.make();
  chmodSync(directory, 0o755);
  const { path } = createRepository(join(directory, 'repo'), { 'a.txt': 'a\n' });
  return { root: path, own: join(path, '.git/self-coding'), objects: join(path, '.git/objects') };
}

/** Asked by a process of a user who owns nothing here. */
function askedByAnother(places: OwnedPlaces): Problem | null {
  const program = `
    import { ownershipProblem } from ${JSON.stringify(import.meta.resolve('../../src/adapters/ownership.ts'))};
    if (${isRoot}) process.setuid(${OTHER});
    console.log(JSON.stringify(ownershipProblem(${JSON.stringify(places)})));
  `;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '--disable-warning=ExperimentalWarning', '-e', program], { encoding: 'utf8' })) as Problem | null;
}

test('its owner may work in a repository, before and after the engine has its own directory there', async () => {
  const places = await repository();
  expect(ownershipProblem(places)).toBeNull();
  mkdirSync(places.own);
  expect(ownershipProblem(places)).toBeNull();
});

test('root is told not to work in the repository of somebody else, by the numbers to use', async () => {
  const places = await repository();
  const git = join(places.root, '.git');
  if (isRoot) chownSync(git, OTHER, 4343);
  const { uid, gid } = statSync(git);
  const problem = ownershipProblem(places, 0);
  expect(problem).toMatchObject({ setting: 'user', value: 'root' });
  expect(problem!.problem).toContain(`belongs to user ${uid}`);
  expect(problem!.remedy).toContain(`--user ${uid}:${gid}`);
  expect(problem!.remedy).toContain('--user "$(id -u):$(id -g)"');
});

test("a checkout that root made in a directory of the runner's is root's", async () => {
  const places = await repository();
  if (isRoot) chownSync(places.root, OTHER, OTHER);
  // As anybody else, the git directory is that user's: asked as that user.
  expect(ownershipProblem(places, isRoot ? 0 : process.getuid!())).toBeNull();
});

test.each([
  ['the working tree', (places: OwnedPlaces) => places.root],
  ['the git directory', (places: OwnedPlaces) => join(places.root, '.git')],
  ['the objects', (places: OwnedPlaces) => places.objects],
  ['what an earlier run of another user left', (places: OwnedPlaces) => places.own],
])('who may not write %s is told so before anything is written', async (_, placeOf) => {
  const places = await repository();
  mkdirSync(places.own);
  const open = [places.root, join(places.root, '.git'), places.objects, places.own];
  for (const path of open) chmodSync(path, 0o777);
  const closed = placeOf(places);
  chmodSync(closed, 0o555);
  const problem = askedByAnother(places);
  expect(problem).toMatchObject({ setting: 'user', problem: expect.stringContaining(`may not write in ${closed}, which belongs to user ${statSync(closed).uid}`) as string });
  expect(problem!.remedy).toContain(`--user ${statSync(places.root).uid}:`);
  chmodSync(closed, 0o777);
  expect(askedByAnother(places)).toBeNull();
});
