import { invalidArgument, SerError } from '@ser/core';
import { type MicrophonePlatform, platformWith } from './platform.js';
import { type Microphone, Recorder, Session } from './recorder.js';
import { PROCESSOR_NAME, WORKLET_SOURCE } from './worklet-source.js';

/** Options of {@link openMicrophone}. */
export interface MicrophoneOptions {
  /** Receives each block of samples as it comes, one channel at the `sampleRate` of the microphone; not to be changed. */
  readonly onBlock?: ((samples: Float32Array) => void) | undefined;
  /** Receives an error if the device is disconnected while recording; what came before is still returned by `stop`. */
  readonly onLost?: ((error: SerError) => void) | undefined;
  /**
   * Receives `true` when the browser or the system mutes the microphone, from when on its samples are 0, and `false`
   * when it is unmuted.
   */
  readonly onMute?: ((muted: boolean) => void) | undefined;
  /** Samples per block, 1 or more. Default 2048. */
  readonly blockFrames?: number | undefined;
  /** If true, `stop` returns all that was recorded; `false` saves memory where `onBlock` is enough. Default true. */
  readonly keep?: boolean | undefined;
  /**
   * Constraints on the device, e.g. `{ deviceId }`. By default echo cancellation, noise suppression and automatic gain
   * are off, since they change the level and spectrum that emotions are recognized by.
   */
  readonly constraints?: MediaTrackConstraints | undefined;
  /**
   * URL of a copy of `@ser/audio/microphone-worklet.js` on the page's own server. Needed only if the page's
   * Content-Security-Policy does not allow `blob:` scripts; by default the worklet is loaded from memory.
   */
  readonly workletUrl?: string | URL | undefined;
  /**
   * Parts of the Web Audio API in place of the browser's, e.g. a `getUserMedia` that captures the sound of a tab. A
   * `SerError` that it throws is thrown as it is.
   */
  readonly platform?: Partial<MicrophonePlatform> | undefined;
}

const RAW: MediaTrackConstraints = {
  channelCount: 1,
  echoCancellation: false,
  noiseSuppression: false,
  autoGainControl: false,
};

/** How long a report of the page's policy may take after what it blocked has failed, in milliseconds. */
const POLICY_EVENT_MS = 200;

function accessError(cause: unknown): SerError {
  const reason = cause instanceof Error ? cause.name : String(cause);
  if (reason === 'NotFoundError')
    return new SerError('NOT_FOUND', 'no microphone is connected', {
      cause,
      hint: 'Connect a microphone, or open a recording.',
    });
  if (reason === 'NotAllowedError')
    return new SerError('FILE_ACCESS', 'access to the microphone was not allowed', {
      cause,
      hint: 'Allow the microphone for this page in the browser.',
    });
  if (reason === 'OverconstrainedError')
    return new SerError('NOT_FOUND', 'no microphone fits the constraints', {
      cause,
      hint: 'Choose another microphone.',
    });
  return new SerError('FILE_ACCESS', `the microphone cannot be opened: ${reason}`, { cause });
}

/** Loads the worklet; explains a failure by the policy of the page, if that is the reason. */
async function loadWorklet(
  session: Session,
  platform: MicrophonePlatform,
  context: AudioContext,
  workletUrl: string | URL | undefined,
): Promise<void> {
  const url = workletUrl === undefined ? platform.createModuleUrl(WORKLET_SOURCE) : String(workletUrl);
  if (workletUrl === undefined) session.add(() => platform.revokeModuleUrl(url));
  let directive: string | undefined;
  let seen = () => {};
  const blocked = (event: Event) => {
    const { effectiveDirective, blockedURI } = event as SecurityPolicyViolationEvent;
    if (!blockedURI.startsWith('blob') && !url.endsWith(blockedURI)) return;
    directive = effectiveDirective;
    seen();
  };
  const { document } = globalThis;
  document?.addEventListener('securitypolicyviolation', blocked);
  try {
    await context.audioWorklet.addModule(url);
  } catch (cause) {
    // The event may come after the failure.
    if (document && !directive)
      await new Promise<void>((resolve) => {
        seen = resolve;
        setTimeout(resolve, POLICY_EVENT_MS);
      });
    throw workletError(cause, url, directive);
  } finally {
    document?.removeEventListener('securitypolicyviolation', blocked);
  }
}

function workletError(cause: unknown, url: string, directive: string | undefined): SerError {
  const blob = url.startsWith('blob:');
  const hint = blob
    ? `Add blob: to ${directive ?? 'script-src (or worker-src)'} in the page's Content-Security-Policy, or serve @ser/audio/microphone-worklet.js yourself and pass its URL as workletUrl.`
    : `Check that ${url} is @ser/audio/microphone-worklet.js and is served as JavaScript.`;
  const reason = directive
    ? `the page's Content-Security-Policy (${directive}) blocks ${blob ? 'blob: scripts' : url}`
    : `the audio worklet did not load from ${blob ? 'a blob: URL' : url}`;
  return new SerError('UNSUPPORTED_PLATFORM', `the microphone cannot be recorded: ${reason}`, { cause, hint });
}

async function connect(
  session: Session,
  platform: MicrophonePlatform,
  stream: MediaStream,
  { blockFrames, workletUrl }: { blockFrames: number; workletUrl: string | URL | undefined },
) {
  const context = platform.createContext();
  session.add(() => context.close());
  await loadWorklet(session, platform, context, workletUrl);
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

/** Tells the recorder when a track ends or is muted. */
function watchTrack(session: Session, track: MediaStreamTrack, recorder: Recorder): void {
  const events = { ended: () => recorder.lose(), mute: () => recorder.mute(true), unmute: () => recorder.mute(false) };
  for (const [name, listener] of Object.entries(events)) {
    track.addEventListener(name, listener);
    session.add(() => track.removeEventListener(name, listener));
  }
  if (track.muted) recorder.mute(true);
}

/**
 * Opens the microphone and records one channel until `stop`.
 *
 * Call it from a click or key press: browsers keep an audio context silent that no user asked for.
 *
 * @throws SerError UNSUPPORTED_PLATFORM outside browsers, or if the page's Content-Security-Policy blocks the worklet
 *   (the hint names the directive); NOT_FOUND if there is no such microphone; FILE_ACCESS if the user or the system does
 *   not allow it; INVALID_ARGUMENT for `blockFrames`.
 *
 * @example
 * const microphone = await openMicrophone({ onLost: (error) => show(error.message), onMute: showMuted });
 * // …
 * const { samples, sampleRate } = await microphone.stop(); // sampleRate 48000
 */
export async function openMicrophone(options: MicrophoneOptions = {}): Promise<Microphone> {
  const { onBlock, onLost, onMute, blockFrames = 2048, keep = true, constraints = {}, workletUrl } = options;
  if (!Number.isInteger(blockFrames) || blockFrames < 1)
    throw invalidArgument('blockFrames', blockFrames, 'a positive integer');
  const platform = platformWith(options.platform);
  const session = new Session();
  let stream: MediaStream;
  try {
    stream = await platform.getUserMedia({ audio: { ...RAW, ...constraints }, video: false });
  } catch (cause) {
    throw cause instanceof SerError ? cause : accessError(cause);
  }
  const tracks = stream.getTracks();
  session.add(() => {
    for (const track of tracks) track.stop();
  });
  try {
    const { context, node } = await connect(session, platform, stream, { blockFrames, workletUrl });
    const recorder = new Recorder(context.sampleRate, node, session, { keep, onBlock, onLost, onMute });
    for (const track of tracks) watchTrack(session, track, recorder);
    return recorder;
  } catch (cause) {
    await session.close();
    if (cause instanceof SerError) throw cause;
    throw new SerError('UNSUPPORTED_PLATFORM', 'the microphone cannot be recorded: the audio worklet did not start', {
      cause,
    });
  }
}
