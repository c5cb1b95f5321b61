import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LiveServer, pageFolder, startLive } from './start-live.js';

let server: LiveServer;

beforeAll(async () => {
  server = await startLive();
});

afterAll(() => server?.close());

/** Sends a request as it is: `fetch` would normalize the path and refuse the header `host`. */
function send(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<number> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(server.url);
    const sent = request({ host: '127.0.0.1', port, path, headers, method }, (response) => {
      response.resume();
      resolve(response.statusCode!);
    });
    sent.on('error', reject).end();
  });
}

describe('startLive', () => {
  it('serves the page with its policy, which the page also carries itself', async () => {
    const response = await fetch(server.url);
    expect(response.status).toBe(200);
    const html = await response.text();
    expect(html).toBe(readFileSync(join(pageFolder(), 'index.html'), 'utf8'));
    const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(html)![1]!;
    expect(response.headers.get('content-security-policy')).toBe(`${policy}; frame-ancestors 'none'`);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('permissions-policy')).toContain('microphone=(self)');
  });

  it('has only relative addresses in the page, so that any folder of a server can hold it', () => {
    const html = readFileSync(join(pageFolder(), 'index.html'), 'utf8');
    const addresses = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]!);
    expect(addresses.length).toBeGreaterThan(3);
    for (const address of addresses) expect(address).toMatch(/^\.\//);
  });

  it('refuses other names, methods and paths', async () => {
    expect(await send('/', { host: 'evil.example' })).toBe(421);
    expect(await send('/', {}, 'POST')).toBe(405);
    expect(await send('/none')).toBe(404);
    expect(await send('/../../package.json')).toBe(404);
    expect(await send('/%2e%2e/%2e%2e/package.json')).toBe(404);
    expect(await send('/')).toBe(200);
  });

  it('names a port that is in use, and refuses one that is none', async () => {
    const port = Number(new URL(server.url).port);
    await expect(startLive({ port })).rejects.toMatchObject({
      code: 'UNSUPPORTED_PLATFORM',
      message: `port ${port} is in use`,
    });
    await expect(startLive({ port: 70_000 })).rejects.toThrow('port must be a whole number from 0 to 65535');
  });
});
