import { Random, SerError } from '@ser/core';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { innerLayers, type Layer } from './inner-layers.js';

/** Fields of dropout layers in tfjs-layers 4.22. */
interface Dropout {
  readonly rate: number;
  getNoiseShape?(input: tf.Tensor): number[] | null | undefined;
}

/** Fields of recurrent cells with dropout. */
interface DropoutCell {
  readonly dropout?: number | undefined;
  readonly recurrentDropout?: number | undefined;
  dropoutFunc?: ((x: tf.Tensor, rate: number) => tf.Tensor) | undefined;
}

/** Makes the dropout masks of a network reproducible. */
export interface SeededDropout {
  /** Sets the seed of the masks of the next pass. Nothing is dropped before the first seed. */
  seed(value: number): void;
  /** Drops nothing until the next seed. */
  pause(): void;
  /** Returns the factors that a dropout layer multiplies this input with in the current pass; undefined if it drops nothing. */
  mask(layer: Layer, input: tf.Tensor): tf.Tensor | undefined;
  /** Restores the layers. */
  restore(): void;
}

/**
 * Draws the masks of all dropout layers of a network from a seed that is set before each pass. Runs can then be reproduced,
 * and a shard of a batch has the same masks in any worker. By default, tfjs draws from `Math.random` or, if a layer has a
 * seed, drops the same units in every step.
 *
 * Only these layers of this network change, and only until `restore`.
 *
 * @throws SerError `INVALID_ARGUMENT` for layers with noise that cannot be seeded (GaussianNoise, GaussianDropout, AlphaDropout).
 */
export function seedDropout(network: LayersModel): SeededDropout {
  let random: Random | undefined;
  const undo: (() => void)[] = [];
  const maskOf = (layer: Layer, input: tf.Tensor): tf.Tensor | undefined => {
    const { rate } = layer as Layer & Dropout;
    return random && rate > 0 ? drawMask(maskShape(layer, input), rate, random) : undefined;
  };
  for (const layer of innerLayers(network)) {
    const name = layer.getClassName();
    if (name === 'Dropout' || name === 'SpatialDropout1D') {
      layer.call = (inputs, kwargs) => {
        const input = Array.isArray(inputs) ? inputs[0]! : inputs;
        return tf.tidy(() => {
          const mask = kwargs.training === true ? maskOf(layer, input) : undefined;
          return mask ? tf.mul(input, mask) : input;
        });
      };
      // Deleting the method of the instance uncovers that of the class.
      undo.push(() => Reflect.deleteProperty(layer, 'call'));
    } else if (/^(GaussianNoise|GaussianDropout|AlphaDropout)$/.test(name)) {
      throw new SerError('INVALID_ARGUMENT', `layer ${layer.name} (${name}) draws noise that cannot be seeded`, {
        hint: 'Use a dropout layer instead.',
      });
    } else if (!('cell' in layer)) {
      const cell = layer as Layer & DropoutCell;
      if (!((cell.dropout ?? 0) > 0 || (cell.recurrentDropout ?? 0) > 0)) continue;
      const found = cell.dropoutFunc;
      cell.dropoutFunc = (x, rate) => (random ? tf.mul(x, drawMask(x.shape, rate, random)) : x);
      undo.push(() => {
        cell.dropoutFunc = found;
      });
    }
  }
  return {
    seed(value) {
      random = new Random(value);
    },
    pause() {
      random = undefined;
    },
    mask: maskOf,
    restore() {
      for (const step of undo) step();
    },
  };
}

function maskShape(layer: Layer, input: tf.Tensor): number[] {
  if (layer.getClassName() === 'SpatialDropout1D') return [input.shape[0]!, 1, input.shape[2]!];
  return (layer as Layer & Dropout).getNoiseShape?.(input) ?? input.shape;
}

/** Draws zeros with probability `rate`, and 1 / (1 − rate) elsewhere, which keeps the mean. */
function drawMask(shape: number[], rate: number, random: Random): tf.Tensor {
  const values = new Float32Array(tf.util.sizeFromShape(shape));
  const kept = 1 / (1 - rate);
  const threshold = rate * 0x100000000;
  for (let i = 0; i < values.length; i++) values[i] = random.uint32() < threshold ? 0 : kept;
  return tf.tensor(values, shape);
}
