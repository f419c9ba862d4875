/** Containers of the image that `npm run test:container` has built: started as people start them, ended and removed after each test. */
import { execFileSync, spawn, type SpawnOptionsWithoutStdio } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, lstatSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createRepository, type FileContents, type TestRepository } from './repository.ts';

export const ROOT = resolve(import.meta.dirname, '../..');

/** Set by `scripts/container.mjs`. */
export const IMAGE = process.env['SELF_CODING_IMAGE'] ?? '';

export interface User {
  readonly uid: number;
  readonly gid: number;
}

/** Whose the mounted repositories are: neither root nor the image's own user, and unknown to its /etc/passwd. */
export const OWNER: User = { uid: 4242, gid: 4343 };

export interface Finished {
  readonly exitCode: number | null;
  readonly log: string;
}

/** Runs `docker` and waits; both streams in one text, as a terminal shows them. */
export function docker(args: readonly string[]): Promise<Finished> {
  return finished('docker', args);
}

export function finished(program: string, args: readonly string[], options: SpawnOptionsWithoutStdio = {}): Promise<Finished> {
  return new Promise((done, fail) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let log = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk: string) => { log += chunk; });
    child.on('error', fail).on('close', (exitCode) => { done({ exitCode, log }); });
  });
}

/** The same, where anything but success is a mistake of the test. */
export async function dockered(...args: readonly string[]): Promise<string> {
  const { exitCode, log } = await docker(args);
  if (exitCode !== 0) throw new Error(`docker ${args.join(' ')} ended with ${String(exitCode)}:\n${log}`);
  return log.trim();
}

export interface ContainerOptions {
  /** Mounted where the image expects it. */
  readonly repository?: string;
  /** Default: the owner of the repository. */
  readonly user?: User | 'image';
  /** Further options of `docker run`. */
  readonly options?: readonly string[];
  readonly image?: string;
  readonly name?: string;
  /** Default: `none`. */
  readonly network?: 'none' | 'host';
}

export interface Containers {
  /** A directory for the test, removed afterwards whoever owns what is in it. */
  readonly directory: () => string;
  /** The sample as a repository of `owner`. */
  readonly sample: (owner?: User, files?: FileContents) => TestRepository;
  /** The command line in a new container. */
  readonly run: (args: readonly string[], options?: ContainerOptions) => Promise<Finished>;
  /** A shell line in it. */
  readonly shell: (line: string, options?: ContainerOptions) => Promise<Finished>;
  /** Builds a Dockerfile; `arguments` become `--build-arg`. The image is removed afterwards. */
  readonly build: (dockerfile: string, buildArguments?: Readonly<Record<string, string>>) => Promise<string>;
}

let count = 0;

export function containers(): Containers {
  if (IMAGE === '') throw new Error('No image to test: run `npm run test:container`, which builds it.');
  const made: string[] = [];
  const names: string[] = [];
  const images: string[] = [];
  afterEach(async () => {
    if (names.length > 0) await docker(['rm', '--force', '--volumes', ...names.splice(0)]);
    for (const path of made.splice(0)) await removeAll(path);
  });
  afterAll(async () => {
    if (images.length > 0) await docker(['image', 'rm', '--force', ...images.splice(0)]);
  });
  const directory = (): string => {
    const path = realpathSync(mkdtempSync(join(tmpdir(), 'self-coding-container-')));
    chmodSync(path, 0o755);
    made.push(path);
    // The tests look into repositories of other users with this machine's git.
    writeFileSync(join(path, '.gitconfig'), '[safe]\n\tdirectory = *\n');
    return path;
  };
  const started = async (command: readonly string[], { repository, user = OWNER, options = [], image = IMAGE, name = fresh('run'), network = 'none' }: ContainerOptions): Promise<Finished> => {
    names.push(name);
    const mount = repository === undefined ? [] : ['--volume', `${repository}:/repository`];
    const as = user === 'image' ? [] : ['--user', `${user.uid}:${user.gid}`];
    return docker(['run', '--name', name, '--network', network, ...as, ...mount, ...options, image, ...command]);
  };
  return {
    directory,
    sample: (owner = OWNER, files = {}) => {
      const path = join(directory(), 'feedkit');
      cpSync(join(ROOT, 'examples/javascript'), path, { recursive: true });
      const repository = createRepository(path);
      repository.write(files);
      repository.commit('feedkit 1.4.0');
      give(path, owner);
      return repository;
    },
    run: (args, options = {}) => started(args, options),
    shell: (line, options = {}) => started(['-c', line], { ...options, options: ['--entrypoint', 'sh', ...(options.options ?? [])] }),
    build: async (dockerfile, buildArguments = {}) => {
      const context = join(directory(), 'context');
      mkdirSync(context);
      writeFileSync(join(context, 'Dockerfile'), dockerfile);
      const image = fresh('image');
      images.push(image);
      const values = Object.entries(buildArguments).flatMap(([key, value]) => ['--build-arg', `${key}=${value}`]);
      const { exitCode, log } = await docker(['build', '--quiet', ...JSON.parse(process.env['SELF_CODING_BUILD_OPTIONS'] ?? '[]') as string[], ...values, '--tag', image, context]);
      if (exitCode !== 0) throw new Error(`the image could not be built:\n${log}`);
      return image;
    },
  };
}

/** A name that no other test has. */
export function fresh(what: string): string {
  count += 1;
  return `self-coding-test-${what}-${process.pid}-${count}`;
}

/** `chown -R`; who may not do that lets a container do it. */
export function give(path: string, { uid, gid }: User): void {
  if (process.getuid?.() === 0) execFileSync('chown', ['-R', `${uid}:${gid}`, path]);
  else execFileSync('docker', ['run', '--rm', '--network', 'none', '--user', '0', '--volume', `${path}:/given`, '--entrypoint', 'chown', IMAGE, '-R', `${uid}:${gid}`, '/given']);
}

async function removeAll(path: string): Promise<void> {
  if (process.getuid?.() === 0) execFileSync('rm', ['-rf', path]);
  else await docker(['run', '--rm', '--network', 'none', '--user', '0', '--volume', `${resolve(path, '..')}:/above`, '--entrypoint', 'rm', IMAGE, '-rf', `/above/${path.split('/').at(-1)!}`]);
}

/** `uid:gid` of everything below a directory, itself included. */
export function ownersIn(path: string): readonly string[] {
  const found = new Set<string>();
  const walk = (each: string): void => {
    const stats = lstatSync(each);
    found.add(`${stats.uid}:${stats.gid}`);
    if (stats.isDirectory()) for (const name of readdirSync(each)) walk(join(each, name));
  };
  walk(path);
  return [...found].sort();
}
