import { flag, integerFrom, numberAbove0, numberFrom } from '@ser/core/schema';
import * as v from '@ser/core/valibot';

const sha256 = () => v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits in lower case'));

/** A line of text, such as a name. */
const line = (most: number) =>
  v.pipe(v.string(), v.regex(/^[^\p{Cc}]+$/u, 'a line of text'), v.maxLength(most, `at most ${most} characters`));

/** The fields of the feature `encoder`, a speech encoder in an ONNX file. */
export const encoderEntries = () => ({
  /** SHA-256 of the ONNX file, which is checked before anything runs: 64 hexadecimal digits. */
  sha256: sha256(),
  /** Values of each frame of the output, 1 to 16 384, e.g. 768. */
  size: integerFrom(1, 16_384),
  /** Name of the input, float32 [1, samples]. Default `input_values`. */
  input: v.optional(line(200), 'input_values'),
  /** Name of the output, float32 [1, frames, size]; with `layer`, [1, layers, frames, size]. Default `last_hidden_state`. */
  output: v.optional(line(200), 'last_hidden_state'),
  /** Index of the layer in an output that holds all layers, from 0. Absent: the output is of one layer. */
  layer: v.optional(integerFrom(0, 1023)),
  /** Whether the encoder expects each clip with mean 0 and variance 1 (`do_normalize` of Transformers). Default false. */
  normalizeWaveform: v.optional(flag, false),
  /** Longest sound in seconds that it gets at once, which bounds its memory, above 0, up to 600. Default 20. */
  chunkSeconds: v.optional(numberAbove0(600), 20),
  /** Seconds of sound before and after each part of a longer clip that its frames also see, 0 to 60. Default 1. */
  contextSeconds: v.optional(numberFrom(0, 60), 1),
  /** What to fetch, for people; features do not depend on it. */
  file: v.optional(
    v.strictObject({
      /** Name of the file, without a folder. */
      name: v.pipe(line(200), v.regex(/^[^/\\]*[^/\\.][^/\\]*$/, 'the name of a file without a folder')),
      /** Its size. */
      bytes: v.optional(integerFrom(1, 2 ** 40)),
      /** Address to fetch it from. */
      url: v.optional(v.pipe(line(2000), v.regex(/^https?:/, 'an address that begins with https:'))),
      /** License of its weights. */
      license: v.optional(line(200)),
    }),
  ),
});
