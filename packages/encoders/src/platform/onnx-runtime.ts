// biome-ignore lint/suspicious/noExplicitAny: types of ONNX Runtime, which need not be installed.
type Theirs = any;

/** A tensor of ONNX Runtime. */
export interface OnnxTensor {
  readonly type: string;
  readonly data: unknown;
  readonly dims: readonly number[];
}

/** A loaded ONNX file. */
export interface OnnxSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(feeds: Theirs, fetches: readonly string[]): Promise<Readonly<Record<string, OnnxTensor>>>;
  release(): Promise<void>;
}

/** The part of `onnxruntime-node` and `onnxruntime-web` that is used; either module is one. */
export interface OnnxRuntime {
  readonly InferenceSession: {
    create(bytes: Uint8Array<ArrayBuffer>, options?: Theirs): Promise<OnnxSession>;
  };
  readonly Tensor: new (type: Theirs, data: Theirs, dims: readonly number[]) => OnnxTensor;
}
