import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';

// Layers that tfjs lacks, from its plain ops: what a user of stock tfjs has to write.

const only = (inputs) => (Array.isArray(inputs) ? inputs[0] : inputs);

/** softmax over time of tanh(h · w), then the weighted sum: [batch, frames, units] → [batch, units]. */
export class PlainAttention extends tfl.layers.Layer {
  static className = 'PlainAttention';
  build([, , units]) {
    this.score = this.addWeight('score', [units, 1], 'float32', tfl.initializers.glorotUniform({ seed: 3 }));
    this.built = true;
  }
  computeOutputShape([batch, , units]) {
    return [batch, units];
  }
  call(inputs) {
    return tf.tidy(() => {
      const h = only(inputs);
      const [batch, frames, units] = h.shape;
      const scores = tf.tanh(tf.matMul(tf.reshape(h, [batch * frames, units]), this.score.read()));
      const weights = tf.softmax(tf.reshape(scores, [batch, frames]));
      return tf.reshape(tf.matMul(tf.reshape(weights, [batch, 1, frames]), h), [batch, units]);
    });
  }
}

/** Causal convolution of kernel size 2 as [x(t - dilation), x(t)] · W: tfjs has neither causal padding nor the gradient. */
export class PlainDilatedConv extends tfl.layers.Layer {
  static className = 'PlainDilatedConv';
  constructor({ filters, dilationRate }) {
    super({});
    this.filters = filters;
    this.dilation = dilationRate;
  }
  build([, , coeffs]) {
    const initializer = tfl.initializers.glorotUniform({ seed: 4 });
    this.kernel = this.addWeight('kernel', [2 * coeffs, this.filters], 'float32', initializer);
    this.bias = this.addWeight('bias', [this.filters], 'float32', tfl.initializers.zeros());
    this.built = true;
  }
  computeOutputShape([batch, frames]) {
    return [batch, frames, this.filters];
  }
  call(inputs) {
    return tf.tidy(() => {
      const x = only(inputs);
      const [batch, frames, coeffs] = x.shape;
      const past = tf.pad(tf.slice(x, [0, 0, 0], [batch, frames - this.dilation, coeffs]), [
        [0, 0],
        [this.dilation, 0],
        [0, 0],
      ]);
      const pairs = tf.reshape(tf.concat([past, x], 2), [batch * frames, 2 * coeffs]);
      return tf.reshape(tf.add(tf.matMul(pairs, this.kernel.read()), this.bias.read()), [batch, frames, this.filters]);
    });
  }
}

/** The sequence backwards. */
export class Reverse extends tfl.layers.Layer {
  static className = 'Reverse';
  call(inputs) {
    return tf.reverse(only(inputs), 1);
  }
}

/** A learned weighted sum of several vectors. */
export class WeightedSum extends tfl.layers.Layer {
  static className = 'WeightedSum';
  build(shapes) {
    this.weight = this.addWeight('weight', [shapes.length, 1], 'float32', tfl.initializers.ones());
    this.built = true;
  }
  computeOutputShape([[batch, units]]) {
    return [batch, units];
  }
  call(inputs) {
    return tf.tidy(() => {
      const stacked = tf.stack(inputs, 2);
      const [batch, units, count] = stacked.shape;
      return tf.reshape(tf.matMul(tf.reshape(stacked, [batch * units, count]), this.weight.read()), [batch, units]);
    });
  }
}
