import { Command, Option } from '@commander-js/extra-typings';
import { printable } from '@ser/core';
import { describeEncoder, encoderOf } from '@ser/dsp';
import { describeEnrollment, type SerModel } from '@ser/models';
import { type CardFacts, modelCardHtml, modelCardMarkdown, modelCardParts } from '@ser/report';
import { OPTIONS } from '../../cli/options.js';
import { openModel } from '../../pretrained.js';

/** The formats of a card in a file. */
const CARDS = { md: modelCardMarkdown, html: modelCardHtml } as const;
const CARD_NAMES = ['md', 'html'] as const;

/** `ser model info --model folder`, `ser model info --card md > MODEL_CARD.md` */
export const command = () =>
  new Command()
    .addOption(OPTIONS.modelFolder())
    .addOption(new Option('--card <format>', 'print the card as Markdown or as an HTML page').choices(CARD_NAMES))
    .addOption(OPTIONS.json().conflicts('card'))
    .action(async (options) => {
      const model = await openModel(options.model);
      const { card, labels, members } = model;
      const described = { ...card, labels, networks: members.map(describeNetwork) };
      model.dispose();
      const text = options.card ? CARDS[options.card](factsOf(described)).trimEnd() : formatCard(described);
      process.stdout.write(`${options.json ? JSON.stringify(described) : text}\n`);
    });

/** Returns how one network of a model turns sound into probabilities. */
function describeNetwork({ network, frontEnd, window, temperature, enrollment }: SerModel) {
  // The statistics are long and of no use to a reader.
  const { normalization: _, ...config } = frontEnd.config;
  const { reference: __, ...known } = enrollment ?? {};
  const wanted = encoderOf(config);
  return {
    name: network.name,
    parameters: network.countParams(),
    coeffs: frontEnd.coeffs,
    hopSeconds: frontEnd.hopSeconds,
    encoder: wanted && describeEncoder(wanted),
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

/** Returns the card of a model with the facts of its networks in words. */
const factsOf = ({ networks, ...card }: Described): CardFacts => ({
  ...card,
  networks: networks.map((network) => [
    ['network', `${network.name}, ${network.parameters} parameters`],
    [
      'input',
      `${network.coeffs} values every ${(1000 * network.hopSeconds).toFixed(1)} ms, windows of ${(network.window.frames * network.hopSeconds).toFixed(2)} s`,
    ],
    ...(network.encoder ? [['encoder', network.encoder] as const] : []),
    ['speakers', network.enrollment ? `enrolled from ${network.enrollment.description}: ser enroll` : 'not adapted to'],
    ['temperature', network.temperature === 1 ? '1 (not calibrated)' : network.temperature.toFixed(3)],
  ]),
});

/** Returns the card of a model as lines, with control characters escaped: files come from anywhere. */
export function formatCard(described: Described): string {
  const { facts, figures, notes } = modelCardParts(factsOf(described));
  return [
    described.name,
    described.description,
    '',
    ...facts.map(([name, value]) => `${`${name}:`.padEnd(13)}${value}`),
    ...section(
      'Figures',
      figures.map(([name, value]) => `${name}: ${value}`),
    ),
    ...section('Notes', notes),
  ]
    .map(printable)
    .join('\n');
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
