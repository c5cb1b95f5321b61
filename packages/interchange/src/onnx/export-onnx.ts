import { create, toBinary } from '@bufbuild/protobuf';
import { SerError } from '@ser/core';
import type { SerModel } from '@ser/models';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { exportedParts } from '../network/exported-parts.js';
import { readLayerConfig } from '../network/layer-catalog.js';
import { type GraphLayer, type LayerConfig, readNetworkGraph, type TensorRef } from '../network/network-graph.js';
import { shapesOf, weightsOf } from '../network/weights-of.js';
import { CONVOLUTION_WRITERS } from './convolution-writers.js';
import type { LayerWriter } from './layer-call.js';
import { ModelProtoSchema, TensorProto_DataType, type ValueInfoProto, ValueInfoProtoSchema } from './onnx_pb.js';
import { OnnxGraph } from './onnx-graph.js';
import { PLAIN_WRITERS } from './plain-writers.js';
import { RECURRENT_WRITERS } from './recurrent-writers.js';
import { TIME_POOLING_WRITERS } from './time-pooling-writers.js';

/** Version 17 has LayerNormalization; it was published in 2022 with ONNX 1.12. */
const OPSET = 17n;
const IR_VERSION = 8n;

/** Our own layers; their configurations are complete. */
const OWN: Readonly<Record<string, LayerWriter>> = {
  ...TIME_POOLING_WRITERS,
  ReverseTime: RECURRENT_WRITERS.ReverseTime!,
};

const WRITERS: Readonly<Record<string, LayerWriter>> = {
  ...PLAIN_WRITERS,
  ...CONVOLUTION_WRITERS,
  ...RECURRENT_WRITERS,
  ...OWN,
};

function writerOf({ name, className }: GraphLayer): LayerWriter {
  const writer = Object.hasOwn(WRITERS, className) ? WRITERS[className] : undefined;
  if (writer === undefined)
    throw new SerError('INVALID_MODEL', `layer ${name}: the class ${className} cannot be written to ONNX`, {
      hint: `Supported are ${Object.keys(WRITERS).join(', ')}.`,
    });
  return writer;
}

const configOf = (layer: GraphLayer): LayerConfig =>
  Object.hasOwn(OWN, layer.className) ? layer.config : readLayerConfig(layer, { hardSigmoid: 'same' });

/** Describes an input or output of the graph; open sizes get names, the batch is `batch`. */
function valueInfo(name: string, shape: readonly (number | null)[]): ValueInfoProto {
  const dim = shape.map((size, axis) => ({
    value:
      size === null
        ? ({ case: 'dimParam', value: axis === 0 ? 'batch' : `${name}_${axis}` } as const)
        : ({ case: 'dimValue', value: BigInt(size) } as const),
  }));
  const tensor = { elemType: TensorProto_DataType.FLOAT, shape: { dim } };
  return create(ValueInfoProtoSchema, { name, type: { value: { case: 'tensorType', value: tensor } } });
}

/**
 * Returns a network, or a `SerModel`, as an ONNX model (opset 17) with any batch size. Input and output have the
 * names of the first and last layer: `features` [batch, frames, coeffs] and `emotion` [batch, classes] in networks of
 * `@ser/models`. The graph begins at features; front end, labels, windows, calibration and card of a SerModel are JSON
 * in the metadata entry `ser`.
 *
 * @returns the bytes of the file; equal models give equal bytes.
 * @throws SerError `INVALID_MODEL` that names a layer or setting that ONNX lacks.
 * @example
 * await writeFile('my-lstm.onnx', await exportOnnx(model));
 */
export async function exportOnnx(model: LayersModel | SerModel): Promise<Uint8Array<ArrayBuffer>> {
  const { network, metadata } = await exportedParts(model);
  const { name, layers, inputs, outputs } = readNetworkGraph(network);
  const shapeOf = shapesOf(network, { name, layers, inputs, outputs });
  const graph = new OnnxGraph();
  const values = new Map<string, string>();
  const key = ({ layer, call }: TensorRef): string => `${layer}#${call}`;
  for (const layer of layers) {
    if (layer.className === 'InputLayer') {
      values.set(key({ layer: layer.name, call: 0 }), layer.name);
      continue;
    }
    const write = writerOf(layer);
    const config = configOf(layer);
    const weights = weightsOf(network, layer);
    for (const [call, reads] of layer.calls.entries()) {
      const ref = { layer: layer.name, call };
      graph.enter(call === 0 ? layer.name : `${layer.name}_${call}`);
      const value = write({
        graph,
        name: layer.name,
        config,
        weights,
        inputs: reads.map((read) => values.get(key(read))!),
        shapes: reads.map(shapeOf),
        outputShape: shapeOf(ref),
      });
      values.set(key(ref), value);
    }
  }
  const output = outputs.map((ref) => {
    graph.enter(ref.layer);
    graph.alias(values.get(key(ref))!, ref.layer);
    return valueInfo(ref.layer, shapeOf(ref));
  });
  const proto = create(ModelProtoSchema, {
    irVersion: IR_VERSION,
    opsetImport: [{ domain: '', version: OPSET }],
    producerName: '@ser/interchange',
    graph: {
      name,
      node: graph.nodes,
      initializer: graph.constants,
      input: inputs.map((ref) => valueInfo(ref.layer, shapeOf(ref))),
      output,
    },
    metadataProps: metadata === undefined ? [] : [{ key: 'ser', value: metadata }],
  });
  return new Uint8Array(toBinary(ModelProtoSchema, proto));
}
