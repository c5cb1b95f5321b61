// Answers uploaded recordings in a route of your own service. (A finished service, with limits, queue and metrics: `ser serve`.)
//   npx tsx fastify-route.ts [port]
//   curl --data-binary @clip.wav -H 'content-type: audio/wav' http://127.0.0.1:3000/emotion

import { SerError } from '@ser/core';
import fastify from 'fastify';
import { loadRecognizer } from 'ser';

// One recognizer for all requests, in a worker, so that the event loop stays free.
const recognizer = await loadRecognizer(undefined, { worker: true });

export const app = fastify({ bodyLimit: 16 * 2 ** 20 });

// The body is the recording itself. In Express: app.use(express.raw({ type: 'audio/*', limit: '16mb' })).
app.addContentTypeParser(/^audio\//, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

app.post<{ Body: Buffer }>('/emotion', async ({ body }) => {
  const { label, confidence, uncertain, warnings } = await recognizer.predict(body, {
    signal: AbortSignal.timeout(10_000),
  });
  return { label, confidence, uncertain: uncertain?.message, warnings };
});

// What is wrong with a recording is the sender's to know; other errors stay here.
app.setErrorHandler((error: Error, _request, reply) => {
  if (error instanceof SerError) return reply.code(422).send({ code: error.code, message: error.message });
  return reply.send(error);
});
app.addHook('onClose', () => recognizer.dispose());

export const address = await app.listen({ port: Number(process.argv[2] ?? 3000), host: '127.0.0.1' });
console.log(`POST a recording to ${address}/emotion`);
