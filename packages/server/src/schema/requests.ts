import * as v from '@ser/core/valibot';

/** The query of `POST /v1/predict`. */
export const predictQuerySchema = v.strictObject({
  segments: v.optional(
    v.pipe(
      v.picklist(['true', 'false'], 'true or false'),
      v.description('true divides the recording into spoken segments and answers for each'),
    ),
  ),
});

/** How the samples of a stream are encoded, little-endian. */
export const ENCODINGS = ['pcm_s16le', 'pcm_f32le'] as const;

const RATES = 'an integer from 1000 to 192000';

/** The query of `GET /v1/stream`. */
export const streamQuerySchema = v.strictObject({
  sampleRate: v.pipe(
    v.string(RATES),
    v.regex(/^[1-9]\d{3,5}$/, RATES),
    v.check((text) => Number(text) >= 1000 && Number(text) <= 192_000, RATES),
    v.description('Samples per second, in Hz'),
  ),
  encoding: v.optional(
    v.pipe(
      v.picklist(ENCODINGS, ENCODINGS.join(' or ')),
      v.description('pcm_s16le (default) or pcm_f32le: one channel, little-endian'),
    ),
  ),
});

/** A text frame that a client may send: it ends the sound, and the answers for what was sent follow. */
export const endSchema = v.strictObject({ kind: v.literal('end') });
