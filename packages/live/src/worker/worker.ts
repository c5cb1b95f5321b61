import { decodeAudioBlocks } from '@ser/audio';
import { meanAffect } from '@ser/datasets';
import { loadRecognizer, type Recognizer } from 'ser';
import { failureOf } from './failure.js';
import type { Report, Request } from './messages.js';
import { Take } from './take.js';

const scope = globalThis as unknown as DedicatedWorkerGlobalScope;
const post = (report: Report, transfer: Transferable[] = []): void => scope.postMessage(report, transfer);

/** The rate of the model in Hz. */
const rateOf = ({ model }: Recognizer): number =>
  Math.max(...model.members.map(({ frontEnd }) => frontEnd.config.sampleRate));

/** Predicts once, so that the first answer for the user does not wait for what is made on first use. */
async function warmUp(recognizer: Recognizer): Promise<void> {
  const sampleRate = rateOf(recognizer);
  const samples = Float32Array.from({ length: sampleRate }, (_, i) => 0.1 * Math.sin(i / 20) * Math.sin(i / 900));
  await recognizer.predict({ samples, sampleRate });
}

async function open(): Promise<Recognizer> {
  const began = performance.now();
  const recognizer = await loadRecognizer();
  await warmUp(recognizer);
  const { card, labels } = recognizer.model;
  post({
    kind: 'ready',
    model: card.name ?? 'open',
    labels: labels.map((label) => ({ label, affect: meanAffect([{ label, probability: 1 }]) })),
    seconds: (performance.now() - began) / 1000,
  });
  return recognizer;
}

type FileRequest = Extract<Request, { kind: 'file' }>;

/** Reads a file twice: for the pictures, and for the answers. */
async function readFile(recognizer: Recognizer, take: Take, { file, speaker }: FileRequest): Promise<void> {
  for await (const { samples } of decodeAudioBlocks(file, { sampleRate: rateOf(recognizer), blockFrames: 16_384 }))
    take.push(samples);
  await take.end();
  const onProgress = (seconds: number): void => post({ kind: 'progress', seconds });
  for await (const segment of recognizer.predictSegments(file, { speaker, onProgress })) {
    const { start, end, label, confidence, probabilities, uncertain } = segment;
    const affect = meanAffect(probabilities);
    post({ kind: 'final', start, end, answer: { label, confidence, probabilities, uncertain }, affect });
  }
}

let take: Take | undefined;
const recognizer = open();
recognizer.catch((error) => post({ kind: 'failed', during: 'load', failure: failureOf(error) }));

async function serve(request: Request): Promise<void> {
  switch (request.kind) {
    case 'listen': {
      const loaded = await recognizer;
      take = new Take(loaded, request.sampleRate, rateOf(loaded), post);
      return take.listen(request.speaker);
    }
    case 'samples':
      return take?.push(request.samples);
    case 'speaker':
      return take?.listen(request.speaker);
    case 'enroll':
      return take?.enroll();
    case 'end':
      await take?.end();
      return post({ kind: 'ended' });
    case 'file': {
      const loaded = await recognizer;
      const rate = rateOf(loaded);
      take = new Take(loaded, rate, rate, post);
      try {
        await readFile(loaded, take, request);
        return post({ kind: 'ended' });
      } catch (error) {
        return post({ kind: 'failed', during: 'file', failure: failureOf(error) });
      }
    }
    case 'replay': {
      if (!take) return;
      const { sampleRate } = take.recording;
      const { start, samples } = take.recording.slice(request.start, request.end);
      return post({ kind: 'audio', start, samples, sampleRate }, [samples.buffer]);
    }
  }
}

/** Requests are served in order, since a recognizer that is still loading would let samples overtake their start. */
let served: Promise<void> = Promise.resolve();
scope.addEventListener('message', ({ data }: MessageEvent<Request>) => {
  served = served.then(() => serve(data));
  served = served.catch((error) => post({ kind: 'failed', during: 'listen', failure: failureOf(error) }));
});
