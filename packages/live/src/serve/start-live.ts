import { existsSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { invalidArgument, SerError } from '@ser/core';
import sirv from 'sirv';

/** Options of {@link startLive}. */
export interface StartLiveOptions {
  /** Port on the loopback interface, 0 to 65535; 0 takes a free one. Default 0. */
  readonly port?: number | undefined;
  /** True opens the page in the browser of the user. Default false. */
  readonly open?: boolean | undefined;
}

/** A server of the page. */
export interface LiveServer {
  /** The address of the page. */
  readonly url: string;
  /** Stops the server; pages that are open keep working. */
  close(): Promise<void>;
}

/** What the browser may do with the page: nothing that is not of this server, and the microphone. */
const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'permissions-policy': 'microphone=(self), display-capture=(self), camera=(), geolocation=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** Names by which a browser on this machine reaches the server; others are of pages that rebind their name to it. */
const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

/**
 * Returns the folder of the page: static files with relative addresses, which any web server can serve. Microphones need
 * https or localhost.
 *
 * @throws SerError `NOT_FOUND` if the package was not built.
 * @example
 * await cp(pageFolder(), 'public/live', { recursive: true });
 */
export function pageFolder(): string {
  const folders = ['page/', '../../dist/page/'].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  const folder = folders.find((path) => existsSync(join(path, 'index.html')));
  if (folder === undefined)
    throw new SerError('NOT_FOUND', 'the page of @ser/live is not built', { hint: 'Run npm run build.' });
  return folder;
}

/** Returns a handler of the files of the page. */
function handler(folder: string): Parameters<typeof createServer>[1] {
  const files = sirv(folder, { etag: true, setHeaders: (response) => setHeaders(response) });
  return (request, response) => {
    setHeaders(response);
    if (!LOOPBACK.test(request.headers.host ?? ''))
      return void response.writeHead(421).end('Not a name of this server.\n');
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return void response.writeHead(405, { allow: 'GET, HEAD' }).end();
    files(request, response, () => void response.writeHead(404).end('Not found.\n'));
  };
}

function setHeaders(response: ServerResponse): void {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  response.setHeader('cache-control', 'no-cache');
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const reason = cause.code === 'EADDRINUSE' ? 'is in use' : `cannot be listened on: ${cause.message}`;
      const hint = 'Choose another port, or 0 for a free one.';
      reject(new SerError('UNSUPPORTED_PLATFORM', `port ${port} ${reason}`, { cause, hint }));
    });
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

/**
 * Serves the page on the loopback interface, which other machines do not reach.
 *
 * @param options see {@link StartLiveOptions}.
 * @throws SerError `INVALID_ARGUMENT` for a port out of range, `UNSUPPORTED_PLATFORM` for one that is in use, `NOT_FOUND`
 *   if the page was not built.
 * @example
 * const { url, close } = await startLive({ port: 8600 });
 * console.log(url); // http://127.0.0.1:8600/
 */
export async function startLive({ port = 0, open = false }: StartLiveOptions = {}): Promise<LiveServer> {
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw invalidArgument('port', port, 'a whole number from 0 to 65535');
  const server = createServer(handler(pageFolder()));
  const url = `http://127.0.0.1:${await listen(server, port)}/`;
  if (open) {
    const { default: openBrowser } = await import('open');
    await openBrowser(url);
  }
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
