import { type Audio, type Microphone, type MicrophoneOptions, openMicrophone, toMono } from '@ser/audio';
import workletUrl from '@ser/audio/microphone-worklet.js?url';
import { SerError } from '@ser/core';

/** Where sound comes from. */
export type SourceKind = 'microphone' | 'tab';

type Listeners = Pick<MicrophoneOptions, 'onBlock' | 'onLost' | 'onMute'>;

/** True where the browser offers the sound of a tab or of the system. */
export const canCaptureTab = (): boolean => typeof navigator.mediaDevices?.getDisplayMedia === 'function';

/**
 * Asks for a tab or screen to share, and gives its sound.
 *
 * @throws SerError `FILE_ACCESS` if the user shares nothing, `NOT_FOUND` if they share it without its sound.
 */
async function captureTab(): Promise<MediaStream> {
  const stream = await navigator.mediaDevices
    .getDisplayMedia({
      audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
      // Browsers share sound only together with a picture, which is kept as small as can be.
      video: { width: 1, height: 1, frameRate: 1 },
    })
    .catch((cause: unknown) => {
      throw new SerError('FILE_ACCESS', 'nothing was shared', {
        cause,
        hint: 'Choose a tab or the screen in the dialog of the browser.',
      });
    });
  if (stream.getAudioTracks().length > 0) return stream;
  for (const track of stream.getTracks()) track.stop();
  throw new SerError('NOT_FOUND', 'the tab or screen was shared without its sound', {
    hint: 'Share it again, and switch its sound on in the dialog of the browser.',
  });
}

/** Opens the microphone, or the sound of a tab, and sends its blocks. */
export function openSource(kind: SourceKind, deviceId: string | undefined, listeners: Listeners): Promise<Microphone> {
  return openMicrophone({
    ...listeners,
    keep: false,
    workletUrl,
    constraints: deviceId ? { deviceId: { exact: deviceId } } : undefined,
    platform: kind === 'tab' ? { getUserMedia: captureTab } : undefined,
  });
}

/** Returns the microphones; without names until the user has allowed one. */
export async function listMicrophones(): Promise<readonly MediaDeviceInfo[]> {
  const devices = (await navigator.mediaDevices?.enumerateDevices?.()) ?? [];
  return devices.filter(({ kind, deviceId }) => kind === 'audioinput' && deviceId !== '');
}

/**
 * Decodes a file by the codecs of the browser, for formats that the worker has none for.
 *
 * @returns the mean of all channels.
 */
export async function decodeByBrowser(file: Blob): Promise<Audio> {
  const context = new OfflineAudioContext(1, 1, 48_000);
  const buffer = await context.decodeAudioData(await file.arrayBuffer());
  const channels = Array.from({ length: buffer.numberOfChannels }, (_, c) => buffer.getChannelData(c));
  return toMono({ channels, sampleRate: buffer.sampleRate }, 'mean');
}
