// The card of a pretrained model, from stored predictions and figures.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { flatMetrics, parsePredictions } from '../../packages/experiments/dist/index.js';
import { measure } from '../../packages/training/dist/index.js';
import { percent, table, withInterval } from './pages.mjs';
import { LIMITS, MODELS } from './pretrained-models.mjs';

const json = (path) => JSON.parse(readFileSync(path, 'utf8'));
const rounded = (value) => Math.round(1000 * value) / 1000;

/** All figures of a card; those of held-out speakers are measured again from their predictions. */
export async function figuresOf(name, { figures: folder, unseen }) {
  const { predictions, labels } = parsePredictions(readFileSync(join(folder, 'predictions.csv'), 'utf8'));
  const stored = json(join(folder, 'figures.json'));
  const of = (keep) => flatMetrics(measure(predictions.filter(keep), labels));
  const ageGroup = (age) =>
    age === undefined ? 'unknown' : age < 30 ? 'below 30' : age < 50 ? '30 to 49' : '50 or more';
  const groups = {};
  for (const [speaker, { gender, age }] of Object.entries(stored.speakers))
    for (const group of [gender, `age ${ageGroup(age)}`]) groups[group] = [...(groups[group] ?? []), speaker];
  const agreed = new Set(stored.agreed);
  return {
    ...stored,
    heldOut: of(() => true),
    agreedClips: agreed.size > 0 ? of(({ id }) => agreed.has(id)) : undefined,
    groups: Object.entries(groups)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([group, speakers]) => ({ group, speakers, metrics: of(({ speaker }) => speakers.includes(speaker)) })),
    unseen: MODELS[name].unseen.map((corpus) => json(join(unseen, `${name}-${corpus}`, 'metrics.json'))),
  };
}

/** What the model file says. */
export function cardOf(model, card, figures) {
  const { name, description, license } = model;
  return {
    ...card,
    name,
    description,
    license,
    metrics: Object.fromEntries([
      ...figures.unseen.map(({ corpus, fourClasses }) => [`uar.unseen.${corpus}.4`, rounded(fourClasses.uar)]),
      ...figures.unseen.map(({ corpus, allClasses }) => [`uar.unseen.${corpus}`, rounded(allClasses.uar)]),
      ...(model.measured.heldOut ? [[`uar.held-out.${figures.corpus}`, rounded(figures.heldOut.uar)]] : []),
    ]),
    notes: [...model.notes, ...LIMITS],
  };
}

function aboutSpeakers({ measured }, { speakers, heldOut, agreedClips }, labels) {
  const count = `${Object.keys(speakers).length} speakers`;
  return [
    measured.heldOut
      ? `${count} that were held out of training; only the greatest distance below was chosen on them.`
      : `All ${count}.`,
    `UAR of ${labels.length} classes ${withInterval(heldOut)}, WAR ${percent(heldOut.war)}, ECE ${percent(heldOut.ece)}.`,
    ...(agreedClips
      ? [
          `On the ${agreedClips.utterances} clips whose intended emotion most listeners heard, UAR ${withInterval(agreedClips)}.`,
        ]
      : []),
  ].join('\n');
}

const CONDITION_WORDS = {
  clean: () => 'as recorded',
  babble: (value) => `babble of other voices at ${value} dB`,
  white: (value) => `white noise at ${value} dB`,
  telephone: (value) => `telephone band up to ${value} Hz`,
  level: (value) => `level of ${value} dBFS`,
  opus: (value) => `Opus at ${value} kbit/s`,
  rate: (value) => `sample rate of ${value} Hz`,
  reverberation: (value) => `room with a reverberation time of ${value} s`,
};

/** The card for people. */
export function cardText(model, { card, labels, temperature }, figures) {
  const { heldOut, groups, unseen, robustness, enrollment, sounds, rejection, corpus } = figures;
  const clean = robustness[0].uar;
  return `# Model card: ${card.name}

${model.description}. Emotions: ${labels.join(', ')}. Made by \`npm run pretrain -- ${card.name}\` from \`experiments/pretrained/${card.name}.json\`, seed ${card.seed}.

- **Data**: ${card.corpora.join(', ')}.
- **License of the weights**: ${model.license}.
- ${model.use[0]}
- ${model.use[1]}

## On corpora that it has not seen

Protocol \`unseen\`: whole corpora, in per cent, 95 % interval of UAR by bootstrap over speakers. Four classes are angry, happy,
neutral and sad, with the answer restricted to these; chance is 25.

${table(
  ['corpus', 'four classes: UAR', 'WAR', 'ECE', 'all classes: UAR', 'ECE'],
  unseen.map(({ corpus: name, fourClasses, allClasses }) => [
    name,
    withInterval(fourClasses),
    percent(fourClasses.war),
    percent(fourClasses.ece),
    `${withInterval(allClasses)} of ${allClasses.perClass.filter(({ support }) => support > 0).length}`,
    percent(allClasses.ece),
  ]),
)}

If the less confident answers are withheld, share of wrong answers among the rest (all classes):

${table(
  ['corpus', ...unseen[0].allClasses.riskCoverage.points.map(({ coverage }) => `${percent(coverage)} % answered`)],
  unseen.map(({ corpus: name, allClasses }) => [
    name,
    ...allClasses.riskCoverage.points.map(({ risk }) => percent(risk)),
  ]),
)}

## On speakers of ${corpus} that trained nothing

${aboutSpeakers(model, figures, labels)}

${table(
  ['emotion', 'recall', 'precision', 'clips'],
  heldOut.perClass.map(({ label, recall, precision, support }) => [
    label,
    percent(recall),
    percent(precision),
    support,
  ]),
)}

${table(
  ['group', 'UAR', 'speakers', 'clips'],
  groups.map(({ group, speakers, metrics }) => [
    group,
    speakers.length > 1 ? withInterval(metrics) : percent(metrics.uar),
    speakers.length,
    metrics.utterances,
  ]),
)}

Nothing else is known of these speakers. With so few of them, intervals of groups overlap: this is no proof of fairness.

## Noise, rooms, telephones

The same clips:

${table(
  ['condition', 'UAR', 'change'],
  robustness.map(({ condition, value, uar }) => [
    CONDITION_WORDS[condition](value),
    percent(uar),
    condition === 'clean' ? '' : percent(uar - clean),
  ]),
)}

## Enrolled speakers

UAR of the other clips of each speaker, plain and with a profile from a few neutral clips (\`ser enroll\`):

${table(
  ['corpus', 'speakers', 'neutral clips of each', 'clips', 'plain', 'enrolled'],
  enrollment.map(({ corpus: name, speakers, clips, utterances, plain, enrolled }) => [
    ...[name, speakers, clips, utterances, withInterval(plain), withInterval(enrolled)],
  ]),
)}

## When it declines to answer

- Below a confidence of ${percent(rejection.minConfidence)} %. Temperature (${temperature.toFixed(2)}) and this limit were chosen ${model.calibrated}.
- Farther than ${rejection.distance.toFixed(2)} from the training data in its embedding, as 1 % of the clips of held-out speakers are.
- Without speech, with less than 0.4 s of it, in noise, or clipped: ${sounds.sounds - sounds.answered} of ${sounds.sounds} synthetic sounds without speech (noise, hum, tones,
  chords, clicks, rain, instruments) get no emotion${sounds.answered > 0 ? `; those that do are ${Object.keys(sounds.kinds).join(', ')}` : ''}.

## Known failures and limits

${card.notes.map((note) => `- ${note}`).join('\n')}
`;
}
