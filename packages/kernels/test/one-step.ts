import { adam } from '../src/index.js';
import { tf } from './backends.js';
import { values } from './close.js';
import { MODELS } from './models.js';

/** Loss of one Adam step, and predictions after it, of each model from fixed weights on fixed data. */
export async function trainOneStep(): Promise<Record<string, number[]>> {
  // Biases before a batch norm have no gradient but rounding noise, which Adam blows up to whole steps: left out.
  const size = { steps: 20, features: 8, classes: 4, width: 0.25, dropout: 0, convolutionBias: false };
  const shape = [4, size.steps, size.features];
  const results: Record<string, number[]> = {};
  for (const [name, build] of Object.entries(MODELS)) {
    const model = build(size);
    model.compile({ optimizer: adam(), loss: 'categoricalCrossentropy' });
    model.setWeights(
      model.getWeights().map((w, i) =>
        tf.tensor(
          values(w.shape, i).map((v) => (w.rank > 1 ? v * 0.2 : 1 + v * 0.1)),
          w.shape,
        ),
      ),
    );
    const x = tf.tensor(values(shape, 5), shape);
    const y = tf.cast(tf.oneHot(tf.range(0, 4, 1, 'int32'), 4), 'float32');
    const loss = (await model.trainOnBatch(x, y)) as number;
    results[name] = [loss, ...Array.from((model.predict(x) as tf.Tensor).dataSync())];
  }
  return results;
}
