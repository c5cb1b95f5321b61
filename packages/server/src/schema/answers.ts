import * as v from '@ser/core/valibot';

const label = v.pipe(v.string(), v.description('Name of an emotion, e.g. angry'));
const probability = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const seconds = v.pipe(v.number(), v.minValue(0), v.description('Seconds from the start of the sound'));
const lines = v.array(v.string());

const uncertain = v.pipe(
  v.object({ reason: v.string(), message: v.string() }),
  v.description('Why the answer is not to be relied on; absent if it is'),
);

const coordinate = v.pipe(v.number(), v.minValue(-1), v.maxValue(1));

const affect = v.pipe(
  v.object({ valence: coordinate, arousal: coordinate }),
  v.description('Mean valence and arousal of the emotions; absent if none has coordinates'),
);

const ranked = {
  label,
  confidence: v.pipe(probability, v.description('Probability of the label')),
  probabilities: v.pipe(
    v.array(v.object({ label, probability })),
    v.description('All emotions of the model, the most probable first'),
  ),
  affect: v.optional(affect),
  uncertain: v.optional(uncertain),
};

const prediction = {
  ...ranked,
  notes: v.pipe(lines, v.description('What was repaired or left out in decoding')),
  warnings: v.pipe(lines, v.description('What is wrong with the level or length')),
};

/** The answer for a whole recording. */
export const predictionSchema = v.object(prediction);

/** The answer for a spoken segment of a recording. */
export const segmentSchema = v.object({ ...prediction, start: seconds, end: seconds });

/** The answer with `segments=true`. */
export const segmentsSchema = v.object({ segments: v.array(segmentSchema) });

const segment = v.pipe(v.number(), v.integer(), v.minValue(0), v.description('Number of the segment, from 0'));

/** What a stream sends, as text frames of JSON. */
export const eventSchema = v.variant('kind', [
  v.object({ kind: v.literal('speech'), segment, start: seconds }),
  v.object({
    kind: v.literal('update'),
    segment,
    start: seconds,
    end: seconds,
    answer: predictionSchema,
    smoothed: v.object(ranked),
    skipped: v.pipe(v.number(), v.integer(), v.minValue(0)),
  }),
  v.object({ kind: v.literal('final'), segment, start: seconds, end: seconds, answer: predictionSchema }),
]);

/** What a model is, for `/v1/models`. */
export const modelSchema = v.object({
  name: v.string(),
  description: v.string(),
  labels: v.array(label),
  license: v.string(),
  corpora: v.pipe(lines, v.description('What it was trained on')),
  notes: v.pipe(lines, v.description('What it is not good for')),
});

/** The answer of `/v1/models`. */
export const modelsSchema = v.object({ models: v.array(modelSchema) });

/** The answer of `/healthz`. */
export const healthSchema = v.object({ status: v.picklist(['ok', 'stopping']) });

/** The body of every answer that is an error, and the last text frame of a stream that fails. */
export const errorSchema = v.object({
  error: v.object({
    code: v.pipe(v.string(), v.description('A stable word, e.g. INVALID_AUDIO')),
    message: v.string(),
    hint: v.optional(v.string()),
  }),
});

/** `T` with nothing in it to be changed. */
type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;
type Output<S extends v.GenericSchema> = DeepReadonly<v.InferOutput<S>>;

export type ServedPrediction = Output<typeof predictionSchema>;
export type ServedSegment = Output<typeof segmentSchema>;
export type ServedEvent = Output<typeof eventSchema>;
export type ServedModel = Output<typeof modelSchema>;
export type ServedError = Output<typeof errorSchema>['error'];
