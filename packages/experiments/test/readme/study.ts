import { openStudy } from '@ser/experiments';

const model = { kind: 'cnn', filters: [8] } as const;
const study = await openStudy({ corpus: 'synthetic', protocol: 'speaker-2', model, training: { epochs: 1 } });
const run = await study.evaluate(); // each clip is predicted by a network that was not trained on its speaker
console.log(run.config.protocol, run.predictions.length); // speaker-2 320
