import * as v from '@ser/core/valibot';
import { cautions, label, lines } from './schemas.js';
import { cautionsOf, type Tool } from './tool.js';

const input = v.strictObject({});

const output = v.object({
  name: v.string(),
  description: v.string(),
  emotions: v.pipe(v.array(label), v.description('The emotions that it tells apart')),
  license: v.pipe(v.string(), v.description('License of the weights')),
  corpora: lines('The corpora that it was trained on'),
  metrics: v.pipe(v.record(v.string(), v.number()), v.description('Figures by name')),
  notes: lines('Known limits'),
  speakers: lines('The enrolled speakers'),
  cautions,
});

type Output = v.InferOutput<typeof output>;

function textOf({ name, description, emotions, corpora, metrics, notes, speakers, cautions }: Output): string {
  const figures = Object.entries(metrics).map(([figure, value]) => `${figure} ${value}`);
  return [
    `${name}: ${description}`,
    `Emotions: ${emotions.join(', ')}.`,
    `Trained on: ${corpora.join(', ')}.`,
    ...(figures.length > 0 ? [`Figures: ${figures.join(', ')}.`] : []),
    ...notes.map((note) => `Note: ${note}`),
    `Enrolled speakers: ${speakers.join(', ') || 'none'}.`,
    ...cautions,
  ].join('\n');
}

/** Describes the model by its card. */
export const describeModel: Tool<v.InferOutput<typeof input>, Output> = {
  name: 'describe_model',
  title: 'Describe the model',
  description:
    'Says which emotions the model tells apart, what it was trained on, how good it is, its license and known limits, and which speakers are enrolled.',
  readOnly: true,
  input,
  output,
  async run(shared) {
    const { model } = shared.recognizer;
    const { name, description, license, corpora, metrics = {}, notes = [] } = model.card;
    const data = {
      name,
      description,
      emotions: [...model.labels],
      license,
      corpora: [...corpora],
      metrics: { ...metrics },
      notes: [...notes],
      speakers: [...shared.speakers.keys()],
      cautions: cautionsOf(shared),
    };
    return { data, text: textOf(data) };
  },
};
