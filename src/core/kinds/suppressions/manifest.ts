import type { SourceTree } from '../kind.ts';

/** The part of `package.json` that is needed here. */
export interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  /** `dependencies`, `devDependencies` and `optionalDependencies`: what an install brings. */
  readonly installed: Readonly<Record<string, string>>;
}

const JS_LOCKFILES = ['package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock', 'pnpm-lock.yaml', 'bun.lock', 'bun.lockb'];

/** The directory and those above it, nearest first, each with a `/` at the end unless it is the root. */
export function upwards(directory: string): string[] {
  const parts = directory === '' ? [] : directory.split('/');
  return parts.map((_, index) => `${parts.slice(0, parts.length - index).join('/')}/`).concat('');
}

/** The manifests that hold for a directory, nearest first. */
export async function manifestsOf(tree: SourceTree, directory: string): Promise<Manifest[]> {
  const manifests: Manifest[] = [];
  for (const prefix of upwards(directory)) {
    const manifest = parsed(await tree.read(`${prefix}package.json`));
    if (manifest !== null) manifests.push(manifest);
  }
  return manifests;
}

function parsed(text: string | null): Manifest | null {
  if (text === null) return null;
  try {
    const json = JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
    if (typeof json !== 'object' || json === null) return null;
    const { scripts, dependencies, devDependencies, optionalDependencies } = json as Readonly<Record<string, unknown>>;
    return { scripts: stringsOf(scripts), installed: { ...stringsOf(optionalDependencies), ...stringsOf(devDependencies), ...stringsOf(dependencies) } };
  } catch {
    return null;
  }
}

function stringsOf(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/**
 * True if every install brings the same version of the tool: a lockfile, or an exact version. Otherwise another version may
 * need the suppression, and what this machine's copy says proves nothing.
 */
export function isPinned(tree: SourceTree, directory: string, manifests: readonly Manifest[], name: string): boolean {
  const version = manifests.map(({ installed }) => installed[name]).find((one) => one !== undefined);
  if (version === undefined) return false;
  if (/^=?v?\d+\.\d+\.\d+(?:[-+][\w.]+)?$/.test(version)) return true;
  const paths = new Set(tree.entries.map(({ path }) => path));
  return upwards(directory).some((prefix) => JS_LOCKFILES.some((file) => paths.has(prefix + file)));
}

/** Calls of a program in the scripts: its arguments, and the `NAME=value` words before it. Calls that need a shell to be understood are left out. */
export interface ScriptCall {
  readonly env: readonly string[];
  readonly args: readonly string[];
}

export function callsOf(program: string, manifests: readonly Manifest[]): ScriptCall[] {
  return Object.values(manifests[0]?.scripts ?? {}).flatMap((script) =>
    script.split(/&&|\|\||;|\|/).flatMap((command) => {
      const words = wordsOf(command.trim());
      const at = words?.findIndex((word) => word === program || word.endsWith(`/.bin/${program}`)) ?? -1;
      if (words === null || at === -1) return [];
      return [{ env: words.slice(0, at).filter((word) => /^[A-Z_]\w*=/.test(word)), args: words.slice(at + 1) }];
    }),
  );
}

/** Words of a shell command with quotes taken off; `null` where expansion or redirection would be needed. */
export function wordsOf(command: string): string[] | null {
  if (/[$`<>(){}]/.test(command.replace(/'[^']*'|"[^"$`]*"/g, ''))) return null;
  return [...command.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) => word.replace(/'([^']*)'|"([^"]*)"/g, (_, single: string | undefined, double: string | undefined) => single ?? double ?? ''));
}

/** A word as a POSIX shell takes it literally. */
export function quotedWord(word: string): string {
  return /^[\w./:=@,+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** A shell line in which programs installed in the directory, or above it in the repository, are found first: what `npm run` does. */
export function withLocalPrograms(directory: string, line: string): string {
  const up = upwards(directory).map((_, index) => `$PWD/${'../'.repeat(index)}node_modules/.bin`);
  return `PATH="${up.join(':')}:$PATH"; export PATH; ${line}`;
}
