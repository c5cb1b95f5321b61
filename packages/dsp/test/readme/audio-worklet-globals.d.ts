/** What an AudioWorkletGlobalScope has and TypeScript's libraries do not declare. */
declare const sampleRate: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(
  name: string,
  processor: new (options: { processorOptions: import('@ser/dsp').FrontEndConfig }) => AudioWorkletProcessor,
): void;
