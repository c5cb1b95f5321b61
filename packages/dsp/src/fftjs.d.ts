declare module 'fft.js' {
  /** Complex transform of a power-of-two size, at least 2; complex arrays are interleaved. */
  export default class FFT {
    constructor(size: number);
    transform(out: Float64Array, data: Float64Array): void;
    inverseTransform(out: Float64Array, data: Float64Array): void;
  }
}
