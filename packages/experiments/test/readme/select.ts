import { syntheticCorpus } from '@ser/datasets';
import { expandExperiment, openStudy } from '@ser/experiments';

const corpus = syntheticCorpus({ speakers: 4, utterancesPerEmotion: 1 });
const study = await openStudy(
  { corpus: 'synthetic', protocol: 'speaker-2', model: { kind: 'cnn', filters: [8] }, training: { epochs: 1 } },
  { corpus },
);
const candidates = expandExperiment(study.experiment, { 'training.learningRate': [1e-3, 3e-3] });
const { ranking } = await study.select(candidates, { innerFolds: 2 }); // on the training speakers of the first fold
console.log(ranking.length); // 2

const nested = await study.select(candidates, { nested: true, innerFolds: 2 }); // a Run: each fold chooses for itself
console.log(nested.config.selection?.length); // 2

const { summary } = await study.evaluate({ seeds: [0, 1] }); // summary.uar.mean, summary.uar.sd
console.log(summary.seeds.join(' ')); // 0 1

const [fold] = (await study.split).folds;
const { model } = await study.train({ ids: fold?.train });
const rows = await study.robustness(model, { ids: fold?.test, conditions: { white: [10, 0] } });
console.log(rows.map(({ condition, value }) => `${condition} ${value}`).join(', ')); // clean 0, white 10, white 0
model.dispose();
