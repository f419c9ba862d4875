import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createSyntax } from '../../src/adapters/syntax.ts';
import { blobIdOf } from '../../src/core/change/edits.ts';
import { isGenerated, isProtected, isTest } from '../../src/core/change/protected.ts';
import { buildIndex, factsReader, memoryFacts } from '../../src/core/knowledge/build-index.ts';
import type { KindContext } from '../../src/core/kinds/kind.ts';
import type { FileEdit } from '../../src/core/model/change.ts';

export interface Laboratory {
  readonly context: KindContext;
  /** Commands that ran in it. */
  readonly commands: string[];
}

/** What a kind may look at, over real files and real processes below a directory; edits are written before a command and taken back after it. */
export function laboratory(root: string, more: Partial<KindContext> = {}): Laboratory {
  const commands: string[] = [];
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  const files = filesBelow(root);
  const context: KindContext = {
    tree: {
      entries: files.map((path) => ({ path, mode: '100644', blob: blobIdOf(read(path)) })),
      read: (path) => Promise.resolve(files.includes(path) ? read(path) : null),
    },
    index: { files: [], records: [], clones: [], search: () => [] },
    syntax: createSyntax(),
    toolchain: { setup: [], lint: [], test: [], notes: [] },
    lab: {
      run: (command, { edits = [], directory = '' } = {}) => {
        if (typeof command !== 'string') throw new Error('The tools of these tests are shell lines.');
        commands.push(command);
        return Promise.resolve(withEdits(root, edits, () => execute(command, join(root, directory))));
      },
      check: () => Promise.reject(new Error('No check runs in these tests.')),
    },
    writer: null, past: { similar: () => Promise.resolve([]), failures: () => [] }, maySend: () => true, passedOver: () => undefined,
    mayEdit: (path) => !isProtected(path) && !isGenerated(path, null),
    isTest,
    workingDirectory: '',
    baseline: null,
    ...more,
  };
  return { context, commands };
}

/** The same with an index of the files, which `helper` searches. */
export async function indexedLaboratory(root: string, more: Partial<KindContext> = {}): Promise<Laboratory> {
  const { context, commands } = laboratory(root, more);
  const { entries } = context.tree;
  const readBlobs = (): Promise<Map<string, Uint8Array>> => Promise.resolve(new Map(entries.map(({ path, blob }) => [blob, readFileSync(join(root, path))])));
  const index = await buildIndex({ entries, facts: memoryFacts(), readBlobs, reader: factsReader(context.syntax) });
  return { context: { ...context, index }, commands };
}

export function writeFiles(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

function filesBelow(root: string, below = ''): string[] {
  const entries = readdirSync(join(root, below), { withFileTypes: true }).filter(({ name }) => name !== 'node_modules' && name !== '.git');
  return entries.flatMap((entry) => (entry.isDirectory() ? filesBelow(root, `${below}${entry.name}/`) : entry.isFile() ? [below + entry.name] : [])).sort();
}

function withEdits<T>(root: string, edits: readonly FileEdit[], action: () => T): T {
  const write = (side: 'before' | 'after'): void => {
    for (const edit of edits) {
      if (edit[side] === null) rmSync(join(root, edit.path), { force: true });
      else writeFiles(root, { [edit.path]: edit[side] });
    }
  };
  write('after');
  try {
    return action();
  } finally {
    write('before');
  }
}

function execute(command: string, cwd: string): Awaited<ReturnType<KindContext['lab']['run']>> {
  const { status, signal, stdout, stderr } = spawnSync('bash', ['-c', command], { cwd, encoding: 'utf8', timeout: 60_000 });
  return { status: status === 127 ? 'not-found' : 'exited', exitCode: status, signal, stdout, stderr, truncated: false, durationMs: 0 };
}
