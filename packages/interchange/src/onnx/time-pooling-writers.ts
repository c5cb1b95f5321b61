import { fixedSize, type LayerCall, type LayerWriter, refuse } from './layer-call.js';
import { ints } from './onnx-graph.js';

const EPSILON = 1e-5;
const FAR = 1e9;

/** (mask − 1) · FAR, to be added to scores, [batch, steps, 1]. */
function farFromMask({ graph }: LayerCall, mask: string): string {
  return graph.node('Mul', [graph.node('Sub', [mask, graph.number(1)]), graph.number(FAR)]);
}

const sumOverTime = ({ graph }: LayerCall, x: string, keep = 0n): string =>
  graph.node('ReduceSum', [x, graph.list(1)], { keepdims: keep });

const square = ({ graph }: LayerCall, x: string): string => graph.node('Mul', [x, x]);

/** √(relu(E[x²] − E[x]²) + ε). */
function deviation(call: LayerCall, mean: string, meanSquare: string): string {
  const { graph } = call;
  const variance = graph.node('Relu', [graph.node('Sub', [meanSquare, square(call, mean)])]);
  return graph.node('Sqrt', [graph.node('Add', [variance, graph.number(EPSILON)])]);
}

/** Softmax over time of scores [batch, steps, 1], times what is summed. */
function attend(call: LayerCall, scores: string, mask: string | undefined): (values: string) => string {
  const { graph } = call;
  const masked = mask === undefined ? scores : graph.node('Add', [scores, farFromMask(call, mask)]);
  const weights = graph.node('Softmax', [masked], { axis: 1n });
  return (values) => sumOverTime(call, graph.node('Mul', [values, weights]));
}

const attentionPooling: LayerWriter = (call) => {
  const { graph, config, inputs, weights, shapes } = call;
  const [x, mask] = inputs as [string, string?];
  const linear = graph.node('MatMul', [x, graph.floats(weights[0]!, [Number(shapes[0]![2]), 1])]);
  const scores = config.score_activation === 'linear' ? linear : graph.node('Tanh', [linear]);
  return attend(call, scores, mask)(x);
};

const attentiveStatistics: LayerWriter = (call) => {
  const { graph, config, inputs, weights, shapes } = call;
  const [x, mask] = inputs as [string, string?];
  const units = Number(config.units);
  const [kernel, bias, score] = weights as [Float32Array, Float32Array, Float32Array];
  const linear = graph.node('MatMul', [x, graph.floats(kernel, [Number(shapes[0]![2]), units])]);
  const hidden = graph.node('Tanh', [graph.node('Add', [linear, graph.floats(bias, [units])])]);
  const attended = attend(call, graph.node('MatMul', [hidden, graph.floats(score, [units, 1])]), mask);
  const mean = attended(x);
  return graph.node('Concat', [mean, deviation(call, mean, attended(square(call, x)))], { axis: 1n });
};

/** Returns the weight of each frame, [1 or batch, steps, 1]. */
function frameWeights(call: LayerCall, steps: number, mask: string | undefined): string {
  const { graph } = call;
  if (mask === undefined) return graph.floats(new Float32Array(steps).fill(1 / steps), [1, steps, 1]);
  const count = graph.node('Max', [sumOverTime(call, mask, 1n), graph.number(1)]);
  return graph.node('Div', [mask, count]);
}

/** Returns the positions of the frames, centered and scaled to unit variance. */
function standardTime(call: LayerCall, steps: number, weights: string): string {
  const { graph } = call;
  const time = graph.floats(
    Float32Array.from({ length: steps }, (_, i) => i),
    [1, steps, 1],
  );
  const mean = sumOverTime(call, graph.node('Mul', [weights, time]), 1n);
  const centered = graph.node('Sub', [time, mean]);
  const variance = sumOverTime(call, graph.node('Mul', [weights, square(call, centered)]), 1n);
  return graph.node('Div', [centered, graph.node('Sqrt', [graph.node('Add', [variance, graph.number(EPSILON)])])]);
}

/** Returns 1 at the last unmasked frame and 0 elsewhere. */
function lastFrame(call: LayerCall, steps: number, mask: string | undefined): string {
  const { graph } = call;
  if (mask === undefined) {
    const last = new Float32Array(steps);
    last[steps - 1] = 1;
    return graph.floats(last, [1, steps, 1]);
  }
  const count = graph.node('Max', [sumOverTime(call, mask, 1n), graph.number(1)]);
  const position = graph.floats(
    Float32Array.from({ length: steps }, (_, i) => i + 1),
    [1, steps, 1],
  );
  return graph.node('Cast', [graph.node('Equal', [position, count])], { to: 1n });
}

const timeStatistics: LayerWriter = (call) => {
  const { graph, config, inputs, shapes, name } = call;
  const [x, mask] = inputs as [string, string?];
  const steps = fixedSize(name, shapes[0]![1], 'the number of frames');
  const weights = frameWeights(call, steps, mask);
  const weighted = (values: string, by: string): string => sumOverTime(call, graph.node('Mul', [values, by]));
  const beyond = (sign: number): string =>
    mask === undefined
      ? x
      : graph.node('Add', [
          x,
          graph.node('Mul', [graph.node('Sub', [graph.number(1), mask]), graph.number(sign * FAR)]),
        ]);
  const extreme = (operator: string, values: string): string =>
    graph.node(operator, [values], { axes: ints(1), keepdims: 0n });
  const statistics: Readonly<Record<string, () => string>> = {
    mean: () => weighted(x, weights),
    std: () => deviation(call, weighted(x, weights), weighted(square(call, x), weights)),
    min: () => extreme('ReduceMin', beyond(1)),
    max: () => extreme('ReduceMax', beyond(-1)),
    slope: () => weighted(x, graph.node('Mul', [standardTime(call, steps, weights), weights])),
    last: () => weighted(x, lastFrame(call, steps, mask)),
  };
  const vectors = (config.statistics as string[]).map((statistic) => {
    const write = Object.hasOwn(statistics, statistic) ? statistics[statistic] : undefined;
    if (write === undefined) throw refuse(name, `the statistic ${statistic} is not supported`);
    return write();
  });
  return vectors.length === 1 ? vectors[0]! : graph.node('Concat', vectors, { axis: 1n });
};

/** Writes 1 up to the last frame that is not all zeros: a cumulative sum from the end, limited to 1. */
const frameMask: LayerWriter = (call) => {
  const { graph, inputs } = call;
  const loudest = graph.node('ReduceMax', [graph.node('Abs', [inputs[0]!])], { axes: ints(2), keepdims: 1n });
  const isSounding = graph.node('Cast', [graph.node('Greater', [loudest, graph.number(0)])], { to: 1n });
  const axis = graph.node('Squeeze', [graph.list(1), graph.list(0)]);
  const following = graph.node('CumSum', [isSounding, axis], { reverse: 1n });
  return graph.node('Min', [following, graph.number(1)]);
};

/** Writers of our layers that pool over time or mask it. */
export const TIME_POOLING_WRITERS: Readonly<Record<string, LayerWriter>> = {
  AttentionPooling: attentionPooling,
  MaskedAttentionPooling: attentionPooling,
  AttentiveStatistics: attentiveStatistics,
  TimeStatistics: timeStatistics,
  FrameMask: frameMask,
};
