import { setTimeout } from 'node:timers/promises';
import cors from '@fastify/cors';
import multipart from '@fastify/multipart';
import websocket from '@fastify/websocket';
import Fastify, { type FastifyInstance } from 'fastify';
import {
  type RunningServer,
  type ServedRecognizer,
  type ServerOptions,
  type ServerSettings,
  serverSettings,
} from '../contract.js';
import { openApi } from '../schema/open-api.js';
import { keyCheck, originCheck } from './access.js';
import { Admission } from './admission.js';
import { failureOf, Refusal } from './failures.js';
import { createMetrics, type Metrics } from './metrics.js';
import { addPredictRoute } from './predict-route.js';
import { addStreamRoute } from './stream-route.js';

/** When the service is stopped, it still takes requests until none has begun for so long, but not longer than that. */
const QUIET_MS = 250;
const MOST_QUIET_MS = 3000;

/** Answers errors, and counts all answers. */
function addErrors(app: FastifyInstance, metrics: Metrics): void {
  app.setErrorHandler((thrown, request, reply) => {
    const { status, error, retryAfter } = failureOf(thrown);
    if (status >= 500) request.log.error(thrown);
    if (retryAfter !== undefined) reply.header('retry-after', retryAfter);
    if (status === 401) reply.header('www-authenticate', 'Bearer');
    // What is left of a body that was refused is not read.
    if (status === 413 || status === 429) reply.header('connection', 'close');
    return reply.status(status).send({ error });
  });
  app.setNotFoundHandler((request) => {
    throw new Refusal(404, 'NOT_FOUND', `there is no ${request.method} ${request.url.slice(0, 200)}`);
  });
  app.addHook('onResponse', async (request, reply) => {
    metrics.answered(request.routeOptions.url ?? 'none', reply.statusCode, reply.elapsedTime / 1000);
    // Nobody else closes the connection of a WebSocket that was refused.
    if (request.headers.upgrade !== undefined && reply.statusCode >= 400) request.raw.socket.end();
  });
}

/** Refuses requests without the key, or from pages of other hosts. */
function addAccess(app: FastifyInstance, { apiKey, origins }: ServerSettings): void {
  const checkKey = apiKey === undefined ? undefined : keyCheck(apiKey);
  const checkOrigin = originCheck(origins);
  app.addHook('onRequest', async ({ headers, routeOptions, method }) => {
    checkOrigin(headers);
    if (routeOptions.url !== '/healthz' && method !== 'OPTIONS') checkKey?.(headers);
  });
}

/**
 * Waits until no request has begun for a while: those that were on their way when the service was stopped are taken
 * too, since closing a connection would lose what it has not been read from.
 */
async function untilQuiet(lastRequest: () => number): Promise<void> {
  const start = performance.now();
  const isQuiet = (): boolean => performance.now() - Math.max(start, lastRequest()) > QUIET_MS;
  while (!isQuiet() && performance.now() - start < MOST_QUIET_MS) await setTimeout(QUIET_MS / 5);
}

/**
 * Starts the service and returns when it listens.
 *
 * `POST /v1/predict`, `GET /v1/stream` (WebSocket), `GET /v1/models`, `/healthz`, `/metrics` and `/openapi.json`; see the
 * README.
 *
 * @param recognizer what answers.
 * @param options see {@link ServerOptions}.
 * @throws SerError `INVALID_ARGUMENT` for an option out of range; an error of the system if the port is taken.
 * @example
 * const server = await startServer(recognizer, { port: 8080 });
 * server.url; // 'http://127.0.0.1:8080'
 * await server.close();
 */
export async function startServer(recognizer: ServedRecognizer, options: ServerOptions = {}): Promise<RunningServer> {
  const settings = serverSettings(options);
  const { maxBytes, maxSeconds, timeoutSeconds, origins } = settings;
  const app = Fastify({
    logger: settings.log ? { level: 'info', stream: settings.log } : false,
    bodyLimit: maxBytes,
    requestTimeout: 1000 * timeoutSeconds,
    connectionTimeout: 0,
    keepAliveTimeout: 5000,
    http: { connectionsCheckingInterval: 1000, headersTimeout: 1000 * Math.min(timeoutSeconds, 20) },
    routerOptions: { maxParamLength: 100 },
    return503OnClosing: true,
  });
  app.server.maxConnections = settings.maxConnections;
  const admission = new Admission(settings);
  const metrics = createMetrics(admission);
  // Bodies are recordings; what looks like JSON or text is refused by its type.
  app.removeAllContentTypeParsers();
  addErrors(app, metrics);
  addAccess(app, settings);
  if (origins.length > 0) await app.register(cors, { origin: [...origins], methods: ['GET', 'POST'] });
  await app.register(multipart, { limits: { fileSize: maxBytes, files: 1, fields: 8, fieldSize: 1000, parts: 9 } });
  await app.register(websocket, { options: { maxPayload: 2 ** 20 } });
  let isStopping = false;
  let lastRequest = 0;
  app.addHook('onRequest', async () => {
    lastRequest = performance.now();
  });
  // A connection that is kept after its answer would keep a service that is stopping from its end.
  app.addHook('onSend', async (_, reply) => {
    if (isStopping) reply.header('connection', 'close');
  });
  app.get('/healthz', async (_, reply) => {
    if (isStopping) reply.status(503);
    return { status: isStopping ? 'stopping' : 'ok' };
  });
  app.get('/metrics', async (_, reply) => reply.type(metrics.contentType).send(await metrics.text()));
  app.get('/openapi.json', async () => openApi());
  app.get('/v1/models', async () => ({ models: recognizer.models }));
  addPredictRoute(app, { recognizer, admission, maxSeconds, timeoutSeconds });
  let streams: { finish(): Promise<void> } | undefined;
  await app.register(async (scope) => {
    streams = addStreamRoute(scope, { recognizer, admission, metrics, maxSeconds, timeoutSeconds });
  });
  const url = await app.listen({ host: settings.host, port: settings.port });
  let closed: Promise<void> | undefined;
  return {
    url,
    close() {
      isStopping = true;
      closed ??= (async () => {
        await streams?.finish();
        await untilQuiet(() => lastRequest);
        await app.close();
      })();
      return closed;
    },
  };
}
