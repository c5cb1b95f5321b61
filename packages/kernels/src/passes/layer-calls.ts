import type { LayersModel, layers, Shape, SymbolicTensor } from '@tensorflow/tfjs-layers';

/** One use of a layer in a network; symbolic tensors by their ids. */
export interface LayerCall {
  readonly layer: layers.Layer;
  readonly inputs: readonly number[];
  readonly inputShapes: readonly Shape[];
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
  if (network.inputs.length !== 1) return undefined;
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
    const [inputs, inputShapes] = [node.inputTensors.map(({ id }) => id), node.inputTensors.map(({ shape }) => shape)];
    calls.push({ layer, inputs, inputShapes, outputs });
    return true;
  };
  return network.outputs.every(visit) ? calls : undefined;
}

/** The calls that make and read the tensors of a network. */
export interface Wiring {
  /** The call that makes a tensor; undefined for the input. */
  maker(id: number): LayerCall | undefined;
  /** The only call that reads what a call makes; undefined if several do, or if it is a result. */
  onlyReader(call: LayerCall): LayerCall | undefined;
}

/** @param results ids of what the network gives. */
export function wiringOf(calls: readonly LayerCall[], results: readonly number[]): Wiring {
  const makers = new Map(calls.flatMap((call) => call.outputs.map((id) => [id, call] as const)));
  const readers = new Map<number, LayerCall[]>();
  for (const call of calls) for (const id of call.inputs) readers.set(id, [...(readers.get(id) ?? []), call]);
  return {
    maker: (id) => makers.get(id),
    onlyReader({ outputs: [output, ...more] }) {
      if (more.length > 0 || results.includes(output!)) return undefined;
      const [reader, ...others] = readers.get(output!)!;
      return others.length === 0 ? reader : undefined;
    },
  };
}
