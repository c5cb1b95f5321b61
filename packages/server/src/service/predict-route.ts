import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ServedRecognizer } from '../contract.js';
import type { ServedPrediction, ServedSegment } from '../schema/answers.js';
import { predictQuerySchema } from '../schema/requests.js';
import type { Admission } from './admission.js';
import { Refusal } from './failures.js';
import { parseQuery } from './parse-query.js';

/** What the routes need. */
export interface PredictParts {
  readonly recognizer: ServedRecognizer;
  readonly admission: Admission;
  readonly maxSeconds: number;
  readonly timeoutSeconds: number;
}

/** Types of a body that is the recording itself. The format is recognized by its bytes. */
const RAW = /^(audio\/|video\/(webm|mp4|ogg)|application\/(octet-stream|ogg)(;|$))/;

/** The recording of a request: the body, or the part of a form that is called `file`. */
async function recordingOf(request: FastifyRequest): Promise<Uint8Array> {
  if (!request.isMultipart()) {
    if (!Buffer.isBuffer(request.body) || request.body.length === 0)
      throw new Refusal(400, 'INVALID_ARGUMENT', 'the body is empty: send the bytes of a recording');
    return request.body;
  }
  try {
    return await fileOf(request);
  } catch (error) {
    if (error instanceof Error && 'statusCode' in error) throw error;
    if (error instanceof Refusal) throw error;
    throw new Refusal(400, 'INVALID_ARGUMENT', 'the form is damaged');
  }
}

async function fileOf(request: FastifyRequest): Promise<Uint8Array> {
  const part = await request.file();
  if (part?.fieldname !== 'file')
    throw new Refusal(400, 'INVALID_ARGUMENT', 'the form has no file: send the recording as the part "file"');
  return part.toBuffer();
}

/** Adds `POST /v1/predict`. */
export function addPredictRoute(
  app: FastifyInstance,
  { recognizer, admission, maxSeconds, timeoutSeconds }: PredictParts,
): void {
  app.addContentTypeParser(RAW, { parseAs: 'buffer' }, (_, body, done) => done(null, body));
  app.post('/v1/predict', {
    onRequest: async (request, reply) => {
      const length = request.headers['content-length'];
      const free = admission.body(length === undefined ? undefined : Number(length));
      reply.raw.once('close', free);
    },
    handler: async (request): Promise<ServedPrediction | { readonly segments: readonly ServedSegment[] }> => {
      const { segments } = parseQuery(predictQuerySchema, request.query);
      const bytes = await recordingOf(request);
      return admission.prediction(async () => {
        const options = { maxSeconds, signal: AbortSignal.timeout(1000 * timeoutSeconds) };
        if (segments === 'true') return { segments: await recognizer.predictSegments(bytes, options) };
        return recognizer.predict(bytes, options);
      });
    },
  });
}
