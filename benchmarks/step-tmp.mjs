import { Random } from '@ser/core';
import { adam } from '@ser/kernels';
import { buildModel, startBackend } from '@ser/models';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';

await startBackend({ backend: 'wasm' });
tf.enableProdMode();
for (const spec of process.argv.slice(2)) {
  const { frames = 160, ...opts } = JSON.parse(spec);
  const m = buildModel({ kind: 'resnet', ...opts }, { frames, coeffs: 64, classes: 6, seed: 1 });
  m.compile({ optimizer: adam(), loss: 'categoricalCrossentropy' });
  const r = new Random(5);
  const x = tf.tensor(
    Float32Array.from({ length: 32 * frames * 64 }, () => r.normal()),
    [32, frames, 64],
  );
  const y = tf.cast(
    tf.oneHot(
      tf.tensor1d(
        Int32Array.from({ length: 32 }, (_, i) => i % 6),
        'int32',
      ),
      6,
    ),
    'float32',
  );
  const ts = [];
  for (let i = 0; i < 25; i++) {
    const t = performance.now();
    await m.trainOnBatch(x, y);
    ts.push(performance.now() - t);
  }
  ts.sort((a, b) => a - b);
  const x1 = tf.tensor(
    Float32Array.from({ length: frames * 64 }, () => r.normal()),
    [1, frames, 64],
  );
  const ps = [];
  for (let i = 0; i < 60; i++) {
    const t = performance.now();
    const o = m.predict(x1);
    o.dataSync();
    o.dispose();
    ps.push(performance.now() - t);
  }
  ps.sort((a, b) => a - b);
  const ps32 = [];
  for (let i = 0; i < 5; i++) {
    const t = performance.now();
    const o = m.predict(x);
    o.dataSync();
    o.dispose();
    ps32.push((performance.now() - t) / 32);
  }
  ps32.sort((a, b) => a - b);
  console.log(
    spec,
    m.countParams(),
    'step',
    ts[12].toFixed(0),
    'min',
    ts[0].toFixed(0),
    'predict1',
    ps[30].toFixed(2),
    'predict32/clip',
    ps32[2].toFixed(2),
  );
}
