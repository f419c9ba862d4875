import { isAbsolute, posix, resolve } from 'node:path';

/** A normal path relative to the repository root: no `./`, no doubled or final `/`; `` is the root. */
export function normalPath(path: string): string {
  const normal = posix.normalize(path).replace(/\/+$/, '');
  return normal === '.' ? '' : normal;
}

/** A path given relative to the working directory, made relative to the repository root. */
export function fromRoot(workingDirectory: string, path: string): string {
  return normalPath(workingDirectory === '' ? path : posix.join(workingDirectory, path));
}

/**
 * Globs given relative to the working directory, made relative to the repository root. With a working directory,
 * globs that only exclude, or none, still mean that directory: the checks that run there prove nothing about the rest.
 */
export function globsFromRoot(workingDirectory: string, globs: readonly string[]): readonly string[] {
  if (workingDirectory === '') return globs.map((glob) => glob.replace(/^(!?)(?:\.\/)+/, '$1'));
  const prefix = `${workingDirectory.replace(/[\\*?[\]{}()!+@]/g, '\\$&')}/`;
  const moved = globs.map((glob) => {
    const [, exclude = '', rest = ''] = /^(!?)(?:\.\/)*(.*)$/s.exec(glob) ?? [];
    return `${exclude}${prefix}${rest}`;
  });
  return moved.some((glob) => !glob.startsWith('!')) ? moved : [`${prefix}**`, ...moved];
}

/** An absolute path; a relative one is taken from the repository root. */
export function absolute(root: string, path: string): string {
  return isAbsolute(path) ? path : resolve(root, path);
}

/** True for what no disk holds; `/dev/shm` is memory that keeps files. Takes an absolute path. */
export function isOfKernel(path: string): boolean {
  const normal = posix.normalize(path);
  return /^\/(proc|sys|dev)(\/|$)/.test(normal) && !/^\/dev\/shm\/./.test(normal);
}
