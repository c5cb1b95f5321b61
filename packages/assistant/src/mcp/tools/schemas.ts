import { list } from '@ser/core/schema';
import * as v from '@ser/core/valibot';

/** The longest name of a speaker, in UTF-16 code units. */
const LONGEST_NAME = 64;

/** A name that can be shown on one line. */
export const speakerName = v.pipe(
  v.string('a name'),
  v.minLength(1, 'a name that is not empty'),
  v.maxLength(LONGEST_NAME, `a name of at most ${LONGEST_NAME} characters`),
  v.check((name) => !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(name), 'a name without control characters'),
  v.description('Name of a speaker'),
);

const path = v.pipe(
  v.string('a path'),
  v.minLength(1, 'a path'),
  v.description('Path of an audio file in an allowed folder: WAV, AIFF, FLAC, MP3, Ogg Vorbis, Opus'),
);
const base64 = v.pipe(
  v.string('a text'),
  v.description('The bytes of an audio file in base64, instead of a path; a few seconds suffice'),
);

/** The entries by which a recording is named. */
export const recordingEntries = { path: v.optional(path), base64: v.optional(base64) };

/** A list of 1 to 20 recordings. */
export const clips = v.pipe(
  list(v.strictObject(recordingEntries), 'a list of recordings'),
  v.maxLength(20, 'a list of at most 20 recordings'),
);

export const label = v.pipe(v.string(), v.description('Name of an emotion, e.g. angry'));
const probability = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const seconds = v.pipe(v.number(), v.minValue(0), v.description('Seconds from the start of the recording'));

/** Lines of text with a description. */
export const lines = (description: string) => v.pipe(v.array(v.string()), v.description(description));

/** The answer for a segment. */
export const answerSchema = v.object({
  start: seconds,
  end: seconds,
  label,
  confidence: v.pipe(probability, v.description('Probability of the label')),
  top: v.pipe(v.array(v.object({ label, probability })), v.description('The three most probable emotions')),
  uncertain: v.optional(
    v.pipe(
      v.object({ reason: v.string(), message: v.string() }),
      v.description('Why the answer is not to be relied on; absent if it is'),
    ),
  ),
  warnings: lines('What is wrong with the level or length of the sound'),
});

/** The answer for a segment. */
export type SegmentAnswer = v.InferOutput<typeof answerSchema>;

export const cautions = lines('What to keep in mind about every answer');
