// Measures a trained model and stores the predictions and figures that its card is written from.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NON_SPEECH, nonSpeech, SAMPLE_RATE } from '../../packages/audio/test/non-speech.ts';
import { openCorpus } from '../../packages/datasets/dist/node.js';
import { formatPredictions, openStudy } from '../../packages/experiments/dist/index.js';
import { enrollSpeaker, SerModel, startBackend } from '../../packages/models/dist/index.js';
import { loadRecognizer } from '../../packages/ser/dist/index.js';
import { evaluate } from '../../packages/training/dist/index.js';
import { lookAtUnseen } from './look-at-unseen.mjs';
import { replaceFile } from './pages.mjs';
import { MODELS } from './pretrained-models.mjs';
import { TRANSMISSIONS, transmitted } from './transmissions.mjs';

const CONDITIONS = { babble: [20, 10], white: [20, 10], telephone: [3400], level: [-40, -6], reverberation: [0.5] };
const SOUNDS = 300;
const ENROLLMENT_CLIPS = 4;
const ENROLLED_CORPUS = { corpus: 'ravdess', clips: 2 };

export async function measurePretrained(name, { model: folder, figures }, corpora = MODELS[name].unseen) {
  await startBackend();
  const model = await SerModel.load(folder);
  for (const corpus of corpora) {
    console.log(`${name} on ${corpus}`);
    await lookAtUnseen(model, { folder, name, corpus, why: 'figures of the card' });
  }
  const { corpus: measured, heldOut } = MODELS[name].measured;
  console.log(`${name} on speakers of ${measured} that trained nothing`);
  const { heldOutSpeakers } = JSON.parse(readFileSync(join(figures, 'training.json'), 'utf8'));
  const corpus = await openCorpus(measured);
  const held = corpus.utterances.filter(
    ({ speaker, emotion }) =>
      model.labels.includes(emotion) && (!heldOut || heldOutSpeakers.includes(`${measured}/${speaker}`)),
  );
  const ids = held.map(({ id }) => id);
  const { predictions } = await evaluate(model, corpus, ids);
  replaceFile(join(figures, 'predictions.csv'), formatPredictions(predictions, model.labels));
  const speakers = Object.fromEntries(held.map(({ speaker, gender, age }) => [speaker, { gender, age }]));
  const agreed = held.filter(({ emotion, votes }) => mostVoted(votes) === emotion).map(({ id }) => id);
  const study = await openStudy({ corpus: measured, model: { kind: 'cnn' }, seed: 1 });
  const robustness = [
    ...(await study.robustness(model, { ids, conditions: CONDITIONS })),
    ...(await transmissionRows(model, corpus, ids)),
  ];
  const enrollment = [await enrollmentGain(model, corpus, held, ENROLLMENT_CLIPS)];
  if (!model.card.corpora.includes(ENROLLED_CORPUS.corpus)) {
    const other = await openCorpus(ENROLLED_CORPUS.corpus);
    const known = other.utterances.filter(({ emotion }) => model.labels.includes(emotion));
    enrollment.push(await enrollmentGain(model, other, known, ENROLLED_CORPUS.clips));
  }
  const sounds = await answeredSounds(folder);
  const about = { corpus: measured, speakers, agreed, robustness, enrollment, sounds, rejection: limitsOf(model) };
  replaceFile(join(figures, 'figures.json'), `${JSON.stringify(about, undefined, 2)}\n`);
}

const mostVoted = (votes = {}) => Object.entries(votes).sort((a, b) => b[1] - a[1])[0]?.[0];

const limitsOf = ({ rejection }) => ({
  coverage: rejection.coverage,
  minConfidence: rejection.minConfidence,
  distance: rejection.distance.limit,
});

async function transmissionRows(model, corpus, ids) {
  const rows = [];
  for (const [condition, values] of Object.entries(TRANSMISSIONS))
    for (const value of values) {
      const { metrics } = await evaluate(model, transmitted(corpus, condition, value), ids);
      rows.push({ condition, value, uar: metrics.uar.value, war: metrics.war.value });
    }
  return rows;
}

/** UAR of the other clips of each speaker, without and with a profile from a few neutral ones. */
async function enrollmentGain(model, corpus, held, count) {
  const profiles = new Map();
  const used = new Set();
  for (const speaker of new Set(held.map(({ speaker }) => speaker))) {
    const clips = held
      .filter((utterance) => utterance.speaker === speaker && utterance.emotion === 'neutral')
      .slice(0, count);
    for (const { id } of clips) used.add(id);
    profiles.set(speaker, enrollSpeaker(model, await Promise.all(clips.map((clip) => corpus.read(clip)))));
  }
  const ids = held.flatMap(({ id }) => (used.has(id) ? [] : [id]));
  const [plain, enrolled] = [
    await evaluate(model, corpus, ids),
    await evaluate(model, corpus, ids, { speakers: profiles }),
  ].map(({ metrics }) => ({ uar: metrics.uar.value, ci95: metrics.uar.ci95 }));
  return { corpus: corpus.name, clips: count, speakers: profiles.size, utterances: ids.length, plain, enrolled };
}

/** How many sounds without speech get an emotion. */
async function answeredSounds(folder) {
  const recognizer = await loadRecognizer(folder);
  const kinds = Object.keys(NON_SPEECH);
  const answered = {};
  let count = 0;
  for (let i = 0; i < SOUNDS; i++) {
    const kind = kinds[i % kinds.length];
    try {
      const { uncertain } = await recognizer.predict({ samples: nonSpeech(kind, 1000 + i), sampleRate: SAMPLE_RATE });
      if (uncertain) continue;
    } catch {
      continue; // Silence is refused.
    }
    answered[kind] = (answered[kind] ?? 0) + 1;
    count++;
  }
  recognizer.dispose();
  return { sounds: SOUNDS, answered: count, kinds: answered };
}
