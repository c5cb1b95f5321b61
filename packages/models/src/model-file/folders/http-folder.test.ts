import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { httpFolder } from './http-folder.js';
import { openModelFolder } from './open-folder-node.js';

let server: Server;
let origin: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/models/a/model.json') response.end('{}');
    else if (request.url === '/models/a/long.bin') {
      // Chunked: no length is announced.
      response.write(Buffer.alloc(600));
      response.end(Buffer.alloc(600));
    } else response.writeHead(request.url === '/models/a/secret.bin' ? 403 : 404).end('no');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
});

const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

it.each(['/models/a', '/models/a/', '/models/a/model.json'])('reads files beside model.json: %s', async (path) => {
  expect(text(await httpFolder(origin + path).read('model.json', 100))).toBe('{}');
});

it('is what Node opens for an http URL', async () => {
  expect(text(await openModelFolder(`${origin}/models/a`).read('model.json', 100))).toBe('{}');
});

it('tells a missing file from one that cannot be had', async () => {
  const folder = httpFolder(`${origin}/models/a`);
  expect(await folder.read('weights.bin', 100)).toBeUndefined();
  await expect(folder.read('secret.bin', 100)).rejects.toThrow('secret.bin cannot be fetched: HTTP status 403');
  await expect(httpFolder('http://127.0.0.1:1/a').read('model.json', 100)).rejects.toMatchObject({
    code: 'FILE_ACCESS',
  });
});

it('stops reading what is too large, also where no length is announced', async () => {
  const folder = httpFolder(`${origin}/models/a`);
  expect((await folder.read('long.bin', 1200))?.length).toBe(1200);
  await expect(folder.read('long.bin', 1000)).rejects.toThrow('long.bin is too large');
});

it('refuses what is no URL', async () => {
  await expect(httpFolder('models/a').read('model.json', 100)).rejects.toThrow(
    'model location must be a URL, got "models/a"',
  );
});
