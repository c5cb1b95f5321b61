import { decodeAudioBlocks } from '@ser/audio';
import type { Recognizer } from 'ser';
import { PersonalStore } from '../personal/personal-store.js';
import { failureOf } from './failure.js';
import type { Report, Request } from './messages.js';
import { PersonalWork } from './personal-work.js';
import { Recognizers, rateOf, readyReport } from './recognizers.js';
import { Take } from './take.js';

const scope = globalThis as unknown as DedicatedWorkerGlobalScope;
const post = (report: Report, transfer: Transferable[] = []): void => scope.postMessage(report, transfer);

const store = new PersonalStore();
const recognizers = new Recognizers(store);
const personal = new PersonalWork(store, recognizers, post);

/** Loads the model. */
async function open(): Promise<void> {
  const began = performance.now();
  try {
    const recognizer = await recognizers.begin();
    post(readyReport(recognizer, (performance.now() - began) / 1000));
  } catch (error) {
    post({ kind: 'failed', during: 'load', failure: failureOf(error) });
  }
  // Where the browser keeps nothing, there is nothing to report.
  await personal.report().catch(() => {});
}

type FileRequest = Extract<Request, { kind: 'file' }>;

/** Reads a file twice: for the pictures, and for the answers. */
async function readFile(recognizer: Recognizer, take: Take, { file, speaker }: FileRequest): Promise<void> {
  for await (const { samples } of decodeAudioBlocks(file, { sampleRate: rateOf(recognizer), blockFrames: 16_384 }))
    take.push(samples);
  await take.end();
  const onProgress = (seconds: number): void => post({ kind: 'progress', seconds });
  for await (const segment of recognizer.predictSegments(file, { speaker, onProgress })) {
    const { start, end, label, confidence, probabilities, affect, uncertain } = segment;
    post({ kind: 'final', start, end, answer: { label, confidence, probabilities, uncertain }, affect });
  }
}

let take: Take | undefined;

async function serve(request: Request): Promise<void> {
  switch (request.kind) {
    case 'listen': {
      const loaded = await recognizers.current();
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
      const loaded = await recognizers.current();
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
    default:
      return personal.serve(request, take);
  }
}

/** Requests are served in order and after the model is loaded, or samples would overtake their start. */
let served: Promise<void> = open();
scope.addEventListener('message', ({ data }: MessageEvent<Request>) => {
  served = served.then(() => serve(data));
  served = served.catch((error) => post({ kind: 'failed', during: 'listen', failure: failureOf(error) }));
});
