import type * as v from '@ser/core/valibot';
import { toJsonSchema } from '@valibot/to-json-schema';
import { errorSchema, eventSchema, healthSchema, modelsSchema, predictionSchema, segmentsSchema } from './answers.js';
import { predictQuerySchema, streamQuerySchema } from './requests.js';

const json = (schema: v.GenericSchema): object => {
  const { $schema: _, ...rest } = toJsonSchema(schema, { errorMode: 'ignore' }) as Record<string, unknown>;
  return rest;
};

const answer = (description: string, schema: v.GenericSchema): object => ({
  description,
  content: { 'application/json': { schema: json(schema) } },
});

/** The parameters of a query, from its schema. */
function parameters(schema: v.GenericSchema): object[] {
  const { properties = {}, required = [] } = json(schema) as {
    properties?: Record<string, object>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, field]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema: field,
  }));
}

const ERRORS = {
  400: 'A parameter or the body is wrong',
  401: 'The API key is missing or wrong',
  403: 'The page of another host is not allowed',
  408: 'The request did not arrive in time',
  413: 'The recording is too large',
  415: 'The type of the body, or the format of the recording, is not supported',
  422: 'The recording cannot be used: damaged, silent, without speech',
  429: 'The queue is full; Retry-After says when to try again',
  500: 'The service failed',
  503: 'The service is stopping, or the answer took too long',
};

const errors = (...statuses: (keyof typeof ERRORS)[]): object =>
  Object.fromEntries(statuses.map((status) => [status, answer(ERRORS[status], errorSchema)]));

const BINARY = { schema: { type: 'string', contentMediaType: 'application/octet-stream' } };

/** Returns the description of the service in OpenAPI 3.1, made from the schemas that check requests. */
export function openApi(): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Speech emotion recognition',
      version: '1',
      description: 'Recognizes emotions in recordings and streams of speech.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    paths: {
      '/v1/predict': {
        post: {
          operationId: 'predict',
          summary: 'Recognize the emotion of a recording, or of each spoken segment of it',
          parameters: parameters(predictQuerySchema),
          requestBody: {
            required: true,
            content: {
              'application/octet-stream': BINARY,
              'audio/*': BINARY,
              'multipart/form-data': {
                schema: {
                  type: 'object',
                  required: ['file'],
                  properties: { file: { type: 'string', contentMediaType: 'application/octet-stream' } },
                },
              },
            },
          },
          responses: {
            200: {
              description: 'The answer; with segments=true an object with a list of segments',
              content: { 'application/json': { schema: { oneOf: [json(predictionSchema), json(segmentsSchema)] } } },
            },
            ...errors(400, 401, 403, 408, 413, 415, 422, 429, 500, 503),
          },
        },
      },
      '/v1/stream': {
        get: {
          operationId: 'stream',
          summary: 'Recognize emotions while the sound is coming, over a WebSocket',
          description:
            'The client sends binary frames of samples, and the text frame {"kind":"end"} when there are no more. The service sends text frames: events as below, then {"kind":"end"}, or {"kind":"error","code","message"}.',
          parameters: parameters(streamQuerySchema),
          responses: { 101: answer('Events, one a text frame', eventSchema), ...errors(401, 403) },
        },
      },
      '/v1/models': {
        get: {
          operationId: 'models',
          summary: 'Describe the models that answer',
          responses: { 200: answer('The models', modelsSchema), ...errors(401, 403) },
        },
      },
      '/healthz': {
        get: {
          operationId: 'health',
          summary: 'Say whether the service takes requests; needs no key',
          responses: { 200: answer('It does', healthSchema), 503: answer('It is stopping', healthSchema) },
        },
      },
    },
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    security: [{}, { key: [] }],
  };
}
