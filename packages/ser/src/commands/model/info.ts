import { Command } from '@commander-js/extra-typings';
import { printable } from '@ser/core';
import { describeEnrollment, type SerModel } from '@ser/models';
import { OPTIONS } from '../../cli/options.js';
import { openModel } from '../../pretrained.js';

/** `ser model info --model folder` */
export const command = () =>
  new Command()
    .addOption(OPTIONS.modelFolder())
    .addOption(OPTIONS.json())
    .action(async (options) => {
      const model = await openModel(options.model);
      const { card, labels, members } = model;
      const described = { ...card, labels, networks: members.map(describeNetwork) };
      model.dispose();
      process.stdout.write(`${options.json ? JSON.stringify(described) : formatCard(described)}\n`);
    });

/** Returns how one network of a model turns sound into probabilities. */
function describeNetwork({ network, frontEnd, window, temperature, enrollment }: SerModel) {
  // The statistics are long and of no use to a reader.
  const { normalization: _, ...config } = frontEnd.config;
  const { reference: __, ...known } = enrollment ?? {};
  return {
    name: network.name,
    parameters: network.countParams(),
    coeffs: frontEnd.coeffs,
    hopSeconds: frontEnd.hopSeconds,
    window,
    temperature,
    enrollment: enrollment && { ...known, description: describeEnrollment(enrollment) },
    frontEnd: config,
  };
}

type Described = SerModel['card'] & {
  readonly labels: readonly string[];
  readonly networks: readonly ReturnType<typeof describeNetwork>[];
};

/** Returns the card of a model as lines, with control characters escaped: files come from anywhere. */
export function formatCard({ networks, labels, ...card }: Described): string {
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
      [
        'speakers',
        network.enrollment ? `enrolled from ${network.enrollment.description}: ser enroll` : 'not adapted to',
      ],
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
  ]
    .map(printable)
    .join('\n');
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
