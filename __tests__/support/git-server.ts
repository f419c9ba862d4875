import { execFileSync, spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

export interface GitServerOptions {
  /** Directory whose bare repositories are served. */
  readonly root: string;
  /** Password that every request must carry with the user `x-access-token`; `null`: anyone may. */
  readonly token: string | null;
  /** Answers instead of git, for failures; return false to let git answer. */
  readonly intercept?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

export interface GitServer {
  /** Ends without a slash. */
  readonly url: string;
  /** Every request's Authorization headers, as they came. */
  readonly authorizations: readonly (readonly string[])[];
  close(): Promise<void>;
}

/** The real `git http-backend` behind node:http on loopback. Two Authorization headers are refused, as GitHub does. */
export async function startGitServer({ root, token, intercept }: GitServerOptions): Promise<GitServer> {
  const backend = join(execFileSync('git', ['--exec-path'], { encoding: 'utf8' }).trim(), 'git-http-backend');
  const authorizations: string[][] = [];
  const expected = token === null ? null : `basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
  const server = createServer((request, response) => {
    const given = request.rawHeaders.filter((_, index) => index % 2 === 1 && request.rawHeaders[index - 1]!.toLowerCase() === 'authorization');
    authorizations.push(given);
    if (given.length > 1) return void response.writeHead(400).end('duplicate header');
    if (expected !== null && given[0]?.replace(/^basic/i, 'basic') !== expected) return void response.writeHead(401, { 'www-authenticate': 'Basic realm="test"' }).end();
    if (intercept?.(request, response) === true) return;
    serve(backend, root, request, response);
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => { server.close(resolve); });
  };
  return { url: `http://127.0.0.1:${port}`, authorizations, close };
}

function serve(backend: string, root: string, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url!, 'http://127.0.0.1');
  const header = (name: string): string => String(request.headers[name] ?? '');
  const child = spawn(backend, {
    env: {
      PATH: process.env['PATH'], GIT_PROJECT_ROOT: root, GIT_HTTP_EXPORT_ALL: '1', REQUEST_METHOD: request.method, PATH_INFO: decodeURIComponent(url.pathname),
      QUERY_STRING: url.search.slice(1), CONTENT_TYPE: header('content-type'), HTTP_CONTENT_ENCODING: header('content-encoding'), CONTENT_LENGTH: header('content-length'),
      GIT_PROTOCOL: header('git-protocol'), REMOTE_USER: 'test', REMOTE_ADDR: '127.0.0.1', GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'safe.directory', GIT_CONFIG_VALUE_0: '*',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  request.pipe(child.stdin);
  child.stdin.on('error', () => undefined);
  let pending = Buffer.alloc(0);
  let started = false;
  child.stdout.on('data', (chunk: Buffer) => {
    if (started) return void response.write(chunk);
    pending = Buffer.concat([pending, chunk]);
    const end = pending.indexOf('\r\n\r\n');
    if (end < 0) return;
    started = true;
    const headers = pending.toString('latin1', 0, end).split('\r\n').map((line) => /^([^:]+):\s*(.*)$/.exec(line)!);
    const status = headers.find((match) => match[1]!.toLowerCase() === 'status')?.[2] ?? '200';
    for (const match of headers) if (match[1]!.toLowerCase() !== 'status') response.setHeader(match[1]!, match[2]!);
    response.writeHead(Number.parseInt(status, 10));
    response.write(pending.subarray(end + 4));
  });
  child.stdout.on('end', () => response.end());
}
