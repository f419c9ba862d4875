import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface CacheEntry {
  readonly key: string;
  readonly version: string;
  readonly archive: Buffer;
}

export interface CacheServer {
  readonly url: string;
  /** Finished entries, oldest first. */
  readonly entries: CacheEntry[];
  /** When set, reservations are refused with this message, as for a read-only token. */
  refuseWrites: string | null;
  /** What the real service is given by the runner. */
  environment(workspace: string, temporary: string): Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** The cache service (v2) as `@actions/cache` 6 speaks to it: three Twirp methods and a blob store, on loopback. */
export async function startCacheServer(): Promise<CacheServer> {
  const entries: CacheEntry[] = [];
  const uploads = new Map<string, { readonly key: string; readonly version: string; readonly blocks: Map<string, Buffer>; archive: Buffer }>();
  let url = '';
  const twirp = (method: string, body: Record<string, unknown>): Record<string, unknown> => {
    const key = String(body['key']);
    const version = String(body['version']);
    switch (method) {
      case 'CreateCacheEntry': {
        if (server.refuseWrites !== null) return { ok: false, message: server.refuseWrites };
        if (entries.some((entry) => entry.key === key && entry.version === version)) return { ok: false };
        const id = String(uploads.size + 1);
        uploads.set(id, { key, version, blocks: new Map(), archive: Buffer.alloc(0) });
        return { ok: true, signedUploadUrl: `${url}/upload/${id}?sig=secret-signature` };
      }
      case 'FinalizeCacheEntryUpload': {
        const upload = [...uploads.values()].find((candidate) => candidate.key === key && candidate.version === version);
        if (upload === undefined) return { ok: false };
        entries.push({ key, version, archive: upload.archive });
        return { ok: true, entryId: String(entries.length) };
      }
      case 'GetCacheEntryDownloadURL': {
        const wanted = [key, ...((body['restore_keys'] ?? body['restoreKeys'] ?? []) as readonly string[])];
        const index = find(entries, wanted, version);
        return index === -1 ? { ok: false } : { ok: true, signedDownloadUrl: `${url}/download/${index}?sig=secret-signature`, matchedKey: entries[index]!.key };
      }
      default:
        throw new Error(`unknown method ${method}`);
    }
  };
  const http = createServer((request, response) => {
    void (async () => {
      const target = new URL(request.url!, 'http://127.0.0.1');
      const [, kind, id] = target.pathname.split('/');
      const body = await readBody(request);
      if (kind === 'twirp') {
        const answer = twirp(target.pathname.split('/').at(-1)!, JSON.parse(body.toString('utf8')) as Record<string, unknown>);
        response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
      } else if (kind === 'upload') {
        store(uploads.get(id!)!, target.searchParams, body);
        response.writeHead(201, { 'x-ms-request-id': '1', etag: '"1"', 'last-modified': new Date(0).toUTCString() }).end();
      } else {
        const { archive } = entries[Number(id)]!;
        const [from, to] = /bytes=(\d+)-(\d+)/.exec(request.headers['x-ms-range']?.toString() ?? request.headers.range ?? '')?.slice(1).map(Number) ?? [0, archive.length - 1];
        const part = archive.subarray(from, to! + 1);
        response.writeHead(request.method === 'HEAD' ? 200 : 206, {
          'content-length': request.method === 'HEAD' ? archive.length : part.length, 'content-range': `bytes ${from}-${to}/${archive.length}`,
          'x-ms-blob-type': 'BlockBlob', etag: '"1"', 'last-modified': new Date(0).toUTCString(), 'accept-ranges': 'bytes',
        });
        response.end(request.method === 'HEAD' ? undefined : part);
      }
    })();
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const server: CacheServer = {
    url, entries, refuseWrites: null,
    environment: (workspace, temporary) => ({
      ACTIONS_RESULTS_URL: `${url}/`, ACTIONS_CACHE_SERVICE_V2: '1', ACTIONS_RUNTIME_TOKEN: 'loopback-token', GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_WORKSPACE: workspace, RUNNER_TEMP: temporary,
    }),
    close: async () => {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  return server;
}

/** The service's rule: each key in turn, exact before prefix, the newest. */
function find(entries: readonly CacheEntry[], keys: readonly string[], version: string): number {
  for (const key of keys) {
    const exact = entries.findLastIndex((entry) => entry.version === version && entry.key === key);
    const prefix = entries.findLastIndex((entry) => entry.version === version && entry.key.startsWith(key));
    if (exact !== -1 || prefix !== -1) return exact === -1 ? prefix : exact;
  }
  return -1;
}

function store(upload: { readonly blocks: Map<string, Buffer>; archive: Buffer }, query: URLSearchParams, body: Buffer): void {
  if (query.get('comp') === 'block') upload.blocks.set(query.get('blockid')!, body);
  else if (query.get('comp') === 'blocklist') upload.archive = Buffer.concat([...body.toString('utf8').matchAll(/<(?:Latest|Uncommitted|Committed)>([^<]+)</g)].map(([, id]) => upload.blocks.get(id!)!));
  else upload.archive = body;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
