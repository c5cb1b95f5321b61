import { SerError } from '@ser/core';

/** The parts of the Web Audio API that recording uses; tests bring their own. */
export interface MicrophonePlatform {
  getUserMedia(constraints: MediaStreamConstraints): Promise<MediaStream>;
  createContext(): AudioContext;
  createNode(context: AudioContext, name: string, options: AudioWorkletNodeOptions): AudioWorkletNode;
  /** A URL for the text of a module, and its end. */
  createModuleUrl(source: string): string;
  revokeModuleUrl(url: string): void;
}

/** Returns the browser's own parts, with others in place of some or all of them. */
export function platformWith(parts: Partial<MicrophonePlatform> = {}): MicrophonePlatform {
  const { getUserMedia, createContext, createNode, createModuleUrl, revokeModuleUrl } = parts;
  if (getUserMedia && createContext && createNode && createModuleUrl && revokeModuleUrl)
    return { getUserMedia, createContext, createNode, createModuleUrl, revokeModuleUrl };
  return { ...browserPlatform(), ...parts };
}

function browserPlatform(): MicrophonePlatform {
  const mediaDevices = globalThis.navigator?.mediaDevices;
  if (!mediaDevices?.getUserMedia || typeof AudioWorkletNode === 'undefined')
    throw new SerError('UNSUPPORTED_PLATFORM', 'no microphone access here: getUserMedia or AudioWorklet is missing', {
      hint: 'Use a current browser and open the page over https or from localhost.',
    });
  return {
    getUserMedia: (constraints) => mediaDevices.getUserMedia(constraints),
    createContext: () => new AudioContext(),
    createNode: (context, name, options) => new AudioWorkletNode(context, name, options),
    createModuleUrl: (source) => URL.createObjectURL(new Blob([source], { type: 'text/javascript' })),
    revokeModuleUrl: (url) => URL.revokeObjectURL(url),
  };
}
