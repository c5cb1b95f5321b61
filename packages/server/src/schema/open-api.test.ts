import { expect, it } from 'vitest';
import { openApi } from './open-api.js';

const api = openApi() as {
  openapi: string;
  paths: Record<string, Record<string, { parameters?: object[]; responses: Record<string, object> }>>;
};

it('describes each route in OpenAPI 3.1', () => {
  expect(api.openapi).toBe('3.1.0');
  expect(Object.keys(api.paths)).toEqual(['/v1/predict', '/v1/stream', '/v1/models', '/healthz']);
  expect(Object.keys(api.paths['/v1/predict']!.post!.responses)).toEqual([
    '200',
    '400',
    '401',
    '403',
    '408',
    '413',
    '415',
    '422',
    '429',
    '500',
    '503',
  ]);
});

it('takes parameters and answers from the schemas that check them', () => {
  expect(api.paths['/v1/stream']!.get!.parameters).toEqual([
    expect.objectContaining({ name: 'sampleRate', in: 'query', required: true }),
    {
      name: 'encoding',
      in: 'query',
      required: false,
      schema: { type: 'string', enum: ['pcm_s16le', 'pcm_f32le'], description: expect.any(String) },
    },
  ]);
  const response = api.paths['/v1/predict']!.post!.responses[200] as { content: Record<string, { schema: unknown }> };
  const { schema } = response.content['application/json']!;
  const [prediction, segments] = (schema as { oneOf: { required: string[]; properties: object }[] }).oneOf;
  expect(prediction!.required).toEqual(['label', 'confidence', 'probabilities', 'notes', 'warnings']);
  expect(segments!.required).toEqual(['segments']);
});
