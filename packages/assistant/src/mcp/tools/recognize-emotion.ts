import { SerError, unknownName } from '@ser/core';
import * as v from '@ser/core/valibot';
import type { AssistantRecording, AssistantSegment } from '../contract.js';
import { answerSchema, cautions, label, lines, recordingEntries, type SegmentAnswer, speakerName } from './schemas.js';
import { type Call, cautionsOf, percent, type Shared, type Tool } from './tool.js';

/** Segments that an answer lists; those after them are counted. */
const LISTED = 100;

/** Emotions that an answer ranks. */
const RANKED = 3;

const input = v.strictObject({
  ...recordingEntries,
  speaker: v.optional(v.pipe(speakerName, v.description('Name of a speaker that enroll_speaker has enrolled'))),
});

const output = v.object({
  answers: v.pipe(
    v.array(answerSchema),
    v.description(
      `One for a recording of up to 30 s; one for each spoken segment of a longer one, the first ${LISTED} of them`,
    ),
  ),
  segments: v.pipe(v.number(), v.integer(), v.description('Number of segments that were found')),
  seconds: v.pipe(
    v.array(v.object({ label, seconds: v.number() })),
    v.description('How long each emotion sounds over all segments that are certain, the longest first'),
  ),
  speaker: v.optional(speakerName),
  notes: lines('What was repaired or left out in decoding'),
  cautions,
});

type Input = v.InferOutput<typeof input>;
type Output = v.InferOutput<typeof output>;

const answerOf = ({ start, end, label, confidence, probabilities, uncertain, warnings }: AssistantSegment) => ({
  start,
  end,
  label,
  confidence,
  top: probabilities.slice(0, RANKED).map(({ label, probability }) => ({ label, probability })),
  ...(uncertain && { uncertain: { reason: uncertain.reason, message: uncertain.message } }),
  warnings: [...warnings],
});

/** Collects the segments of a recording. */
async function segmentsOf(
  { recognizer, settings: { maxSeconds } }: Shared,
  recording: AssistantRecording,
  speaker: unknown,
  call: Call,
): Promise<AssistantSegment[]> {
  const found: AssistantSegment[] = [];
  for await (const segment of recognizer.predictSegments(recording, { speaker, maxSeconds, ...call }))
    found.push(segment);
  return found;
}

/** Returns for how long each emotion sounds, the longest first. */
function durations(segments: readonly AssistantSegment[]): { label: string; seconds: number }[] {
  const total = new Map<string, number>();
  for (const { label, start, end, uncertain } of segments)
    if (!uncertain) total.set(label, (total.get(label) ?? 0) + end - start);
  return [...total].map(([label, seconds]) => ({ label, seconds })).sort((a, b) => b.seconds - a.seconds);
}

/** Returns an answer in words, e.g. `0.35-2.81 s: sounds angry (71 %; then sad 12 %, neutral 9 %).` */
function sentenceOf({ start, end, label, confidence, top, uncertain, warnings }: SegmentAnswer): string {
  const others = top.slice(1).map(({ label, probability }) => `${label} ${percent(probability)}`);
  const ranking = others.length > 0 ? `${percent(confidence)}; then ${others.join(', ')}` : percent(confidence);
  const guess = uncertain
    ? `uncertain (${uncertain.message}); the best guess is ${label} (${ranking}).`
    : `sounds ${label} (${ranking}).`;
  const place = `${start.toFixed(2)}-${end.toFixed(2)} s: `;
  return [place + guess, ...warnings.map((warning) => `Warning: ${warning}.`)].join(' ');
}

function textOf({ answers, segments, seconds, speaker, notes, cautions }: Output): string {
  const summary = seconds.map(({ label, seconds }) => `${label} ${seconds.toFixed(1)} s`).join(', ');
  return [
    ...(speaker === undefined ? [] : [`Adapted to the speaker ${speaker}.`]),
    ...answers.map(sentenceOf),
    ...(segments > answers.length ? [`${segments - answers.length} more segments are not listed.`] : []),
    ...(segments > 1 ? [`Over all segments that are certain: ${summary || 'none'}.`] : []),
    ...notes.map((note) => `Note: ${note}`),
    ...cautions,
  ].join('\n');
}

/** Recognizes the emotion of a recording. */
export const recognizeEmotion: Tool<Input, Output> = {
  name: 'recognize_emotion',
  title: 'Recognize the emotion of speech',
  description:
    'Guesses which emotion a recording of speech sounds like: label, confidence, the three most probable emotions, and whether the guess is uncertain. A recording longer than 30 s has an answer for each spoken segment. It hears the sound of the voice, not the words. Give either path or base64.',
  readOnly: true,
  input,
  output,
  async run(shared, { path, base64, speaker }, call) {
    const { recordings, speakers } = shared;
    if (speaker !== undefined && !speakers.has(speaker))
      throw speakers.size > 0
        ? unknownName('speaker', speaker, [...speakers.keys()])
        : new SerError('INVALID_ARGUMENT', 'speaker is given, but no speaker is enrolled', {
            hint: 'Call enroll_speaker first, or leave speaker out.',
          });
    const recording = await recordings.find({ path, base64 });
    const found = await segmentsOf(shared, recording, speaker && speakers.get(speaker), call);
    const data = {
      answers: found.slice(0, LISTED).map(answerOf),
      segments: found.length,
      seconds: durations(found),
      ...(speaker !== undefined && { speaker }),
      notes: found.flatMap(({ notes }) => notes),
      cautions: cautionsOf(shared),
    };
    return { data, text: textOf(data) };
  },
};
