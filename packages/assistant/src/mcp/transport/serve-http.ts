import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { type AssistantRecognizer, httpSettings, type McpHttpOptions } from '../contract.js';
import { createServer, messageBytes, openShared } from '../create-server.js';

const HOST = '127.0.0.1';

/** Names of this machine that a client may use. */
const NAMES: readonly string[] = [HOST, 'localhost', '[::1]'];

/** Most requests at a time. */
const MOST_OPEN = 8;

/** A server that is listening. */
export interface RunningMcpServer {
  /** Where clients connect, e.g. `http://127.0.0.1:8081/mcp`. */
  readonly url: string;
  /** Takes no more requests, answers those that were taken, and frees the port. */
  close(): Promise<void>;
}

/** A request that is refused. */
interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Returns true for `http://` addresses of this machine at `port`. */
function isLocal(address: string, port: number): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return url.protocol === 'http:' && NAMES.includes(url.hostname) && (url.port || '80') === String(port);
}

/**
 * Returns why a request is refused. A web page reaches servers on this machine, by another name of it (DNS rebinding) or
 * from its own origin: both show in the headers.
 */
function refusalOf({ headers, method, url = '' }: IncomingMessage, port: number, open: number): Refusal | undefined {
  const { host = '', origin } = headers;
  if (!isLocal(`http://${host}`, port))
    return { status: 403, message: `the host ${host.slice(0, 100)} is not allowed` };
  if (origin !== undefined && !isLocal(origin, port))
    return { status: 403, message: `pages of ${origin.slice(0, 100)} may not use this server` };
  if (url.split('?')[0] !== '/mcp') return { status: 404, message: 'the server is at /mcp' };
  if (method !== 'POST')
    return { status: 405, message: 'the server has no sessions: send POST', headers: { allow: 'POST' } };
  if (open >= MOST_OPEN) return { status: 429, message: 'the server is busy', headers: { 'retry-after': '1' } };
  return undefined;
}

function refuse(response: ServerResponse, { status, message, headers }: Refusal): void {
  response.writeHead(status, { ...headers, 'content-type': 'application/json', connection: 'close' });
  response.end(JSON.stringify({ jsonrpc: '2.0', error: { code: -32_000, message }, id: null }));
}

/**
 * Serves the tools of an MCP server over streamable HTTP on this machine, at `http://127.0.0.1:<port>/mcp`. It has no
 * sessions: enrolled speakers are shared by all clients and kept until it stops.
 *
 * Requests with a host other than this machine, or from web pages of other origins, are refused by 403, those past 8 at a
 * time by 429, and bodies larger than a recording of `maxBytes` by 413.
 *
 * @param recognizer what answers: a recognizer of `loadRecognizer`, best one in a worker.
 * @param options see {@link McpHttpOptions}.
 * @throws SerError `INVALID_ARGUMENT` for an option out of range, `NOT_FOUND` or `FILE_ACCESS` for a root that is no
 *   folder; an error of the system if the port is taken.
 * @example
 * const server = await serveHttp(await loadRecognizer(undefined, { worker: true }), { port: 8081 });
 * server.url; // 'http://127.0.0.1:8081/mcp'
 * await server.close();
 */
export async function serveHttp<Speaker>(
  recognizer: AssistantRecognizer<Speaker>,
  options: McpHttpOptions = {},
): Promise<RunningMcpServer> {
  const { port: wanted, ...settings } = httpSettings(options);
  const shared = await openShared(recognizer, settings);
  let port = wanted;
  let open = 0;

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const refusal = refusalOf(request, port, open);
    if (refusal) return refuse(response, refusal);
    open++;
    const { server } = createServer(shared);
    response.once('close', () => {
      open--;
      // A call whose client is gone is stopped.
      void server.close();
    });
    const transport = new StreamableHTTPServerTransport({ maxRequestBodySize: messageBytes(settings) });
    await server.connect(transport as Transport);
    await transport.handleRequest(request, response);
  };
  const http = createHttpServer((request, response) => {
    handle(request, response).catch((error: Error) => {
      settings.log?.write(`${error.stack}\n`);
      if (!response.headersSent) refuse(response, { status: 500, message: 'the server failed; its log says why' });
    });
  });
  http.requestTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(wanted, HOST, resolve);
  });
  port = (http.address() as AddressInfo).port;
  return {
    url: `http://${HOST}:${port}/mcp`,
    close: () => new Promise((resolve, reject) => http.close((error) => (error ? reject(error) : resolve()))),
  };
}
