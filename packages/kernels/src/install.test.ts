import { SerError } from '@ser/core';
import * as tfl from '@tensorflow/tfjs-layers';
import { afterEach, describe, expect, it } from 'vitest';
import { tf, use } from '../test/backends.js';
import {
  adam,
  batchNormalization,
  conv1d,
  gru,
  installKernels,
  lstm,
  registerFusedLayers,
  simpleRNN,
  uninstallKernels,
} from './index.js';
import { hasRelaxedSimd } from './module/compile.js';

afterEach(async () => {
  await use('wasm');
  uninstallKernels(tf);
});

const kernelsOf = (): Map<string, unknown> =>
  new Map(tf.getKernelsForBackend('wasm').map((kernel) => [kernel.kernelName, kernel]));

describe('installKernels', () => {
  it('is idempotent, also when called twice at once', async () => {
    await use('wasm');
    await Promise.all([installKernels(tf), installKernels(tf)]);
    const once = kernelsOf();
    await installKernels(tf);
    expect(kernelsOf()).toEqual(once);
    uninstallKernels(tf);
    expect(tf.getKernel('SerLstm', 'wasm')).toBeUndefined();
  });

  it('names the backend it needs', async () => {
    await use('cpu');
    await expect(installKernels(tf)).rejects.toThrow(SerError);
    await expect(installKernels(tf)).rejects.toThrow('The kernels need the wasm backend, got cpu');
  });

  it('names the version it was verified with', async () => {
    await use('wasm');
    const other = { ...tf, version_core: '4.23.0' } as unknown as typeof tf;
    await expect(installKernels(other)).rejects.toThrow('The kernels need tfjs 4.22.0, got 4.23.0');
  });

  it('says so on an engine without SIMD', async () => {
    await use('wasm');
    const { validate } = WebAssembly;
    WebAssembly.validate = () => false;
    try {
      await expect(installKernels(tf)).rejects.toMatchObject({
        code: 'UNSUPPORTED_PLATFORM',
        message: 'This JavaScript engine has no WebAssembly SIMD',
      });
    } finally {
      WebAssembly.validate = validate;
    }
  });

  it('takes the relaxed-SIMD build where the engine runs it', () => {
    const flagged = process.execArgv.includes('--experimental-wasm-relaxed-simd');
    expect(hasRelaxedSimd()).toBe(flagged || Number(process.versions.node.split('.')[0]) >= 22);
  });
});

describe('uninstallKernels', () => {
  it('restores every stock kernel, gradient and layer', async () => {
    await use('wasm');
    const stock = kernelsOf();
    const gradient = tf.getGradient('BatchMatMul');
    const classes = tf.serialization.SerializationMap.getMap().classNameMap;
    const stockLstm = classes.LSTM![0];
    await installKernels(tf);
    expect(kernelsOf()).not.toEqual(stock);
    expect(classes.LSTM![0]).not.toBe(stockLstm);
    uninstallKernels(tf);
    expect(kernelsOf()).toEqual(stock);
    expect(tf.getGradient('BatchMatMul')).toBe(gradient);
    expect(classes.LSTM![0]).toBe(stockLstm);
    expect(classes.AttentionPooling).toBeDefined();
    uninstallKernels(tf);
    expect([...tf.matMul([[1, 2]], [[3], [4]]).dataSync()]).toEqual([11]);
  });
});

it('outlives the backend: a new one gets the kernels, the old one its memory back', async () => {
  await use('wasm');
  await installKernels(tf);
  const factory = tf.findBackendFactory('wasm');
  const product = (): number[] => [...tf.matMul([[1, 2]], [[3, 4]], false, true).dataSync()];
  expect(product()).toEqual([11]);
  const first = tf.backend();
  tf.removeBackend('wasm');
  tf.registerBackend('wasm', factory, 2);
  await use('wasm');
  expect(tf.backend()).not.toBe(first);
  expect(product()).toEqual([11]);
  expect(tf.getKernel('SerLstm', 'wasm')).toBeDefined();
});

describe('models of fused layers', () => {
  const input = { inputShape: [10, 4] };
  const build = (own: boolean): tfl.LayersModel => {
    const l = own ? { lstm, gru, simpleRNN, conv1d, batchNormalization } : tfl.layers;
    return tfl.sequential({
      layers: [
        l.conv1d({ filters: 8, kernelSize: 3, ...input }),
        l.batchNormalization(),
        tfl.layers.bidirectional({ layer: l.lstm({ units: 4, returnSequences: true }) as tfl.RNN } as never),
        l.gru({ units: 8, returnSequences: true }),
        l.simpleRNN({ units: 4 }),
        tfl.layers.dense({ units: 3, activation: 'softmax' }),
      ],
    });
  };
  const save = async (model: tfl.LayersModel, includeOptimizer = false): Promise<tf.io.ModelArtifacts> => {
    let saved: tf.io.ModelArtifacts = {};
    const handler = tf.io.withSaveHandler(async (artifacts) => {
      saved = artifacts;
      return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
    });
    await model.save(handler, { includeOptimizer });
    return saved;
  };
  const predict = (model: tfl.LayersModel): number[] =>
    tf.tidy(() => Array.from((model.predict(tf.reshape(tf.linspace(-1, 1, 40), [1, 10, 4])) as tf.Tensor).dataSync()));
  const classNames = (model: tfl.LayersModel): string[] => model.layers.map((layer) => layer.getClassName());

  it('are saved as standard layers and open in plain tfjs with equal outputs, and the other way round', async () => {
    await use('wasm');
    await installKernels(tf);
    const ours = build(true);
    const expected = predict(ours);
    const saved = await save(ours);
    expect(JSON.stringify(saved.modelTopology)).not.toContain('Ser');
    uninstallKernels(tf);
    const plain = await tfl.loadLayersModel(tf.io.fromMemory(saved));
    expect(plain.layers[3]).not.toBeInstanceOf(ours.layers[3]!.constructor);
    expect(classNames(plain)).toEqual(classNames(ours));
    predict(plain).forEach((v, i) => {
      expect(v).toBeCloseTo(expected[i]!, 6);
    });

    const theirs = build(false);
    const stock = predict(theirs);
    await installKernels(tf);
    const fused = await tfl.loadLayersModel(tf.io.fromMemory(await save(theirs)));
    expect(fused.layers[3]).toBeInstanceOf(ours.layers[3]!.constructor);
    predict(fused).forEach((v, i) => {
      expect(v).toBeCloseTo(stock[i]!, 6);
    });
  });

  it('can be loaded as fused layers without kernels too', async () => {
    await use('cpu');
    registerFusedLayers();
    const loaded = await tfl.loadLayersModel(tf.io.fromMemory(await save(build(false))));
    expect(predict(loaded)).toHaveLength(3);
  });

  it('keep the optimizer state when saved', async () => {
    await use('wasm');
    await installKernels(tf);
    const model = build(true);
    model.compile({ optimizer: adam(), loss: 'categoricalCrossentropy' });
    await model.trainOnBatch(
      tf.ones([2, 10, 4]),
      tf.tensor2d([
        [1, 0, 0],
        [0, 1, 0],
      ]),
    );
    const saved = await save(model, true);
    expect(saved.trainingConfig?.optimizer_config).toMatchObject({ class_name: 'Adam' });
    expect(saved.weightSpecs!.filter(({ group }) => group === 'optimizer').length).toBeGreaterThan(10);
  });
});
