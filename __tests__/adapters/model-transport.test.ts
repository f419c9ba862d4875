import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTransport } from '../../src/adapters/model-transport.ts';

test('a proxy that the environment names is asked, and left out where it says so', async () => {
  const asked: string[] = [];
  const proxy = createServer((request, response) => { asked.push(request.url!); response.end('through'); });
  await new Promise<void>((resolve) => { proxy.listen(0, '127.0.0.1', resolve); });
  const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const sent = { method: 'GET', headers: {}, body: null, signal: new AbortController().signal };
  try {
    expect(await createTransport({ HTTP_PROXY: address, SECRET: 'x' })({ ...sent, url: 'http://model.invalid/v1/models' })).toMatchObject({ status: 200, text: 'through' });
    expect(asked).toEqual(['http://model.invalid/v1/models']);
    await expect(createTransport({ http_proxy: address, no_proxy: 'model.invalid' })({ ...sent, url: 'http://model.invalid/v1/models' })).rejects.toMatchObject({ code: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/) as string });
  } finally {
    proxy.closeAllConnections();
    proxy.close();
  }
});

test('a signal ends the exchange and closes the connection', async () => {
  const closed: Promise<void>[] = [];
  const server = createServer((request) => { closed.push(new Promise((resolve) => { request.socket.on('close', () => { resolve(); }); })); controller.abort(); });
  const controller = new AbortController();
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  await expect(createTransport()({ url, method: 'GET', headers: {}, body: null, signal: controller.signal })).rejects.toMatchObject({ name: 'AbortError' });
  await Promise.all(closed);
  expect(closed).toHaveLength(1);
  server.close();
});
