import { Random } from '@ser/core';
import { mul, type Tensor, tensor, tidy, util } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';

type Args = Parameters<typeof layers.dropout>[0];
type CallOptions = Readonly<Record<string, unknown>>;

interface StockDropout extends layers.Layer {
  readonly rate: number;
  readonly seed?: number | undefined;
  getNoiseShape(input: Tensor): number[] | undefined;
}

type StockClass = new (args: Args) => StockDropout;

const stockDropout: StockClass = layers.dropout({ rate: 0, name: 'stock' }).constructor as never;
const stockSpatialDropout: StockClass = layers.spatialDropout1d({ rate: 0, name: 'stock' }).constructor as never;

/** The source of the masks of a layer: its seed, or random numbers without one. */
const maskSource = ({ seed }: Args): Random => new Random(seed ?? Math.floor(Math.random() * 2 ** 32));

/** Random values for each entry of `shape`: 0 with probability `rate`, else what keeps the mean at 1. */
function drawMask(shape: number[], rate: number, random: Random): Tensor {
  const values = new Float32Array(util.sizeFromShape(shape));
  const kept = 1 / (1 - rate);
  for (let i = 0; i < values.length; i++) values[i] = random.next() < rate ? 0 : kept;
  return tensor(values, shape);
}

function applyDropout(layer: StockDropout, random: Random, inputs: Tensor | Tensor[], options: CallOptions): Tensor {
  const input = Array.isArray(inputs) ? inputs[0]! : inputs;
  if (layer.rate === 0 || options.training !== true) return input;
  return tidy(() => mul(input, drawMask(layer.getNoiseShape(input) ?? input.shape, layer.rate, random)));
}

/**
 * `tf.layers.dropout` whose masks follow from its seed and differ from call to call.
 *
 * The stock layer starts its generator anew in each call: with a seed it drops the same units in every step, and
 * without one no run can be repeated.
 */
export class Dropout extends stockDropout {
  readonly #random: Random;

  constructor(args: Args) {
    super(args);
    this.#random = maskSource(args);
  }

  override call(inputs: Tensor | Tensor[], options: CallOptions): Tensor {
    return applyDropout(this, this.#random, inputs, options);
  }
}

/** `tf.layers.spatialDropout1d`, which drops whole coefficients of a sequence, with masks as {@link Dropout} has. */
export class SpatialDropout1D extends stockSpatialDropout {
  readonly #random: Random;

  constructor(args: Args) {
    super(args);
    this.#random = maskSource(args);
  }

  override call(inputs: Tensor | Tensor[], options: CallOptions): Tensor {
    return applyDropout(this, this.#random, inputs, options);
  }
}

/** A dropout layer over single values (Srivastava et al., 2014). */
export const dropout = (args: Args): layers.Layer => new Dropout(args);

/** A dropout layer over whole coefficients, for sequences whose neighbors say the same (Tompson et al., 2015). */
export const spatialDropout1d = (args: Args): layers.Layer => new SpatialDropout1D(args);

/** A dropout layer over whole filters of a picture [batch, frames, bands, filters] (Tompson et al., 2015). */
export const spatialDropout2d = (args: Args): layers.Layer =>
  // tfjs takes null for an axis as long as the input's, but its type does not say so.
  new Dropout({ ...args, noiseShape: [null, 1, 1, null] as unknown as number[] });
