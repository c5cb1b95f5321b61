import type { WebSocket } from '@fastify/websocket';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ServedRecognizer } from '../contract.js';
import { streamQuerySchema } from '../schema/requests.js';
import type { Admission } from './admission.js';
import { type Failure, failureOf } from './failures.js';
import type { Metrics } from './metrics.js';
import { parseQuery } from './parse-query.js';
import { SocketSource } from './socket-source.js';

/** What the route needs. */
export interface StreamParts {
  readonly recognizer: ServedRecognizer;
  readonly admission: Admission;
  readonly metrics: Metrics;
  readonly maxSeconds: number;
  /** Seconds without a frame after which a stream is ended. */
  readonly timeoutSeconds: number;
}

/** The sockets that are open. */
export interface Streams {
  /** Ends all streams after the answers for what they have sent. */
  finish(): Promise<void>;
}

/** Bytes of events that may wait for a client that does not read them. */
const MOST_UNREAD = 2 ** 20;

/** Returns the code by which a socket is closed after a failure, see RFC 6455, 7.4. */
const closeCode = ({ status }: Failure): number =>
  status === 413 ? 1009 : status === 429 ? 1013 : status < 500 ? 1008 : 1011;

/** Ends a socket that sends nothing for too long. */
function watchSilence(socket: WebSocket, seconds: number, end: (reason: Error) => void): () => void {
  const stop = (): void => end(new DOMException('no samples came', 'TimeoutError'));
  let timer = setTimeout(stop, 1000 * seconds);
  socket.on('message', () => {
    clearTimeout(timer);
    timer = setTimeout(stop, 1000 * seconds);
  });
  return () => clearTimeout(timer);
}

/** Sends the events of one stream. */
async function serve(
  socket: WebSocket,
  request: FastifyRequest,
  parts: StreamParts,
  isStopping: AbortSignal,
): Promise<void> {
  const { recognizer, metrics, maxSeconds, timeoutSeconds } = parts;
  const { sampleRate, encoding = 'pcm_s16le' } = parseQuery(streamQuerySchema, request.query);
  const source = new SocketSource(socket, { sampleRate: Number(sampleRate), encoding, maxSeconds });
  const gone = new AbortController();
  const finish = (): void => source.end();
  const unwatch = watchSilence(socket, timeoutSeconds, (reason) => gone.abort(reason));
  socket.once('close', () => {
    gone.abort(new Error('the client left'));
    finish();
  });
  isStopping.addEventListener('abort', finish);
  if (isStopping.aborted) finish();
  try {
    for await (const event of recognizer.stream(source, { sampleRate: Number(sampleRate), signal: gone.signal })) {
      metrics.streamed(event.kind);
      // An update that is not read in time is of no use; the others are few.
      if (event.kind === 'update' && socket.bufferedAmount > MOST_UNREAD) continue;
      socket.send(JSON.stringify(event));
    }
    socket.send('{"kind":"end"}');
    socket.close(isStopping.aborted ? 1001 : 1000);
  } finally {
    unwatch();
    isStopping.removeEventListener('abort', finish);
  }
}

/** Adds `GET /v1/stream`, a WebSocket. */
export function addStreamRoute(app: FastifyInstance, parts: StreamParts): Streams {
  const open = new Set<Promise<void>>();
  const stopping = new AbortController();
  app.get('/v1/stream', { websocket: true }, (socket, request) => {
    let leave = (): void => {};
    const run = (async () => {
      try {
        leave = parts.admission.stream();
        await serve(socket, request, parts, stopping.signal);
      } catch (thrown) {
        if (socket.readyState !== socket.OPEN) return;
        const failure = failureOf(thrown);
        if (failure.status >= 500) request.log.error(thrown);
        socket.send(JSON.stringify({ kind: 'error', ...failure.error }));
        socket.close(closeCode(failure));
      } finally {
        leave();
      }
    })();
    open.add(run);
    void run.finally(() => open.delete(run));
    // A client that ends without a farewell is no fault of the service.
    socket.on('error', (error) => request.log.info({ error: error.message }, 'socket'));
  });
  return {
    async finish() {
      stopping.abort();
      await Promise.all(open);
    },
  };
}
