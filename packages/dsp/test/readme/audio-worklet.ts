import { createFrontEnd, type FrontEndConfig } from '@ser/dsp';

class FeatureProcessor extends AudioWorkletProcessor {
  private readonly stream;

  constructor({ processorOptions }: { processorOptions: FrontEndConfig }) {
    super();
    this.stream = createFrontEnd(processorOptions).stream({ sampleRate });
  }

  process([input]: Float32Array[][]): boolean {
    const channel = input?.[0];
    if (channel) {
      const { data, frames, coeffs } = this.stream.push(channel);
      if (frames > 0) this.port.postMessage({ data: data.slice(), frames, coeffs });
    }
    return true;
  }
}

registerProcessor('features', FeatureProcessor);
