import { printable, SerError } from '@ser/core';
import { countOrZero } from '@ser/core/schema';
import * as v from '@ser/core/valibot';
import { parseFile } from '../schema/parse-file.js';
import { objectsIn } from './model-json.js';

/** Layers and calls of layers that a network may have, those of networks inside it included. */
const MAX_NODES = 4096;

const layerName = v.pipe(v.string(), v.nonEmpty('a name'), v.maxLength(512, 'a name of at most 512 characters'));

/** The output of one call of a layer: the layer, which of its calls, which of that call's outputs, and arguments. */
const tensorSchema = v.tupleWithRest([layerName, countOrZero, countOrZero], v.unknown());

const graphSchema = v.looseObject({
  layers: v.pipe(
    v.array(
      v.looseObject({
        name: layerName,
        class_name: layerName,
        config: v.looseObject({ name: v.exactOptional(layerName) }),
        inbound_nodes: v.array(v.pipe(v.array(tensorSchema), v.minLength(1, 'a list of at least one input'))),
      }),
    ),
    v.minLength(1, 'a list of at least one layer'),
  ),
  input_layers: v.pipe(v.array(tensorSchema), v.minLength(1, 'a list of at least one layer')),
  output_layers: v.pipe(v.array(tensorSchema), v.minLength(1, 'a list of at least one layer')),
});

type Graph = v.InferOutput<typeof graphSchema>;

const sequenceSchema = v.looseObject({
  layers: v.array(v.looseObject({ class_name: layerName, config: v.looseObject({}) })),
});

/**
 * Checks the description of a network before tfjs builds it: tfjs loops for ever over a layer whose inputs never come to
 * be.
 *
 * @param file name of the file in messages.
 * @param topology the `modelTopology` of a `model.json`.
 * @throws SerError `INVALID_MODEL` that names the layer whose inputs do not exist, depend on the layer itself, or are
 *   not described as tfjs needs it.
 */
export function checkGraph(file: string, topology: object): void {
  let nodes = 0;
  for (const object of objectsIn(topology)) {
    requirePythonNames(file, object);
    const { class_name: kind, config } = object;
    if (typeof kind !== 'string') continue;
    nodes++;
    if (kind === 'Sequential') parseFile(`${file}: network`, sequenceSchema, config, 'INVALID_MODEL');
    if (kind === 'Model' || kind === 'Functional') {
      const graph = parseFile<Graph>(`${file}: network`, graphSchema, config, 'INVALID_MODEL');
      nodes += graph.layers.reduce((sum, layer) => sum + layer.inbound_nodes.length, 0);
      if (nodes <= MAX_NODES) checkCalls(file, graph);
    }
  }
  if (nodes > MAX_NODES)
    throw new SerError('INVALID_MODEL', `${file} describes ${nodes} layers and calls; at most ${MAX_NODES} are built`);
}

/** The fields that this check reads, by the name that tfjs gives them. */
const FIELDS = new Map(
  ['class_name', 'config', 'name', 'layers', 'inbound_nodes', 'input_layers', 'output_layers', 'model_config'].map(
    (name) => [camelCase(name), name],
  ),
);

/** As tfjs turns names from Python into its own: it would read `className` as it reads `class_name`. */
function camelCase(name: string): string {
  return name.replace(/_+(\w|$)/g, (_, letter: string) => letter.toUpperCase());
}

function requirePythonNames(file: string, object: object): void {
  for (const name of Object.keys(object)) {
    const known = FIELDS.get(camelCase(name));
    if (known !== undefined && known !== name)
      throw new SerError('INVALID_MODEL', `${file}: the field ${printable(name)} must be named ${known}`);
  }
}

/** Makes the calls of layers in the order in which tfjs makes them, and refuses those that it would wait for. */
function checkCalls(file: string, { layers, input_layers: inputs, output_layers: outputs }: Graph): void {
  const made = new Map<string, number>();
  for (const { name, class_name: kind, config } of layers) {
    if (made.has(name)) throw new SerError('INVALID_MODEL', `${file}: two layers are named ${printable(name)}`);
    if (config.name !== undefined && config.name !== name)
      throw new SerError('INVALID_MODEL', `${file}: the layer ${printable(name)} has another name in its config`);
    made.set(name, kind === 'InputLayer' ? 1 : 0);
  }
  const exists = ([layer, node]: readonly [string, number, ...unknown[]]): boolean => (made.get(layer) ?? 0) > node;
  let waiting = layers.map(({ name, inbound_nodes: calls }) => ({ name, calls }));
  for (;;) {
    let progress = false;
    for (const layer of waiting)
      layer.calls = layer.calls.filter((call) => {
        if (!call.every(exists)) return true;
        made.set(layer.name, made.get(layer.name)! + 1);
        progress = true;
        return false;
      });
    waiting = waiting.filter(({ calls }) => calls.length > 0);
    if (waiting.length === 0) break;
    if (!progress) throw unreachable(file, waiting[0]!, exists);
  }
  const missing = [...inputs, ...outputs].find((tensor) => !exists(tensor));
  if (missing) throw new SerError('INVALID_MODEL', `${file}: the network has no layer ${describe(missing)}`);
}

const describe = ([layer, node]: readonly [string, number, ...unknown[]]): string =>
  `${printable(layer)}${node > 0 ? ` with ${node + 1} calls` : ''}`;

function unreachable(
  file: string,
  { name, calls }: { name: string; calls: Graph['layers'][number]['inbound_nodes'] },
  exists: (tensor: readonly [string, number, ...unknown[]]) => boolean,
): SerError {
  const input = calls[0]!.find((tensor) => !exists(tensor))!;
  return new SerError(
    'INVALID_MODEL',
    `${file}: the input of layer ${printable(name)} is the output of ${describe(input)}, which does not exist or depends on it`,
  );
}
