import { type Emotion, isEmotion, isRecord, printable, SerError } from '@ser/core';
import { finite, positive } from '@ser/core/schema';
import * as v from '@ser/core/valibot';
import type { FrontEndConfig } from '@ser/dsp';
import { rejectionSchema } from '../predict/rejection.js';
import { windowSchema } from '../predict/windows.js';
import { parseFile } from '../schema/parse-file.js';
import { modelEnrollmentSchema, statisticsSchema } from '../speakers/model-enrollment.js';
import { modelCardSchema } from './model-card.js';
import { objectsIn } from './model-json.js';

/** Version of the metadata's form; a reader refuses newer ones. */
export const MODEL_FORMAT = 1;

const schema = v.object({
  format: v.literal(MODEL_FORMAT),
  /** The emotion of each output of the network. */
  labels: v.pipe(
    v.array(v.custom<Emotion>(isEmotion, 'the name of an emotion')),
    v.check((labels) => labels.length >= 2 && new Set(labels).size === labels.length, 'at least two different labels'),
  ),
  /** The front end checks its config when it is made. */
  frontEnd: v.looseObject({ sampleRate: v.number(), features: v.array(v.looseObject({ kind: v.string() })) }),
  window: windowSchema,
  temperature: positive,
  /** How training speakers were enrolled. Whether it fits the front end is checked when the model is made. */
  enrollment: v.optional(modelEnrollmentSchema),
  /** Statistics of the training speakers' neutral clips, if these speakers were not enrolled. */
  neutral: v.optional(statisticsSchema),
  /** Mean log-probabilities of neutral clips of speakers that trained nothing, for front ends that subtract clip means. */
  neutralScores: v.optional(v.pipe(v.array(finite), v.readonly())),
  /** When the model declines to answer. Whether it fits the network is checked when the model is made. */
  rejection: v.optional(rejectionSchema),
  card: modelCardSchema,
  /** SHA-256 of the weights in their file; models of earlier versions have none. */
  weightsSha256: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits'))),
  /** Versions of the packages that wrote the file, for the record. */
  versions: v.record(v.string(), v.string()),
});

type Parsed = v.InferOutput<typeof schema>;

/** The part of a model file that is not the network, under `userDefinedMetadata.ser` of its `model.json`. */
export type ModelMetadata = Readonly<Omit<Parsed, 'frontEnd' | 'labels'>> & {
  readonly labels: readonly Emotion[];
  readonly frontEnd: FrontEndConfig;
};

/** The largest counts of a front end, such as `nMels`, and its longest Fourier transform. */
const MAX_COUNT = 1024;
const MAX_FFT = 2 ** 16;

/** Refuses front ends whose tables would fill the memory when they are made. */
function checkSizes(file: string, frontEnd: unknown): void {
  for (const part of objectsIn(frontEnd))
    for (const [name, value] of Object.entries(part)) {
      const most = name === 'nFft' ? MAX_FFT : MAX_COUNT;
      if (/^n[A-Z]/.test(name) && typeof value === 'number' && value > most)
        throw new SerError(
          'INVALID_MODEL',
          `${file}: ${printable(name)} of the front end must be at most ${most}, got ${value}`,
        );
    }
}

/** Returns metadata as versions before the American spelling wrote it, in today's names. */
function inAmericanSpelling(ser: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const renamed = (part: unknown, from: string, to: string): unknown => {
    if (!isRecord(part) || !Object.hasOwn(part, from) || Object.hasOwn(part, to)) return part;
    const { [from]: value, ...rest } = part;
    return { ...rest, [to]: value };
  };
  return {
    ...ser,
    card: renamed(ser.card, 'licence', 'license'),
    frontEnd: renamed(ser.frontEnd, 'normalisation', 'normalization'),
  };
}

/**
 * Checks `userDefinedMetadata` of a model file.
 *
 * @param file the file's name for messages.
 * @throws SerError `INVALID_MODEL` that names the file and the field.
 */
export function parseModelMetadata(file: string, userDefined: unknown): ModelMetadata {
  const envelope = v.safeParse(v.looseObject({ ser: v.looseObject({ format: v.unknown() }) }), userDefined);
  if (!envelope.success)
    throw new SerError('INVALID_MODEL', `${file} is a TensorFlow.js model but not one of ours: it names no front end`, {
      hint: 'Models are saved with SerModel.save or `ser train`.',
    });
  const { ser } = envelope.output;
  if (typeof ser.format === 'number' && ser.format > MODEL_FORMAT)
    throw new SerError('INVALID_MODEL', `${file} has format ${ser.format}, newer than ${MODEL_FORMAT}`, {
      hint: 'Update @ser/models to read it.',
    });
  checkSizes(file, ser.frontEnd);
  const parsed = parseFile<Parsed>(file, schema, inAmericanSpelling(ser), 'INVALID_MODEL');
  return { ...parsed, frontEnd: parsed.frontEnd as unknown as FrontEndConfig };
}
