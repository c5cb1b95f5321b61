import { type Corpus, extractFeatures, syntheticCorpus } from '@ser/datasets';
import { openStudy } from '@ser/experiments';
import { type BuildNetwork, DEFAULT_FRONT_END } from '@ser/training';
import * as tf from '@tensorflow/tfjs-layers';

// Utterances with labels, and a function that reads the sound of one. Here: a quieter version of another corpus.
const synthetic = syntheticCorpus({ speakers: 3, utterancesPerEmotion: 1 });
const corpus: Corpus = {
  ...synthetic,
  name: 'quiet',
  async read(utterance) {
    const { samples, sampleRate } = await synthetic.read(utterance);
    return { samples: samples.map((sample) => sample / 2), sampleRate };
  },
};

const averagePool: BuildNetwork = ({ frames, coeffs, classes, seed }) => {
  const kernelInitializer = tf.initializers.glorotUniform({ seed });
  return tf.sequential({
    layers: [
      tf.layers.globalAveragePooling1d({ inputShape: [frames, coeffs] }),
      tf.layers.dense({ units: classes, activation: 'softmax', kernelInitializer }),
    ],
  });
};

const study = await openStudy(
  { corpus: 'quiet', model: { kind: 'cnn' }, training: { epochs: 1 } }, // the kind decides the default recipe only
  { corpus, network: averagePool, features: await extractFeatures(corpus, DEFAULT_FRONT_END) },
);
const { config, predictions } = await study.evaluate();
console.log(config.corpus, config.model.kind, predictions.length); // quiet custom 12
