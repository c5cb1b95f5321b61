import { type Emotion, isEmotion, SerError } from '@ser/core';
import type { FrontEndConfig } from '@ser/dsp';
import * as v from 'valibot';
import type { WindowSpec } from '../predict/windows.js';
import { integerFrom, parseFile, positive } from '../schema/parse.js';
import type { CoefficientStatistics } from '../speakers/fit-normalization.js';
import { type ModelEnrollment, modelEnrollmentSchema, statisticsSchema } from '../speakers/model-enrollment.js';
import { type ModelCard, modelCardSchema } from './model-card.js';

/** Version of the metadata's form; a reader refuses newer ones. */
export const MODEL_FORMAT = 1;

/** What a model file holds beside the network, under `userDefinedMetadata.ser` of its `model.json`. */
export interface ModelMetadata {
  readonly format: typeof MODEL_FORMAT;
  readonly labels: readonly Emotion[];
  readonly frontEnd: FrontEndConfig;
  readonly window: WindowSpec;
  readonly temperature: number;
  /** How speakers were known in training; strangers if absent. */
  readonly enrollment?: ModelEnrollment;
  /** Statistics of the neutral clips of strangers that the model was trained with. */
  readonly neutral?: CoefficientStatistics;
  readonly card: ModelCard;
  /** Versions of the packages that wrote it, for the record. */
  readonly versions: Readonly<Record<string, string>>;
}

/** Frames that a window of a model file may have, hours of them: short clips are padded to it. */
const MAX_FRAMES = 2 ** 20;

const schema = v.object({
  format: v.literal(MODEL_FORMAT),
  labels: v.pipe(
    v.array(v.custom<Emotion>(isEmotion, 'the name of an emotion')),
    v.check((labels) => labels.length >= 2 && new Set(labels).size === labels.length, 'at least two different labels'),
  ),
  // The front end checks its own config when it is made.
  frontEnd: v.looseObject({ sampleRate: v.number(), features: v.array(v.looseObject({ kind: v.string() })) }),
  window: v.strictObject({
    frames: v.pipe(integerFrom(1), v.maxValue(MAX_FRAMES, `an integer from 1 to ${MAX_FRAMES}`)),
    hopFrames: integerFrom(1),
    padding: v.picklist(['wrap', 'zero']),
  }),
  temperature: positive,
  // Whether it fits the front end is checked when the model is made.
  enrollment: v.exactOptional(modelEnrollmentSchema),
  neutral: v.exactOptional(statisticsSchema),
  card: modelCardSchema,
  versions: v.record(v.string(), v.string()),
});

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
  const parsed = parseFile<v.InferOutput<typeof schema>>(file, schema, ser, 'INVALID_MODEL');
  return { ...parsed, frontEnd: parsed.frontEnd as unknown as FrontEndConfig };
}
