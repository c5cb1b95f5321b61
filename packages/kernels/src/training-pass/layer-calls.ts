import type { LayersModel, layers, SymbolicTensor } from '@tensorflow/tfjs-layers';

/** One use of a layer in a network; symbolic tensors by their ids. */
export interface LayerCall {
  readonly layer: layers.Layer;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

const asList = <T>(one: T | T[]): T[] => (Array.isArray(one) ? one : [one]);

/** Layers that pass masks on, which only `apply` does. */
const MASKING: readonly string[] = ['Masking', 'Embedding'];

/**
 * Returns the layers of a network in an order in which each finds its inputs. Undefined for networks that need `apply`:
 * with several inputs, masks, extra arguments of a layer, or states that a recurrent layer receives.
 */
export function layerCalls(network: LayersModel): LayerCall[] | undefined {
  if (network.inputs.length !== 1 || network.outputs.length !== 1) return undefined;
  const calls: LayerCall[] = [];
  const known = new Set<number>([network.inputs[0]!.id]);
  const visit = (tensor: SymbolicTensor): boolean => {
    if (known.has(tensor.id)) return true;
    const layer = tensor.sourceLayer as layers.Layer;
    const node = layer.inboundNodes[tensor.nodeIndex]!;
    const isRecurrent = 'cell' in layer || layer.getClassName() === 'Bidirectional';
    if (node.inputTensors.length === 0 || (isRecurrent && node.inputTensors.length > 1)) return false;
    if (Object.keys(node.callArgs ?? {}).length > 0 || MASKING.includes(layer.getClassName())) return false;
    if (!node.inputTensors.every(visit)) return false;
    const outputs = asList(node.outputTensors).map(({ id }) => id);
    for (const id of outputs) known.add(id);
    calls.push({ layer, inputs: node.inputTensors.map(({ id }) => id), outputs });
    return true;
  };
  return visit(network.outputs[0]!) ? calls : undefined;
}
