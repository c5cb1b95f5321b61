import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { BatchNormalization } from '../layers/batch-normalization.js';
import { FoldedConvolution } from './folded-convolution.js';
import { type LayerCall, type Wiring, wiringOf } from './layer-calls.js';
import { isDropout, isLinearConv2d, isRelu } from './layer-kinds.js';
import { Fusion, passOf, type Step } from './steps.js';

/** A network's inference pass. */
export interface InferencePass {
  /** How many outputs the network has. */
  readonly outputs: number;
  /** Returns every output of the network for inputs `[rows, …]` of its input shape. */
  run(inputs: Tensor): Tensor[];
  /** Frees what the pass made of the network's weights, which stay; a later `run` makes it again. */
  dispose(): void;
}

/**
 * Returns a network's inference pass, `network.apply(x, { training: false })`, with less overhead: the graph is walked
 * once, layers are called without the checks that `apply` repeats each time, and convolutions of pictures take the batch
 * norm, the sum and the ReLU behind them into one kernel, whose weights are folded and transformed on first use. Values
 * equal those of the layers except for rounding. Has no gradient.
 *
 * Weights that are assigned later are noticed; weights that an optimizer moves in place are not, so make a new pass after
 * training. Networks with several inputs, with masking layers, or with arguments given to single layers run by `apply`.
 *
 * @example
 * const pass = inferencePass(network);
 * const [probabilities] = tf.tidy(() => pass.run(x).map((y) => y.arraySync()));
 * pass.dispose();
 */
export function inferencePass(network: LayersModel): InferencePass {
  const folded: FoldedConvolution[] = [];
  const run = passOf(network, false, (calls, results) => inferenceSteps(calls, results, folded));
  return {
    outputs: network.outputs.length,
    run,
    dispose() {
      for (const each of folded) each.dispose();
    },
  };
}

/** The calls as steps; `folded` receives the convolutions that keep folded weights. */
function inferenceSteps(calls: readonly LayerCall[], results: readonly number[], folded: FoldedConvolution[]): Step[] {
  const wiring = wiringOf(calls, results);
  const fusion = new Fusion();
  for (const call of calls) {
    if (isDropout(call.layer)) fusion.add({ ...call, run: ([x]) => x! }, call);
    else if (isLinearConv2d(call.layer)) {
      const chain = chainOf(call, wiring, fusion);
      const convolution = new FoldedConvolution(call.layer, chain.norm, chain.rectifies);
      folded.push(convolution);
      const [x] = call.inputs;
      const step: Step = {
        inputs: chain.added === undefined ? [x!] : [x!, chain.added],
        outputs: chain.calls.at(-1)!.outputs,
        run: ([picture, added]) => convolution.run(picture as Tensor4D, added as Tensor4D | undefined),
      };
      fusion.add(step, chain.calls.at(-1)!, ...chain.calls.slice(0, -1));
    }
  }
  return fusion.steps(calls, false);
}

/** A convolution and what is taken into it. */
interface Chain {
  readonly calls: readonly LayerCall[];
  readonly norm: BatchNormalization | undefined;
  /** Id of a tensor that is added before ReLU. */
  readonly added: number | undefined;
  readonly rectifies: boolean;
}

/** Convolution → batch norm → sum with another tensor → ReLU, as far as it goes; the sum only together with its ReLU. */
function chainOf(call: LayerCall, { onlyReader }: Wiring, fusion: Fusion): Chain {
  const next = onlyReader(call);
  const norm = next?.layer instanceof BatchNormalization && isLastAxis(next.layer) ? next.layer : undefined;
  const calls = norm ? [call, next!] : [call];
  const last = calls.at(-1)!;
  const reader = onlyReader(last);
  if (reader && isRelu(reader.layer)) return { calls: [...calls, reader], norm, added: undefined, rectifies: true };
  const added = reader && otherAddend(reader, last.outputs[0]!);
  const rectified = added === undefined || fusion.has(reader!) ? undefined : onlyReader(reader!);
  if (rectified && isRelu(rectified.layer))
    return { calls: [...calls, reader!, rectified], norm, added, rectifies: true };
  return { calls, norm, added: undefined, rectifies: false };
}

/** Pictures have four axes. */
const isLastAxis = ({ axis }: BatchNormalization): boolean => axis === -1 || axis === 3;

/** What a sum of two of one shape adds to a tensor; undefined for other layers. */
function otherAddend({ layer, inputs, inputShapes }: LayerCall, tensor: number): number | undefined {
  if (layer.getClassName() !== 'Add' || inputs.length !== 2 || `${inputShapes[0]}` !== `${inputShapes[1]}`)
    return undefined;
  return inputs.find((id) => id !== tensor);
}
