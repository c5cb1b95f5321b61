// Writes the small speech encoder that tests run: `tsx make-encoder.ts file.onnx`. Its frames lie as those of wav2vec 2.0:
// 400 samples wide, one every 320. The weights are drawn; it was never trained.
import { writeFileSync } from 'node:fs';
import { create, toBinary } from '@bufbuild/protobuf';
import { Random } from '@ser/core';
import { ModelProtoSchema, TensorProto_DataType } from '../src/onnx/onnx_pb.js';
import { ints, OnnxGraph } from '../src/onnx/onnx-graph.js';

const CHANNELS = 16;
/** Width and stride of each convolution, as in wav2vec 2.0. */
const CONVOLUTIONS = [[10, 5], [3, 2], [3, 2], [3, 2], [3, 2], [2, 2], [2, 2]] as const;

const random = new Random('encoder');
const graph = new OnnxGraph();
graph.enter('encoder');
const drawn = (shape: readonly number[], scale: number): string => {
  const size = shape.reduce((product, length) => product * length, 1);
  return graph.floats(Float32Array.from({ length: size }, () => scale * random.normal()), shape);
};

let x = graph.node('Unsqueeze', ['input_values', graph.list(1)]);
for (const [i, [width, stride]] of CONVOLUTIONS.entries()) {
  const channels = i === 0 ? 1 : CHANNELS;
  const weights = drawn([CHANNELS, channels, width], 1 / Math.sqrt(channels * width));
  const convolved = graph.node('Conv', [x, weights, drawn([CHANNELS], 0.01)], {
    kernel_shape: ints(width),
    strides: ints(stride),
  });
  x = graph.node(i === 0 ? 'Abs' : 'Relu', [convolved]);
}
const loudness = graph.node('Log', [graph.node('Add', [x, graph.number(1e-3)])]);
const first = graph.node('Transpose', [loudness], { perm: ints(0, 2, 1) });
const second = graph.node('Tanh', [graph.node('MatMul', [first, drawn([CHANNELS, CHANNELS], 0.05)])]);
graph.alias(second, 'last_hidden_state');
const layers = [first, second].map((layer) => graph.node('Unsqueeze', [layer, graph.list(1)]));
graph.alias(graph.node('Concat', layers, { axis: 1n }), 'hidden_states');

const value = (name: string, ...dims: (number | string)[]) => ({
  name,
  type: {
    value: {
      case: 'tensorType' as const,
      value: {
        elemType: TensorProto_DataType.FLOAT,
        shape: {
          dim: dims.map((dim) => ({
            value:
              typeof dim === 'number'
                ? { case: 'dimValue' as const, value: BigInt(dim) }
                : { case: 'dimParam' as const, value: dim },
          })),
        },
      },
    },
  },
});

writeFileSync(
  process.argv[2]!,
  toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, {
      irVersion: 8n,
      opsetImport: [{ domain: '', version: 17n }],
      producerName: '@ser/interchange',
      graph: {
        name: 'tiny-encoder',
        node: graph.nodes,
        initializer: graph.constants,
        input: [value('input_values', 1, 'samples')],
        output: [
          value('last_hidden_state', 1, 'frames', CHANNELS),
          value('hidden_states', 1, 2, 'frames', CHANNELS),
        ],
      },
    }),
  ),
);
