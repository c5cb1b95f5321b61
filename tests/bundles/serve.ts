import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, dirname, join } from 'node:path';

const PAGE =
  '<!doctype html><title>app</title><link rel="icon" href="data:," /><script type="module" src="app.js"></script>';

/** A server of bundled apps. */
export interface AppServer {
  readonly origin: string;
  /** Paths that were asked for and are no file of an app: they were answered with the page. */
  readonly missing: string[];
  close(): void;
}

/**
 * Serves the apps in `folder` as servers of single-page apps do: what does not exist is answered with the page and status
 * 200. The path `/<policy>/<app>/` serves an app under a content security policy.
 */
export async function serveApps(folder: string, policies: Readonly<Record<string, string>>): Promise<AppServer> {
  const missing: string[] = [];
  const server: Server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const [, policy = '', app = ''] = pathname.split('/');
    const directives = policies[policy];
    if (directives) response.setHeader('content-security-policy', directives);
    const file = basename(pathname);
    const bytes = await readFile(join(folder, app, file)).catch(() => undefined);
    if (bytes && dirname(pathname) === `/${policy}/${app}`)
      response.setHeader('content-type', 'text/javascript').end(bytes);
    else {
      if (!pathname.endsWith('/')) missing.push(pathname);
      response.setHeader('content-type', 'text/html').end(PAGE);
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, missing, close: () => server.close() };
}
