import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { SerError } from '@ser/core';
import type { AssistantRecognizer, AssistantRecording, AssistantSegment } from './contract.js';

/** The profile of a speaker: how many bytes its clips have. */
export interface ScriptedSpeaker {
  readonly bytes: readonly number[];
}

/** What a {@link scriptedRecognizer} was asked for. */
export interface Heard {
  readonly recordings: AssistantRecording[];
  /** Calls that were stopped by their signal. */
  stopped: number;
}

const bytesOf = (recording: AssistantRecording): Uint8Array =>
  typeof recording === 'string' ? readFileSync(recording) : recording;

const segment = (start: number, end: number, isWhole: boolean, size: number): AssistantSegment => ({
  start,
  end,
  isWhole,
  label: 'angry',
  confidence: 0.625,
  probabilities: [
    { label: 'angry', probability: 0.625 },
    { label: 'sad', probability: 0.25 },
    { label: 'happy', probability: 0.0625 },
    { label: 'bored', probability: 0.0625 },
  ],
  notes: [`${size} bytes`],
  warnings: [],
});

/**
 * Returns a recognizer that follows a script in place of a network. The first byte of a recording says what it is: 1 is
 * no audio, 2 fails by a bug, 3 an hour of `second byte` segments, 4 is uncertain and clipped, 5 never ends until it is
 * stopped.
 */
export function scriptedRecognizer(
  heard: Heard = { recordings: [], stopped: 0 },
): AssistantRecognizer<ScriptedSpeaker> {
  return {
    model: {
      labels: ['angry', 'bored', 'happy', 'sad'],
      card: {
        name: 'scripted',
        description: 'follows a script',
        corpora: ['none'],
        license: 'CC BY 4.0',
        metrics: { uar: 0.5 },
        notes: ['It hears nothing.'],
      },
    },
    async *predictSegments(recording, { speaker, maxSeconds, signal, onProgress }) {
      heard.recordings.push(recording);
      const bytes = bytesOf(recording);
      const whole = { ...segment(0, 1.5, true, bytes.length), ...(speaker && { label: `of ${speaker.bytes}` }) };
      if (bytes[0] === 1) throw new SerError('INVALID_AUDIO', 'the recording is silent', { hint: 'Speak up.' });
      if (bytes[0] === 2) throw new Error('secret');
      if (bytes[0] === 3) {
        for (let i = 0; i < bytes[1]!; i++) {
          onProgress?.(10 * (i + 1));
          if (10 * (i + 1) > maxSeconds)
            throw new SerError('UNSUPPORTED_AUDIO', `the recording lasts more than ${maxSeconds} s`);
          yield segment(10 * i, 10 * i + 2, false, bytes.length);
        }
      } else if (bytes[0] === 4) {
        yield {
          ...whole,
          uncertain: { reason: 'too-noisy', message: 'the speech is too noisy' },
          warnings: ['2 % of the samples are clipped'],
        };
      } else if (bytes[0] === 5) {
        await setTimeout(60_000, undefined, { signal }).catch(() => {
          heard.stopped++;
          throw signal!.reason;
        });
      } else yield whole;
    },
    async enroll(clips, { onNote }) {
      onNote?.('recording 1: quiet');
      return { bytes: clips.map((clip) => bytesOf(clip).length) };
    },
  };
}
