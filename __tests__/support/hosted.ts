/** A machine whose repository has a remote behind a real git server, and the smallest task that is kept. */
import { execFileSync } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { startGitServer, type GitServer } from './git-server.ts';
import type { Machine } from './job.ts';
import { replaying } from './job.ts';
import { createBareRepository, openRepository, type FileContents, type TestRepository } from './repository.ts';

export const TOKEN = 'ghs_16C7e42F292c6912E7710c838347Ae178B4a';

/** A request that the replayed answer fulfils, with checks that take milliseconds. */
export const SMALL_FILES: FileContents = {
  ...replaying('```js\n/** In capitals, for headlines. */\nexport function shout(text) {\n  return trimmed(text).toUpperCase();\n}\n```'),
  'package.json': '{ "name": "words", "private": true, "type": "module" }\n',
  'src/text.js': '/** Without blanks at the ends. */\nexport function trimmed(text) {\n  return text.trim();\n}\n',
  'src/other.js': '/** Twice the text. */\nexport function twice(text) {\n  return text + text;\n}\n',
  'test.mjs': "import assert from 'node:assert/strict';\nimport { trimmed } from './src/text.js';\n\nassert.equal(trimmed(' a '), 'a');\n",
  'accept.mjs': "import assert from 'node:assert/strict';\nimport { shout } from './src/text.js';\n\nassert.equal(shout(' a '), 'A');\n",
};

export const SMALL_TASK: Readonly<Record<string, string>> = {
  prompt: 'Text in capitals as `shout`', target: 'src/text.js', 'accept-command': 'node accept.mjs', 'test-command': 'node test.mjs', 'lint-command': 'none',
};

export interface Hosted {
  readonly server: GitServer;
  /** Path of the bare repository. */
  readonly bare: string;
  readonly url: string;
  /** Somebody else commits these files and pushes, at once. */
  readonly pushElsewhere: (files: FileContents) => string;
  readonly remoteHead: () => string;
  readonly close: () => Promise<void>;
}

/** Every request for which `intercept` returns true is answered by it; `count` numbers the requests of this kind from 1. */
export type Intercept = (kind: 'announce' | 'push' | 'fetch', count: number, response: ServerResponse) => boolean;

/** Gives the machine's repository an `origin`, and pushes its branch there. */
export async function host({ directory, repository }: Machine, intercept: Intercept = () => false): Promise<Hosted> {
  const root = join(directory, 'hosting');
  const bare = join(root, 'words.git');
  createBareRepository(bare);
  repository.git('push', '-q', bare, 'main');
  const counts = { announce: 0, push: 0, fetch: 0 };
  const server = await startGitServer({
    root, token: TOKEN,
    intercept: (request, response) => {
      const kind = kindOf(request);
      counts[kind] += 1;
      return intercept(kind, counts[kind], response);
    },
  });
  const url = `${server.url}/words.git`;
  repository.git('remote', 'add', 'origin', url);
  let elsewhere: TestRepository | null = null;
  const pushElsewhere = (files: FileContents): string => {
    if (elsewhere === null) execFileSync('git', ['clone', '-q', bare, join(directory, 'elsewhere')], { env: repository.environment });
    elsewhere ??= openRepository(join(directory, 'elsewhere'));
    elsewhere.git('pull', '-q', '--ff-only');
    elsewhere.write(files);
    const commit = elsewhere.commit('meanwhile');
    elsewhere.git('push', '-q', 'origin', 'main');
    return commit;
  };
  return { server, bare, url, pushElsewhere, remoteHead: () => openRepository(bare).git('rev-parse', 'main'), close: () => server.close() };
}

function kindOf({ method, url }: IncomingMessage): 'announce' | 'push' | 'fetch' {
  if (url!.includes('git-receive-pack')) return method === 'POST' ? 'push' : 'announce';
  return 'fetch';
}
