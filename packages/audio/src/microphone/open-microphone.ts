import { invalidArgument, SerError } from '@ser/core';
import type { Audio } from '../audio.js';
import { browserPlatform, type MicrophonePlatform } from './platform.js';
import { PROCESSOR_NAME, WORKLET_SOURCE } from './worklet-source.js';

/** Options of {@link openMicrophone}. */
export interface MicrophoneOptions {
  /** Receives each block of samples as it comes, one channel at the `sampleRate` of the microphone; not to be changed. */
  onBlock?: (samples: Float32Array) => void;
  /** Hears when the device goes away while recording; what came before is still returned by `stop`. */
  onLost?: (error: SerError) => void;
  /** Samples per block. Default 2048. */
  blockFrames?: number;
  /** Whether `stop` returns all that was recorded; `false` saves memory where `onBlock` is enough. Default true. */
  keep?: boolean;
  /**
   * Constraints on the device, e.g. `{ deviceId }`. By default echo cancellation, noise suppression and automatic gain
   * are off, since they change the level and spectrum that emotions are recognized by.
   */
  constraints?: MediaTrackConstraints;
  /** The Web Audio API; the browser's own by default. */
  platform?: MicrophonePlatform;
}

/** A microphone that is being recorded. */
export interface Microphone {
  /** The true rate of the samples in Hz, as the audio context has it. */
  readonly sampleRate: number;
  /** Samples so far. */
  readonly frames: number;
  /** Whether the device has gone away. */
  readonly lost: boolean;
  /**
   * Ends recording, switches the device off and frees everything; safe to call again.
   *
   * @returns all that was recorded, of length 0 with `keep: false` or if it was stopped at once.
   */
  stop(): Promise<Audio>;
}

const RAW: MediaTrackConstraints = {
  channelCount: 1,
  echoCancellation: false,
  noiseSuppression: false,
  autoGainControl: false,
};

/** How long a worklet may take to hand over its last samples, in milliseconds. */
const LAST_BLOCK_MS = 1000;

function accessError(cause: unknown): SerError {
  const reason = cause instanceof Error ? cause.name : String(cause);
  if (reason === 'NotFoundError') return new SerError('NOT_FOUND', 'no microphone is connected', { cause });
  if (reason === 'NotAllowedError')
    return new SerError('FILE_ACCESS', 'access to the microphone was not allowed', {
      cause,
      hint: 'Allow the microphone for this page in the browser.',
    });
  if (reason === 'OverconstrainedError')
    return new SerError('NOT_FOUND', 'no microphone fits the constraints', { cause });
  return new SerError('FILE_ACCESS', `the microphone cannot be opened: ${reason}`, { cause });
}

/** Everything that recording holds, and how it is let go. */
class Session {
  readonly #undo: (() => unknown)[] = [];

  add(undo: () => unknown): void {
    this.#undo.push(undo);
  }

  /** Lets go of all, last first; one failure does not keep the rest. */
  async close(): Promise<void> {
    for (const undo of this.#undo.splice(0).reverse()) {
      try {
        await undo();
      } catch {
        // What is already gone needs no letting go.
      }
    }
  }
}

async function connect(session: Session, platform: MicrophonePlatform, stream: MediaStream, blockFrames: number) {
  const context = platform.createContext();
  session.add(() => context.close());
  const url = platform.createModuleUrl(WORKLET_SOURCE);
  session.add(() => platform.revokeModuleUrl(url));
  await context.audioWorklet.addModule(url);
  const source = context.createMediaStreamSource(stream);
  const node = platform.createNode(context, PROCESSOR_NAME, {
    numberOfInputs: 1,
    numberOfOutputs: 0,
    // A device that has two channels in spite of the constraint is mixed to one by the platform: their mean.
    channelCount: 1,
    channelCountMode: 'explicit',
    channelInterpretation: 'speakers',
    processorOptions: { blockFrames },
  });
  session.add(() => {
    source.disconnect();
    node.disconnect();
    node.port.onmessage = null;
    node.port.close();
  });
  source.connect(node);
  if (context.state === 'suspended') await context.resume();
  return { context, node };
}

/**
 * Opens the microphone and records one channel until `stop`.
 *
 * Call it from a click or key press: browsers keep an audio context silent that was not asked for.
 *
 * @throws SerError UNSUPPORTED_PLATFORM outside browsers; NOT_FOUND if there is no such microphone; FILE_ACCESS if the user
 *   or the system does not allow it; INVALID_ARGUMENT for `blockFrames`.
 *
 * @example
 * const microphone = await openMicrophone({ onLost: (error) => show(error.message) });
 * // …
 * const audio = await microphone.stop();
 */
export async function openMicrophone(options: MicrophoneOptions = {}): Promise<Microphone> {
  const { onBlock, onLost, blockFrames = 2048, keep = true, constraints = {} } = options;
  if (!Number.isInteger(blockFrames) || blockFrames < 1)
    throw invalidArgument('blockFrames', blockFrames, 'a positive integer');
  const platform = options.platform ?? browserPlatform();
  const session = new Session();
  let stream: MediaStream;
  try {
    stream = await platform.getUserMedia({ audio: { ...RAW, ...constraints }, video: false });
  } catch (cause) {
    throw accessError(cause);
  }
  const tracks = stream.getTracks();
  session.add(() => {
    for (const track of tracks) track.stop();
  });
  try {
    const { context, node } = await connect(session, platform, stream, blockFrames);
    const recorder = new Recorder(context.sampleRate, node, session, { keep, onBlock, onLost });
    for (const track of tracks) {
      const ended = () => recorder.lose();
      track.addEventListener('ended', ended);
      session.add(() => track.removeEventListener('ended', ended));
    }
    return recorder;
  } catch (cause) {
    await session.close();
    throw new SerError('UNSUPPORTED_PLATFORM', 'the microphone cannot be recorded: the audio worklet did not start', {
      cause,
    });
  }
}

interface Listeners {
  keep: boolean;
  onBlock: ((samples: Float32Array) => void) | undefined;
  onLost: ((error: SerError) => void) | undefined;
}

class Recorder implements Microphone {
  readonly sampleRate: number;
  frames = 0;
  lost = false;
  readonly #node: AudioWorkletNode;
  readonly #session: Session;
  readonly #listeners: Listeners;
  readonly #blocks: Float32Array[] = [];
  #done: () => void = () => {};
  #stopped: Promise<Audio> | undefined;

  constructor(sampleRate: number, node: AudioWorkletNode, session: Session, listeners: Listeners) {
    this.sampleRate = sampleRate;
    this.#node = node;
    this.#session = session;
    this.#listeners = listeners;
    node.port.onmessage = ({ data }: MessageEvent<Float32Array | 'done'>) => {
      if (data === 'done') this.#done();
      else this.#take(data);
    };
  }

  #take(samples: Float32Array): void {
    this.frames += samples.length;
    if (this.#listeners.keep) this.#blocks.push(samples);
    this.#listeners.onBlock?.(samples);
  }

  /** The device is gone: say so, and free everything. */
  lose(): void {
    if (this.lost || this.#stopped) return;
    this.lost = true;
    const after = (this.frames / this.sampleRate).toFixed(1);
    this.#listeners.onLost?.(new SerError('NOT_FOUND', `the microphone went away after ${after} s`));
    void this.stop();
  }

  stop(): Promise<Audio> {
    this.#stopped ??= this.#finish();
    return this.#stopped;
  }

  async #finish(): Promise<Audio> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, LAST_BLOCK_MS);
      this.#done = () => {
        clearTimeout(timer);
        resolve();
      };
      this.#node.port.postMessage('stop');
    });
    await this.#session.close();
    const samples = new Float32Array(this.#blocks.reduce((sum, block) => sum + block.length, 0));
    let at = 0;
    for (const block of this.#blocks.splice(0)) {
      samples.set(block, at);
      at += block.length;
    }
    return { samples, sampleRate: this.sampleRate };
  }
}
