import { describeEnrollment, type SerModel } from '@ser/models';
import type { CommandDef } from 'citty';
import { command } from '../command.js';
import { MODEL_OPTION } from '../options.js';
import { openModel } from '../pretrained.js';

/** `ser info --model folder` */
export const info: CommandDef = command({
  meta: { name: 'info', description: "Print a model's card: what it learnt from, license, figures, limits" },
  args: { ...MODEL_OPTION, json: { type: 'boolean', description: 'print one JSON object' } },
  async run({ args }) {
    const model = await openModel(args.model);
    const { card, labels, members } = model;
    const described = { ...card, labels, networks: members.map(describeNetwork) };
    model.dispose();
    process.stdout.write(`${args.json ? JSON.stringify(described) : formatCard(described)}\n`);
  },
});

/** How one network of a model turns sound into probabilities. */
function describeNetwork({ network, frontEnd, window, temperature, enrollment }: SerModel) {
  // The statistics are long, and say nothing to a reader.
  const { normalization: _, ...config } = frontEnd.config;
  const { reference: __, ...known } = enrollment ?? {};
  return {
    name: network.name,
    parameters: network.countParams(),
    coeffs: frontEnd.coeffs,
    hopSeconds: frontEnd.hopSeconds,
    window,
    temperature,
    ...(enrollment ? { enrollment: { ...known, description: describeEnrollment(enrollment) } } : {}),
    frontEnd: config,
  };
}

type Described = SerModel['card'] & {
  readonly labels: readonly string[];
  readonly networks: readonly ReturnType<typeof describeNetwork>[];
};

/** The card of a model as lines. */
function formatCard({ networks, labels, ...card }: Described): string {
  const facts: [string, string | undefined][] = [
    ['emotions', labels.join(', ')],
    ['trained on', card.corpora.join(', ')],
    ['left out', card.leftOut?.join(', ')],
    ['license', card.license],
    ['trained at', card.trainedAt],
    ...networks.flatMap((network): [string, string][] => [
      ['network', `${network.name}, ${network.parameters} parameters`],
      [
        'input',
        `${network.coeffs} values every ${(1000 * network.hopSeconds).toFixed(1)} ms, windows of ${(network.window.frames * network.hopSeconds).toFixed(2)} s`,
      ],
      ['speakers', network.enrollment ? `known by ${network.enrollment.description}: ser enroll` : 'strangers'],
      ['temperature', network.temperature === 1 ? '1 (not calibrated)' : network.temperature.toFixed(3)],
    ]),
  ];
  const figures = Object.entries(card.metrics ?? {}).map(([name, value]) => `${name}: ${value}`);
  return [
    card.name,
    card.description,
    '',
    ...facts.flatMap(([name, value]) => (value === undefined ? [] : [`${`${name}:`.padEnd(13)}${value}`])),
    ...section('Figures', figures),
    ...section('Notes', card.notes ?? []),
  ].join('\n');
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
