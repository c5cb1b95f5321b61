import { invalidArgument } from '@ser/core';
import { checkWindowSpec } from '../predict/windows.js';
import type { SerModelParts } from './ser-model.js';

const isTensorShape = (shape: unknown): shape is (number | null)[] => Array.isArray(shape) && !Array.isArray(shape[0]);

/** Values that a window may have. */
const MAX_VALUES = 2 ** 26;

/** @throws SerError `INVALID_ARGUMENT` if the parts of a model do not fit together. */
export function checkParts({ network, frontEnd, labels, window, temperature = 1 }: SerModelParts): void {
  checkWindowSpec(window);
  if (window.frames * frontEnd.coeffs > MAX_VALUES)
    throw invalidArgument('window.frames', window.frames, `at most ${Math.floor(MAX_VALUES / frontEnd.coeffs)}`);
  if (!(temperature > 0 && temperature < Number.POSITIVE_INFINITY))
    throw invalidArgument('temperature', temperature, 'a positive finite number');
  if (new Set(labels).size !== labels.length) throw invalidArgument('labels', labels, 'different from each other');
  const [input] = network.inputs;
  const output = network.outputShape;
  if (network.inputs.length !== 1 || input?.shape.length !== 3 || input.shape[0] !== null)
    throw invalidArgument('network', network.name, 'a network with one input [batch, frames, coeffs]');
  const [, frames, coeffs] = input.shape;
  if (coeffs !== frontEnd.coeffs)
    throw invalidArgument('frontEnd.coeffs', frontEnd.coeffs, `${coeffs} as the network's input`);
  if (frames !== null && frames !== window.frames)
    throw invalidArgument('window.frames', window.frames, `${frames} as the network's input`);
  if (network.outputs.length !== 1 || !isTensorShape(output) || output.length !== 2)
    throw invalidArgument('network', network.name, 'a network with one output [batch, classes]');
  if (output[1] !== labels.length)
    throw invalidArgument('labels', labels, `a list of ${output[1]} labels, one for each output of the network`);
}
