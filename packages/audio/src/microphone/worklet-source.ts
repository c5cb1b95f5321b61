/** The name under which the processor is registered. */
export const PROCESSOR_NAME = 'ser-microphone';

/**
 * The AudioWorklet processor, as the text of its module: it collects samples, posts them in blocks, and after a `stop`
 * message posts what is left, says `done` and lets the browser free it.
 *
 * It is a text because a worklet is a program of its own, loaded from a URL, and a library cannot know its own URL once
 * it is bundled.
 */
export const WORKLET_SOURCE: string = `
class SerMicrophone extends AudioWorkletProcessor {
  constructor(options) {
    super();
    this.length = options.processorOptions.blockFrames;
    this.block = new Float32Array(this.length);
    this.filled = 0;
    this.stopped = false;
    this.port.onmessage = () => {
      this.stopped = true;
      if (this.filled > 0) this.port.postMessage(this.block.slice(0, this.filled));
      this.port.postMessage('done');
      this.port.close();
    };
  }
  process(inputs) {
    if (this.stopped) return false;
    const samples = inputs[0][0];
    for (let at = 0; samples && at < samples.length; ) {
      const take = Math.min(samples.length - at, this.length - this.filled);
      this.block.set(samples.subarray(at, at + take), this.filled);
      at += take;
      this.filled += take;
      if (this.filled < this.length) continue;
      this.port.postMessage(this.block, [this.block.buffer]);
      this.block = new Float32Array(this.length);
      this.filled = 0;
    }
    return true;
  }
}
registerProcessor('${PROCESSOR_NAME}', SerMicrophone);
`;
