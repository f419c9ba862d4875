import fc from 'fast-check';
import { bubblewrapArguments, isWithin, viewOf, type Box, type Mount, type View } from '../../src/adapters/sandbox-arguments.ts';
import { dependencyStores, holdsCredential, toolchainPlaces } from '../../src/adapters/sandbox-toolchains.ts';

const box = (mounts: readonly Mount[], more: Partial<Box> = {}): Box => ({ mounts, network: false, capabilities: null, directory: '/work', unset: [], ...more });

/** Names as people give them: blanks, letters of any script, dashes in front, names of options. */
const name = fc.oneof(fc.string({ minLength: 1, unit: 'grapheme' }), fc.constantFrom('--share-net', '-rf', '--', ' ', 'ünï cödé', "it's", '$(id)', 'a\nb')).map((text) => text.replaceAll(/[/\0]/g, '_')).filter((text) => text !== '.' && text !== '..');
const path = fc.array(name, { minLength: 1, maxLength: 5 }).map((parts) => `/${parts.join('/')}`);
const view = fc.constantFrom<View>('read', 'write', 'empty', 'blank');
const mount = fc.record({ path, view });

/** What bubblewrap would take for mounts, by reading its arguments from the left as it does. */
function understood(args: readonly string[]): { readonly mounts: readonly Mount[]; readonly flags: readonly string[]; readonly vector: readonly string[] } {
  const mounts: Mount[] = [];
  const flags: string[] = [];
  let index = 0;
  while (args[index] !== '--') {
    const option = args[index]!;
    const count = { '--ro-bind': 2, '--bind': 2, '--tmpfs': 1, '--proc': 1, '--dev': 1, '--chdir': 1, '--json-status-fd': 1, '--cap-add': 1, '--cap-drop': 1, '--unsetenv': 1 }[option] ?? 0;
    const values = args.slice(index + 1, index + 1 + count);
    if (option === '--ro-bind') mounts.push(values[0] === '/dev/null' && values[1] !== '/dev/null' ? { path: values[1]!, view: 'blank' } : { path: values[1]!, view: 'read' });
    else if (option === '--bind') mounts.push({ path: values[1]!, view: 'write' });
    else if (option === '--tmpfs') mounts.push({ path: values[0]!, view: 'empty' });
    else flags.push(option);
    index += 1 + count;
  }
  return { mounts, flags, vector: args.slice(index + 1) };
}

test('no path and no word of a command is ever an option, whatever they are called', () => {
  fc.assert(fc.property(fc.array(mount, { maxLength: 8 }), path, fc.array(name, { minLength: 1 }), (mounts, directory, vector) => {
    const args = bubblewrapArguments(box(mounts, { directory }), vector);
    const read = understood(args);
    expect(read.vector).toEqual(vector);
    expect(read.flags.toSorted()).toEqual(['--chdir', '--die-with-parent', '--json-status-fd', '--new-session', '--unshare-cgroup-try', '--unshare-ipc', '--unshare-net', '--unshare-pid', '--unshare-uts']);
    for (const { path: mounted } of read.mounts) expect(mounts.map((each) => each.path)).toContain(mounted);
  }));
});

test('mounted in their order, the mounts give each path the view of the deepest one that holds it', () => {
  // Few names, so that paths hold each other.
  const shallow = fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 4 }).map((parts) => `/${parts.join('/')}`);
  fc.assert(fc.property(fc.array(fc.record({ path: shallow, view }), { maxLength: 10 }), shallow, (mounts, looked) => {
    const told = understood(bubblewrapArguments(box(mounts), ['true'])).mounts;
    // A later mount covers what an earlier one showed.
    const seen = told.findLast((each) => isWithin(looked, each.path))?.view ?? null;
    expect(seen).toBe(viewOf(mounts, looked));
  }));
});

test('a path that is not absolute is refused', () => {
  expect(() => bubblewrapArguments(box([{ path: '--share-net', view: 'read' }]), ['true'])).toThrow('not absolute');
  expect(() => bubblewrapArguments(box([], { directory: '-x' }), ['true'])).toThrow('not absolute');
});

test('the network is shared only where it is granted', () => {
  expect(bubblewrapArguments(box([]), ['true'])).toContain('--unshare-net');
  expect(bubblewrapArguments(box([], { network: true }), ['true'])).not.toContain('--unshare-net');
});

test('toolchains are looked for at home, and where the environment says', () => {
  const usual = toolchainPlaces('/home/ada', {});
  expect(usual.read).toEqual(expect.arrayContaining(['/home/ada/.pyenv', '/home/ada/.rustup', '/home/ada/.cargo/bin', '/home/ada/go/bin', '/home/ada/.nvm']));
  expect(usual.write).toEqual(expect.arrayContaining(['/home/ada/.npm', '/home/ada/.cache/pip', '/home/ada/.cache/go-build', '/home/ada/go/pkg', '/home/ada/.cargo/registry', '/home/ada/.m2/repository', '/home/ada/.gradle/caches']));
  const moved = toolchainPlaces('/home/ada', { CARGO_HOME: '/opt/cargo', GOPATH: '/opt/go:/opt/more', XDG_CACHE_HOME: '/cache', GRADLE_USER_HOME: '/opt/gradle', GOCACHE: '/opt/cache' });
  expect(moved.write).toEqual(expect.arrayContaining(['/opt/cargo/registry', '/opt/go/pkg', '/opt/more/pkg', '/cache/pip', '/opt/gradle/caches', '/opt/cache']));
  for (const path of [...usual.read, ...usual.write]) for (const secret of ['.ssh', '.netrc', '.docker', '.config/gh', '.aws', '.gnupg', '.kube', '.npmrc', '.cargo/credentials.toml']) expect(isWithin(`/home/ada/${secret}`, path)).toBe(false);
  expect(dependencyStores('/home/ada', { GOMODCACHE: '/mod' })).toContainEqual({ program: 'go', path: '/mod' });
});

test.each([
  ['registry=https://registry.example/', false], ['[user]\n\tname = Ada\n\temail = ada@example.com', false], ['<mirror><url>https://mirror.example</url></mirror>', false],
  ['//registry.example/:_authToken=abc', true], ['[url "https://x:y@example"]', true], ['<password>x</password>', true], ['http.extraHeader = AUTHORIZATION: x', true], ['index-url = https://ada@example/simple', true], ['signing.keyPassword=1', true],
])('configuration %j holds a credential: %p', (text, holds) => {
  expect(holdsCredential(text)).toBe(holds);
});

test('root loses every right but the ones that are named; nobody else is told of rights', () => {
  const rights = (capabilities: Box['capabilities']): readonly string[] => bubblewrapArguments(box([], { capabilities }), ['true']).filter((word) => /^(?:--cap-.*|ALL|CAP_.*)$/.test(word));
  expect(rights(null)).toEqual([]);
  expect(rights([])).toEqual(['--cap-drop', 'ALL']);
  // The order counts: what is added first would be dropped again.
  expect(rights(['CAP_CHOWN'])).toEqual(['--cap-drop', 'ALL', '--cap-add', 'CAP_CHOWN']);
});
