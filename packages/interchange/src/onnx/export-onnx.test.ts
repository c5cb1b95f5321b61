import { fromBinary } from '@bufbuild/protobuf';
import { createFrontEnd } from '@ser/dsp';
import { type ModelSpec, SerModel, startBackend } from '@ser/models';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as tfl from '@tensorflow/tfjs-layers';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { beforeAll, describe, expect, it } from 'vitest';
import { exportOnnx } from '../index.js';
import { ARCHITECTURES, answer, COEFFS, difference, drawnNetwork, FRAMES, SPECS, windows } from '../test/networks.js';
import { ModelProtoSchema } from './onnx_pb.js';

const MASKED = [
  ...ARCHITECTURES.map((spec) => ({ ...spec, masking: true }) as ModelSpec),
  { kind: 'lstm', units: 8, bidirectional: true, pooling: 'attention', masking: true } as ModelSpec,
];

async function runOnnx(bytes: Uint8Array, input = windows, shape = [2, FRAMES, COEFFS]): Promise<Float32Array> {
  const session = await InferenceSession.create(bytes);
  const [name] = session.inputNames;
  const outputs = await session.run({ [name!]: new Tensor('float32', input, shape) });
  return outputs[session.outputNames[0]!]!.data as Float32Array;
}

beforeAll(async () => {
  await startBackend();
});

describe('exportOnnx', () => {
  it.each([...SPECS, ...MASKED])('makes ONNX Runtime answer as %j', async (spec) => {
    const network = await drawnNetwork(spec);
    expect(difference(await runOnnx(await exportOnnx(network)), answer(network))).toBeLessThan(1e-5);
    network.dispose();
  });

  it('leaves the size of a batch open', async () => {
    const network = await drawnNetwork({ kind: 'cnn' });
    const bytes = await exportOnnx(network);
    const one = windows.slice(0, FRAMES * COEFFS);
    expect(difference(await runOnnx(bytes, one, [1, FRAMES, COEFFS]), answer(network).slice(0, 3))).toBeLessThan(1e-5);
  });

  const sequence = (...layers: tfl.layers.Layer[]): LayersModel => tfl.sequential({ layers });
  const input = { inputShape: [9, 4] };
  const picture = { inputShape: [9, 7, 4] };
  const sigmoid = { recurrentActivation: 'sigmoid' } as const;

  it.each<[string, () => tfl.layers.Layer[], number[]]>([
    ['LSTM backwards', () => [tfl.layers.lstm({ units: 3, goBackwards: true, ...sigmoid, ...input })], [9, 4]],
    [
      'GRU backwards, its sequence',
      () => [tfl.layers.gru({ units: 3, goBackwards: true, returnSequences: true, ...input })],
      [9, 4],
    ],
    ['RNN without bias', () => [tfl.layers.simpleRNN({ units: 3, useBias: false, ...input })], [9, 4]],
    ...(['concat', 'sum', 'mul', 'ave'] as const).flatMap((mergeMode) =>
      [true, false].map((returnSequences): [string, () => tfl.layers.Layer[], number[]] => [
        `both directions, ${mergeMode}, ${returnSequences ? 'the sequence' : 'the last'}`,
        () => [
          tfl.layers.bidirectional({
            layer: tfl.layers.lstm({ units: 3, returnSequences, ...sigmoid }) as tfl.RNN,
            mergeMode,
            ...input,
          }),
        ],
        [9, 4],
      ]),
    ),
    [
      'convolution 2-D, strides, same',
      () => [tfl.layers.conv2d({ filters: 5, kernelSize: [3, 2], strides: [2, 3], padding: 'same', ...picture })],
      [9, 7, 4],
    ],
    [
      'separable convolution',
      () => [tfl.layers.separableConv2d({ filters: 5, kernelSize: 3, depthMultiplier: 2, ...picture })],
      [9, 7, 4],
    ],
    [
      'depthwise convolution',
      () => [tfl.layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, strides: 2, ...picture })],
      [9, 7, 4],
    ],
    ['max pooling, same', () => [tfl.layers.maxPooling2d({ poolSize: 3, padding: 'same', ...picture })], [9, 7, 4]],
    ['mean pooling, same', () => [tfl.layers.averagePooling1d({ poolSize: 4, padding: 'same', ...input })], [9, 4]],
    ['batch norm along time', () => [tfl.layers.batchNormalization({ axis: 1, ...input })], [9, 4]],
    ['layer norm', () => [tfl.layers.layerNormalization(input)], [9, 4]],
    ...(['relu', 'relu6', 'elu', 'selu', 'softplus', 'softsign', 'hardSigmoid', 'swish'] as const).map(
      (activation): [string, () => tfl.layers.Layer[], number[]] => [
        activation,
        () => [tfl.layers.dense({ units: 6, activation, ...input })],
        [9, 4],
      ],
    ),
  ])('writes %s', async (_, layers, shape) => {
    const network = sequence(...layers());
    const size = shape.reduce((product, length) => product * length, 2);
    const x = Float32Array.from({ length: size }, (__, i) => 3 * Math.sin(i * i * 0.37));
    const found = await runOnnx(await exportOnnx(network), x, [2, ...shape]);
    expect(difference(found, answer(network, x, [2, ...shape]))).toBeLessThan(1e-5);
  });

  it('carries the rest of a SerModel as metadata', async () => {
    const frontEnd = createFrontEnd({
      sampleRate: 16000,
      frame: { nFft: 512, hopLength: 256 },
      features: [{ kind: 'mfcc', nMfcc: COEFFS }],
    });
    const model = new SerModel({
      network: await drawnNetwork({ kind: 'cnn' }),
      frontEnd,
      labels: ['angry', 'happy', 'sad'],
      window: { frames: FRAMES, hopFrames: 32, padding: 'wrap' },
      card: { name: 'small', description: '', corpora: [], license: 'MIT' },
    });
    const { metadataProps, opsetImport } = fromBinary(ModelProtoSchema, await exportOnnx(model));
    expect(opsetImport[0]?.version).toBe(17n);
    expect(metadataProps.map(({ key }) => key)).toEqual(['ser']);
    expect(JSON.parse(metadataProps[0]!.value)).toMatchObject({
      labels: ['angry', 'happy', 'sad'],
      frontEnd: frontEnd.config,
    });
  });

  it('refuses a layer without counterpart by its name', async () => {
    const network = sequence(tfl.layers.masking({ name: 'silence', ...input }));
    await expect(exportOnnx(network)).rejects.toMatchObject({
      code: 'INVALID_MODEL',
      message: 'layer silence: the class Masking cannot be written to ONNX',
    });
  });
});
