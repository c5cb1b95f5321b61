import { isRecord, SerError } from '@ser/core';
import type { GraphLayer, LayerConfig, NetworkGraph, TensorRef } from '../network/network-graph.js';
import { sequentialGraph } from '../network/network-graph.js';

type Json = Readonly<Record<string, unknown>>;
type ShapeOf = (ref: TensorRef) => readonly (number | null)[];

const legacyRef = ({ layer, call }: TensorRef): unknown[] => [layer, call, 0];

type ModuleOf = readonly [field: RegExp, module: string];

const INNER: ModuleOf = [/^layer$/, 'keras.layers'];
const MODULES: readonly ModuleOf[] = [
  INNER,
  [/_initializer$/, 'keras.initializers'],
  [/_regularizer$/, 'keras.regularizers'],
];

/** Adds to nested objects the module in which Keras 3 finds their class. */
function fieldsWithModules(config: LayerConfig, modules: readonly ModuleOf[]): Json {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => {
      const module = modules.find(([pattern]) => pattern.test(key))?.[1];
      if (module === undefined || !isRecord(value)) return [key, value];
      const inner = fieldsWithModules(value.config as LayerConfig, modules);
      return [key, { ...value, module, config: inner, registered_name: null }];
    }),
  );
}

/** Returns a model's configuration as Keras 2 writes it to `.h5`; Keras 3 reads it too. */
export function legacyModelConfig({ name, layers, inputs, outputs }: NetworkGraph): Json {
  return {
    class_name: 'Functional',
    config: {
      name,
      trainable: true,
      layers: layers.map((layer) => ({
        class_name: layer.className,
        name: layer.name,
        // Keras 3 needs the module to find a wrapped layer; Keras 2 ignores it.
        config: fieldsWithModules(layer.config, [INNER]),
        inbound_nodes: layer.calls
          .filter((call) => call.length > 0)
          .map((call) => call.map((ref) => [...legacyRef(ref), {}])),
      })),
      input_layers: inputs.map(legacyRef),
      output_layers: outputs.map(legacyRef),
    },
  };
}

function modernLayer({ name, className, config, calls }: GraphLayer, shapeOf: ShapeOf): Json {
  const { batch_input_shape, ...rest } = config;
  const tensor = (ref: TensorRef): Json => ({
    class_name: '__keras_tensor__',
    config: { shape: shapeOf(ref), dtype: 'float32', keras_history: [ref.layer, ref.call, 0] },
  });
  return {
    module: 'keras.layers',
    class_name: className,
    config: fieldsWithModules(className === 'InputLayer' ? { ...rest, batch_shape: batch_input_shape } : rest, MODULES),
    registered_name: null,
    name,
    inbound_nodes: calls
      .filter((call) => call.length > 0)
      // A merging layer has one argument, a list.
      .map((call) => ({ args: call.length === 1 ? [tensor(call[0]!)] : [call.map(tensor)], kwargs: {} })),
  };
}

/** Returns a model's configuration as Keras 3 writes it to `config.json` of `.keras`. */
export function modernModelConfig({ name, layers, inputs, outputs }: NetworkGraph, shapeOf: ShapeOf): Json {
  return {
    module: 'keras.src.models.functional',
    class_name: 'Functional',
    config: {
      name,
      trainable: true,
      layers: layers.map((layer) => modernLayer(layer, shapeOf)),
      input_layers: inputs.map(legacyRef),
      output_layers: outputs.map(legacyRef),
    },
    registered_name: 'Functional',
  };
}

const bad = (reason: string): SerError => new SerError('INVALID_MODEL', `the model's configuration: ${reason}`);

function readRef(value: unknown, layer: string): TensorRef {
  const history = isRecord(value) && isRecord(value.config) ? value.config.keras_history : value;
  if (!Array.isArray(history)) throw bad(`an input of layer ${layer} is not a tensor`);
  const [name, call, tensor, kwargs] = history as unknown[];
  if (typeof name !== 'string' || !Number.isSafeInteger(call)) throw bad(`an input of layer ${layer} is not a tensor`);
  if (tensor !== 0) throw bad(`layer ${layer} reads a second output of ${name}`);
  checkArguments(kwargs, layer);
  return { layer: name, call: call as number };
}

/** Refuses arguments of a call that change what tfjs computes. */
function checkArguments(kwargs: unknown, layer: string): void {
  if (!isRecord(kwargs)) return;
  for (const [name, value] of Object.entries(kwargs))
    if (value !== null && !(name === 'training' && value === false))
      throw bad(`layer ${layer} is called with ${name} = ${JSON.stringify(value)}`);
}

function readCall(node: unknown, layer: string): TensorRef[] {
  if (Array.isArray(node)) return node.map((ref) => readRef(ref, layer));
  if (!isRecord(node) || !Array.isArray(node.args)) throw bad(`layer ${layer} has unreadable inputs`);
  checkArguments(node.kwargs, layer);
  const [first, ...others] = node.args as unknown[];
  if (others.some((item) => item !== null)) throw bad(`layer ${layer} is called with more arguments than its inputs`);
  return (Array.isArray(first) ? first : [first]).map((ref) => readRef(ref, layer));
}

/** Reads inputs or outputs of the model: `[name, 0, 0]`, or a list of these. */
function readEnds(value: unknown, what: string): TensorRef[] {
  if (!Array.isArray(value)) throw bad(`its ${what} are not a list`);
  return (typeof value[0] === 'string' ? [value] : value).map((ref) => readRef(ref, what));
}

function readLayer(value: unknown): GraphLayer {
  if (!isRecord(value) || !isRecord(value.config) || typeof value.class_name !== 'string')
    throw bad(`${JSON.stringify(value)?.slice(0, 80)} is not a layer`);
  const name = value.name ?? value.config.name;
  if (typeof name !== 'string' || name === '') throw bad(`a layer of the class ${value.class_name} has no name`);
  const nodes = value.inbound_nodes ?? [];
  if (!Array.isArray(nodes)) throw bad(`layer ${name} has unreadable inputs`);
  const calls = nodes.length === 0 ? [[]] : nodes.map((node) => readCall(node, `${name} (${value.class_name})`));
  return { name, className: value.class_name, config: { ...value.config, name }, calls };
}

/**
 * Returns the graph of a Keras 2 or 3 configuration, Functional or Sequential.
 *
 * @throws SerError `INVALID_MODEL` that names what is missing, or what tfjs cannot compute.
 */
export function readModelConfig(json: unknown): NetworkGraph {
  if (!isRecord(json) || typeof json.class_name !== 'string') throw bad('it is not an object with a class');
  const config = Array.isArray(json.config) ? { layers: json.config } : json.config;
  if (!isRecord(config) || !Array.isArray(config.layers) || config.layers.length === 0) throw bad('it lists no layers');
  const name = typeof config.name === 'string' ? config.name : 'model';
  const layers = config.layers.map(readLayer);
  if (new Set(layers.map((layer) => layer.name)).size !== layers.length) throw bad('two layers have the same name');
  if (json.class_name === 'Sequential') {
    const shape = layers[0]!.config.batch_input_shape ?? config.build_input_shape;
    return sequentialGraph(name, layers, shape as (number | null)[] | undefined);
  }
  if (json.class_name !== 'Functional' && json.class_name !== 'Model')
    throw bad(`its class is ${json.class_name}, not Functional or Sequential`);
  return {
    name,
    layers,
    inputs: readEnds(config.input_layers, 'inputs'),
    outputs: readEnds(config.output_layers, 'outputs'),
  };
}
