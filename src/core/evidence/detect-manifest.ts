import picomatch from 'picomatch';
import { inDirectory, upwards, type DetectInput } from './detect-place.ts';

export type PackageManager = 'npm' | 'pnpm' | 'yarn' | 'bun';

/** What `package.json` and the files around it say. */
export interface NodePackage {
  readonly scripts: Readonly<Record<string, string>>;
  /** Dependencies that an install brings, with their ranges; those of the packages above included. */
  readonly declared: ReadonlyMap<string, string>;
  readonly manager: PackageManager;
  /** `9.1.0` of `packageManager`; `null` if it is not pinned. */
  readonly managerVersion: string | null;
  /** Directory of the lockfile, where installs run. */
  readonly installDirectory: string;
  readonly lockfile: string | null;
  /** Yarn 2 and later: other flags, and perhaps no `node_modules`. */
  readonly modernYarn: boolean;
  readonly plugAndPlay: boolean;
  /** True if the manifest has `jest` or `mocha` or `eslintConfig` settings of that name. */
  readonly has: (key: string) => boolean;
}

const LOCKFILES: readonly (readonly [string, PackageManager])[] = [
  ['pnpm-lock.yaml', 'pnpm'], ['yarn.lock', 'yarn'], ['package-lock.json', 'npm'], ['npm-shrinkwrap.json', 'npm'], ['bun.lock', 'bun'], ['bun.lockb', 'bun'],
];

/** The package of the working directory; `null` if it has no readable `package.json`. */
export async function nodePackage(input: DetectInput): Promise<NodePackage | null> {
  const files = new Set(input.files);
  const own = await manifestIn(input, input.workingDirectory);
  if (own === null) return null;
  const above = await Promise.all(upwards(input.workingDirectory).slice(1).map((directory) => manifestIn(input, directory)));
  const chain = [own, ...above.filter((manifest) => manifest !== null)];
  const declared = new Map<string, string>();
  for (const manifest of chain.toReversed()) {
    for (const key of ['optionalDependencies', 'dependencies', 'devDependencies']) for (const [name, range] of texts(manifest[key])) declared.set(name, range);
  }
  const pinned = /^(npm|pnpm|yarn|bun)@(\d[^+]*)/.exec(chain.map((manifest) => manifest['packageManager']).find((one) => typeof one === 'string') ?? '');
  const place = upwards(input.workingDirectory).flatMap((directory) => LOCKFILES.filter(([name, manager]) => files.has(inDirectory(directory, name)) && (pinned === null || pinned[1] === manager)).map(([name, manager]) => ({ directory, name, manager })))[0];
  const manager = (pinned?.[1] ?? place?.manager ?? 'npm') as PackageManager;
  const installDirectory = place?.directory ?? input.workingDirectory;
  const yarnLock = manager === 'yarn' && place !== undefined ? await input.read(inDirectory(installDirectory, place.name)) : null;
  const modernYarn = manager === 'yarn' && (pinned === null ? yarnLock?.includes('__metadata:') === true : !pinned[2]!.startsWith('1.'));
  const yarnSettings = modernYarn ? ((await input.read(inDirectory(installDirectory, '.yarnrc.yml'))) ?? '') : '';
  return {
    scripts: Object.fromEntries(texts(own['scripts'])), declared, manager, managerVersion: pinned?.[2] ?? null, installDirectory, lockfile: place?.name ?? null, modernYarn,
    plugAndPlay: modernYarn && !/^\s*nodeLinker:\s*["']?(?:node-modules|pnpm)/m.test(yarnSettings),
    has: (key) => own[key] !== undefined,
  };
}

/** The packages that the `workspaces` of a directory's manifest name, with what they need at run time and for their tests. */
export async function workspacePackages(input: DetectInput, directory: string): Promise<readonly { readonly directory: string; readonly dependencies: readonly string[] }[]> {
  const listed = (await manifestIn(input, directory))?.['workspaces'];
  const patterns = (Array.isArray(listed) ? listed : Array.isArray((listed as { packages?: unknown } | undefined)?.packages) ? (listed as { packages: unknown[] }).packages : []).filter((one) => typeof one === 'string');
  const files = (one: string): string => inDirectory(directory, `${one.replace(/^!?(?:\.\/)?/, '').replace(/\/$/, '')}/package.json`);
  const [named, ignore] = [false, true].map((out) => patterns.filter((one) => one.startsWith('!') === out).map(files)) as [string[], string[]];
  const found = named.length === 0 ? [] : input.files.filter((path) => path.endsWith('/package.json') && picomatch.isMatch(path, named, { ignore }));
  return Promise.all(found.map(async (path) => {
    const own = path.slice(0, -'/package.json'.length);
    const manifest = (await manifestIn(input, own)) ?? {};
    const ranges = ['dependencies', 'devDependencies'].flatMap((key) => texts(manifest[key]));
    return { directory: own, dependencies: ranges.flatMap(([name, range]) => (/^(?:link|portal):/.test(range) ? [] : [name])) };
  }));
}

async function manifestIn(input: DetectInput, directory: string): Promise<Readonly<Record<string, unknown>> | null> {
  const text = await input.read(inDirectory(directory, 'package.json'));
  return text === null ? null : parseObject(text);
}

/** A JSON object, comments and trailing commas tolerated as in `tsconfig.json`; `null` for anything else. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  const plain = text.replace(/^\uFEFF/, '').replace(/("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[^]*?\*\//g, '$1').replace(/("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/g, '$1');
  try {
    const value = JSON.parse(plain) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}

function texts(value: unknown): readonly (readonly [string, string])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
}

/** The locked version of a package, where the lockfile is npm's; else the version that an exact range names; else `null`. */
export async function lockedVersion(input: DetectInput, own: NodePackage, name: string): Promise<string | null> {
  const lock = own.lockfile === null || own.manager !== 'npm' ? null : parseObject((await input.read(inDirectory(own.installDirectory, own.lockfile))) ?? '');
  const packages = lock?.['packages'] as Readonly<Record<string, { readonly version?: unknown }>> | undefined;
  const locked = packages?.[`node_modules/${name}`]?.version;
  return typeof locked === 'string' ? locked : (/^[~=v]*(\d+\.\d+[\w.-]*)$/.exec(own.declared.get(name) ?? '')?.[1] ?? null);
}
