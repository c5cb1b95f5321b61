import { probeAudio } from '@ser/audio/node';
import { type ProgressListener, startProgress } from '@ser/core';
import type { Recognizer, SegmentOptions, SegmentPrediction } from '../../contract.js';
import { toAudio } from '../../recognize/recording.js';
import { calledName, isPath, openRecording } from '../recordings.js';
import { type ExplanationFiles, requireOneUtterance } from './explanation-files.js';

/** Answers for a recording as they come. `name`: as in the command line; `index`: its place there. */
export type Answers = (name: string, index: number) => AsyncIterable<SegmentPrediction>;

/** Reports how much of a long file has been read, if its headers say how long it is. */
async function watch(
  path: string,
  onProgress: ProgressListener | undefined,
): Promise<((seconds: number) => void) | undefined> {
  // A pipe can be read once only.
  if (!onProgress || !isPath(path) || path.startsWith('/dev/') || path.startsWith('/proc/')) return undefined;
  const duration = await probeAudio(path).then(
    (info) => info.duration,
    () => undefined,
  );
  if (duration === undefined) return undefined;
  const minutes = (seconds: number): number => Number((seconds / 60).toFixed(1));
  const { advance } = startProgress('minutes of sound', minutes(duration), onProgress);
  let done = 0;
  return (seconds) => {
    const now = minutes(seconds);
    if (now > done) advance({ units: now - done });
    done = now;
  };
}

/** Options of answers that are given when they are asked for. */
interface InTurnOptions extends Omit<SegmentOptions, 'onProgress'> {
  readonly signal: AbortSignal;
  /** Receives how much of each recording has been read. */
  readonly onProgress?: ProgressListener | undefined;
}

/** Answers in this thread, when it is asked. */
export const inTurn = (load: () => Promise<Recognizer>, { onProgress, ...options }: InTurnOptions): Answers =>
  async function* (name) {
    const recognizer = await load();
    const recording = await openRecording(name, options.signal);
    yield* recognizer.predictSegments(recording, { ...options, onProgress: await watch(name, onProgress) });
  };

/** Answers for files in several threads, before they are asked for; for all else when it is asked. */
export function ahead(
  names: readonly string[],
  answersFor: (path: string) => Promise<readonly SegmentPrediction[]>,
  { atOnce, others }: { readonly atOnce: number; readonly others: Answers },
): Answers {
  const begun = new Map<number, Promise<readonly SegmentPrediction[]>>();
  const begin = (index: number): void => {
    const name = names[index];
    if (name === undefined || !isPath(name) || begun.has(index)) return;
    const answers = answersFor(name);
    // An error waits for the turn of its recording.
    answers.catch(() => undefined);
    begun.set(index, answers);
  };
  return async function* (name, index) {
    for (let i = index; i < index + atOnce; i++) begin(i);
    const answers = begun.get(index);
    begun.delete(index);
    if (answers) yield* await answers;
    else yield* others(name, index);
  };
}

/** Answers in this thread, and draws what moved each answer. */
export const explained = (
  recognizer: Recognizer,
  { mono, speaker, signal }: InTurnOptions,
  explanations: ExplanationFiles,
): Answers =>
  async function* (name) {
    const audio = await toAudio(await openRecording(name, signal), { mono, signal });
    requireOneUtterance(calledName(name), audio);
    const { explanation, ...answer } = await recognizer.predict(audio, { speaker, explain: true, signal });
    yield { ...answer, start: 0, end: audio.samples.length / audio.sampleRate, isWhole: true };
    const file = await explanations.write(calledName(name), audio, { ...answer, explanation });
    process.stderr.write(`Explanation written to ${file}\n`);
  };
