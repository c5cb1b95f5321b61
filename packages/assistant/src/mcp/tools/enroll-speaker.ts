import { SerError } from '@ser/core';
import * as v from '@ser/core/valibot';
import type { AssistantRecording } from '../contract.js';
import { clips, lines, speakerName } from './schemas.js';
import type { Tool } from './tool.js';

/** Most speakers that are kept. */
const MOST_SPEAKERS = 64;

const input = v.strictObject({
  name: speakerName,
  clips: v.pipe(clips, v.description('1 to 20 recordings in which this speaker speaks neutrally')),
});

const output = v.object({
  speaker: speakerName,
  clips: v.pipe(v.number(), v.integer(), v.description('Number of clips')),
  replaced: v.pipe(v.boolean(), v.description('True if a speaker of this name was enrolled before')),
  notes: lines('What was repaired in decoding, and what is wrong with level or length'),
});

type Output = v.InferOutput<typeof output>;

const textOf = ({ speaker, clips, replaced, notes }: Output): string =>
  [
    `${replaced ? 'Enrolled again' : 'Enrolled'}: ${speaker}, from ${clips === 1 ? '1 clip' : `${clips} clips`}.`,
    'Statistics of the voice are kept in memory until the server stops; no audio is kept.',
    ...notes.map((note) => `Note: ${note}`),
  ].join('\n');

/** Adapts the model to a speaker. */
export const enrollSpeaker: Tool<v.InferOutput<typeof input>, Output> = {
  name: 'enroll_speaker',
  title: 'Enroll a speaker',
  description:
    'Adapts the model to a voice by a few recordings in which the speaker speaks neutrally. Later calls of recognize_emotion with this name as speaker use it. Ask the person before you enroll a voice.',
  readOnly: false,
  input,
  output,
  async run({ recognizer, recordings, speakers }, { name, clips }, { signal }) {
    const replaced = speakers.has(name);
    if (!replaced && speakers.size >= MOST_SPEAKERS)
      throw new SerError('INVALID_ARGUMENT', `${MOST_SPEAKERS} speakers are enrolled, and no more are kept`, {
        hint: 'Use the name of one of them to replace it, or start the server again.',
      });
    const found: AssistantRecording[] = [];
    for (const [i, clip] of clips.entries()) found.push(await recordings.find(clip, `clips.${i}`));
    const notes: string[] = [];
    speakers.set(name, await recognizer.enroll(found, { signal, onNote: (note) => notes.push(note) }));
    const data = { speaker: name, clips: found.length, replaced, notes };
    return { data, text: textOf(data) };
  },
};
