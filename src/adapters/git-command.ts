import { exec } from '@actions/exec';
import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, InfrastructureError } from '../core/errors.ts';
import { basicCredentials } from './git-environment.ts';

export interface GitOptions {
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  /** Exit codes that are answers; any other throws. Default: 0 only. */
  readonly accept?: readonly number[];
  /** Output that may be large, or that a run asks for often. */
  readonly bulk?: boolean;
}

export interface GitOutput {
  readonly code: number;
  readonly stdout: Buffer;
  /** Without secrets. */
  readonly stderr: string;
}

export type RunGit = (args: readonly string[], options?: GitOptions) => Promise<GitOutput>;

/** Runs git in one directory with one environment. Throws `InfrastructureError`, or `ConfigError` where there is no repository. */
export function gitRunner(directory: string, environment: Readonly<Record<string, string>>, token: string | null): RunGit {
  const redact = redactor(token);
  return async (args, options = {}) => {
    const env = { ...environment, ...options.env };
    const bulk = options.bulk === true || options.input !== undefined;
    const raw = bulk ? await piped(args, directory, env, options.input) : await capture(args, directory, env);
    const output = { ...raw, stderr: redact(raw.stderr) };
    if (!(options.accept ?? [0]).includes(output.code)) throw gitFailure(args, output, directory);
    return output;
  };
}

async function capture(args: readonly string[], cwd: string, env: Record<string, string>): Promise<GitOutput> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  try {
    const code = await exec('git', [...args], {
      cwd, env, silent: true, ignoreReturnCode: true,
      listeners: { stdout: (data) => { stdout.push(data); }, stderr: (data) => { stderr.push(data); } },
    });
    // A killed process has no exit code.
    return { code: code ?? -1, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString('utf8') };
  } catch (error) {
    throw notStarted(cwd, error);
  }
}

/**
 * Input and bulk output go through pipes of our own: `@actions/exec` lets a closed pipe crash the process (its `input` option has no error
 * handler), and splits output into lines in quadratic time where there are none.
 */
function piped(args: readonly string[], cwd: string, env: Record<string, string>, input: string | Uint8Array | undefined): Promise<GitOutput> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (data: Buffer) => { stdout.push(data); });
    child.stderr.on('data', (data: Buffer) => { stderr.push(data); });
    child.once('error', (error) => { reject(notStarted(cwd, error)); });
    // git may end without reading everything; its exit code tells.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.once('close', (code) => { resolve({ code: code ?? -1, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString('utf8') }); });
  });
}

export function notStarted(cwd: string, cause: unknown): InfrastructureError {
  const isMissing = existsSync(cwd) && cause instanceof Error && /ENOENT|Unable to locate executable/.test(cause.message);
  if (isMissing) return new InfrastructureError('git was not found on PATH.', 'Install git 2.31 or newer (`apt-get install git`, `apk add git`, `dnf install git`), or use an image that has it.', { cause });
  return new InfrastructureError(`git could not be started in ${cwd}.`, 'Check that the directory exists and may be entered, and that git 2.31 or newer is on PATH.', { cause });
}

/** A directory that exists as long as the action runs. */
export async function withScratch<T>(action: (directory: string) => Promise<T>): Promise<T> {
  const scratch = await mkdtemp(join(tmpdir(), 'self-coding-git-'));
  try {
    return await action(scratch);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') {
      throw new InfrastructureError(`No space left in ${tmpdir()}.`, 'Free some disk space and run again.', { cause: error });
    }
    throw error;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function redactor(token: string | null): (text: string) => string {
  const secrets = token === null || token === '' ? [] : [token, basicCredentials(token)];
  return (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text.replace(/:\/\/[^/\s@]+@/g, '://***@'));
}

/** The last lines that git printed, capped: for messages. */
export function lastWords(stderr: string): string {
  return stderr.trim().split('\n').slice(-6).join(' | ').slice(0, 600);
}

interface KnownFailure {
  readonly pattern: RegExp;
  readonly message: (directory: string) => string;
  readonly remedy: (directory: string) => string;
}

const KNOWN: readonly KnownFailure[] = [
  {
    pattern: /No space left on device/,
    message: () => 'git could not write: the disk is full.',
    remedy: () => 'Free some disk space and run again; nothing was moved.',
  },
  {
    pattern: /filter '[^']*' failed|filter-process: .*not found|external filter/,
    message: () => 'git could not run a filter that the attributes of this repository ask for.',
    remedy: () => 'Install what `git config --get-regexp "^filter\\."` names, such as Git LFS (`apt-get install git-lfs`), or take these settings out.',
  },
  {
    pattern: /Unable to create '.*\.lock': File exists/,
    message: () => 'Another git process holds a lock in this repository.',
    remedy: () => 'Wait for it to end; if none runs, remove the `.lock` file that git names.',
  },
  {
    pattern: /unable to write|insufficient permission|Permission denied/,
    message: (directory) => `git may not write in ${directory}.`,
    remedy: () => 'Give the user that runs the engine write permission for the repository.',
  },
];

/** What the engine does not do itself: the owner of a repository can make git run programs as whoever opens it, and this check is git's answer. */
function ownedByAnother(directory: string, cause: Error): InfrastructureError {
  const owner = statSync(directory, { throwIfNoEntry: false });
  const message = `git refuses ${directory}: it belongs to another user.`;
  const asOwner = owner === undefined ? 'Run the engine as the owner of the checkout' : `Run the engine as the owner: in a container with \`--user ${owner.uid}:${owner.gid}\`, elsewhere with \`sudo -u '#${owner.uid}'\``;
  if (process.getuid?.() === 0) return new InfrastructureError(message, `${asOwner}. A \`safe.directory\` alone would not help: root would leave files there that their owner cannot change.`, { cause });
  if (!mayWrite(directory)) return new InfrastructureError(message, `${asOwner}. A \`safe.directory\` alone would not help: this user may not write there.`, { cause });
  return new InfrastructureError(message, `${asOwner}; or, if you trust whoever owns it, run \`git config --global --add safe.directory '${directory}'\` first.`, { cause });
}

function mayWrite(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function gitFailure(args: readonly string[], { code, stderr }: GitOutput, directory: string): Error {
  if (/not a git repository|must be run in a work tree/.test(stderr)) {
    return new ConfigError([{ setting: 'working tree', value: directory, problem: 'this directory is not inside the working tree of a git repository', remedy: 'Run the engine in a clone; in a workflow, put actions/checkout before it.' }]);
  }
  const cause = new Error(lastWords(stderr));
  const [, refused] = /dubious ownership in repository at '(.*)'/.exec(stderr) ?? [];
  if (refused !== undefined) return ownedByAnother(refused, cause);
  const known = KNOWN.find(({ pattern }) => pattern.test(stderr));
  if (known !== undefined) return new InfrastructureError(`${known.message(directory)} (git ${args[0]!}: ${lastWords(stderr)})`, known.remedy(directory), { cause });
  const end = code < 0 ? 'was killed' : `failed with exit code ${code}`;
  return new InfrastructureError(`git ${args[0]!} ${end}: ${lastWords(stderr)}`, 'Check the repository with `git fsck` and `git status`.', { cause });
}
