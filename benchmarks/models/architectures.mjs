import * as tfl from '@tensorflow/tfjs-layers';
import { Reverse, WeightedSum } from './plain-layers.mjs';
import { BATCH, CLASSES, COEFFS, FRAMES } from './shapes.mjs';

const { layers } = tfl;
const inputShape = [FRAMES, COEFFS];
// The orthogonal initializer of tfjs takes seconds and has no part in what is measured.
const weights = { kernelInitializer: 'glorotUniform', recurrentInitializer: 'glorotUniform' };
const gates = { activation: 'tanh', recurrentActivation: 'sigmoid' };

/**
 * The networks of the `train` benchmark that can be built of stock layers (python/train.py has the same).
 * @param {keyof import('./shapes.mjs').NETWORKS} name
 * @param {{ lstm, simpleRNN, conv1d, batchNormalization, attention, dilatedConv }} parts  the layers that differ
 *   between engines, as factories; `dilatedConv` is for the dilated stack alone
 */
export function buildNetwork(name, parts) {
  if (!Object.hasOwn(NETWORKS, name)) throw new Error('it has layers that stock tfjs lacks');
  return NETWORKS[name](parts);
}

const NETWORKS = {
  cnn: ({ conv1d, batchNormalization }) =>
    classifier(
      ...[64, 128, 128].flatMap((filters, i) => [
        conv1d({ filters, kernelSize: 5, padding: 'same', inputShape: i === 0 ? inputShape : undefined }),
        batchNormalization({}),
        layers.reLU(),
        layers.maxPooling1d({ poolSize: 2 }),
      ]),
      layers.globalAveragePooling1d({}),
    ),
  rnn: ({ simpleRNN }) => classifier(simpleRNN({ units: 128, inputShape, ...weights })),
  lstm: ({ lstm }) => classifier(lstm({ units: 128, inputShape, ...weights, ...gates })),
  bilstm: ({ lstm, attention }) => {
    const both = (shape) =>
      layers.bidirectional({
        layer: lstm({ units: 64, returnSequences: true, ...weights, ...gates }),
        mergeMode: 'concat',
        ...shape,
      });
    return classifier(both({ inputShape }), both({}), attention());
  },
  dilated: (parts) => dilatedStack(parts),
};

function classifier(...stack) {
  const network = tfl.sequential();
  for (const layer of [...stack, output()]) network.add(layer);
  return network;
}

const output = () => layers.dense({ units: CLASSES, activation: 'softmax' });

/** Two stacks of eight gated blocks over the clip and its reverse, as in TIM-Net (Ye et al., 2023). */
function dilatedStack({ conv1d, batchNormalization, dilatedConv }) {
  const filters = 39;
  const input = tfl.input({ shape: inputShape });
  const project = (x) => conv1d({ filters, kernelSize: 1, padding: 'same' }).apply(x);
  const block = (x, dilationRate) => {
    let gate = x;
    for (let i = 0; i < 2; i++) {
      gate = dilatedConv({ filters, dilationRate }).apply(gate);
      gate = layers.reLU().apply(batchNormalization({}).apply(gate));
      gate = layers.dropout({ rate: 0.1, noiseShape: [BATCH, 1, filters] }).apply(gate);
    }
    return layers.multiply().apply([x, layers.activation({ activation: 'sigmoid' }).apply(gate)]);
  };
  let forward = project(input);
  let backward = project(new Reverse({}).apply(input));
  const pooled = [];
  for (let i = 0; i < 8; i++) {
    forward = block(forward, 2 ** i);
    backward = block(backward, 2 ** i);
    pooled.push(layers.globalAveragePooling1d({}).apply(layers.add().apply([forward, backward])));
  }
  return tfl.model({ inputs: input, outputs: output().apply(new WeightedSum({}).apply(pooled)) });
}
