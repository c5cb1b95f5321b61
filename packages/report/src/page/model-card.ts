import { htmlDocument } from './document/document.js';
import { html, numeric, table } from './document/html.js';

/** What a model file says about its model. */
export interface CardFacts {
  readonly name: string;
  readonly description: string;
  /** The emotions that it tells apart. */
  readonly labels: readonly string[];
  /** The corpora that it was trained on. */
  readonly corpora: readonly string[];
  /** Speakers of these corpora that training left out. */
  readonly leftOut?: readonly string[] | undefined;
  /** License of the weights. */
  readonly license: string;
  /** End of training, ISO 8601. */
  readonly trainedAt?: string | undefined;
  readonly seed?: number | undefined;
  /** Figures by name, e.g. `{ 'uar.loso': 0.71 }`. */
  readonly metrics?: Readonly<Record<string, number>> | undefined;
  /** Known limits and anything else. */
  readonly notes?: readonly string[] | undefined;
  /** Facts about each network, such as its parameters and its input, in words. */
  readonly networks?: readonly (readonly (readonly [name: string, value: string])[])[] | undefined;
}

/** The parts of a model card, in the order in which they are read. */
export interface CardParts {
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly figures: readonly (readonly [name: string, value: string])[];
  readonly notes: readonly string[];
}

/**
 * Returns the parts of a model card, with its facts in words. The text, Markdown and HTML of a card all come from this.
 *
 * @example
 * modelCardParts(card).facts; // [['emotions', 'angry, happy, sad'], ['trained on', 'emodb'], …]
 */
export function modelCardParts({
  labels,
  corpora,
  leftOut,
  license,
  trainedAt,
  seed,
  metrics,
  notes,
  networks,
}: CardFacts): CardParts {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['emotions', labels.join(', ')],
    ['trained on', corpora.join(', ')],
    ['left out', leftOut?.join(', ')],
    ['license', license],
    ['trained at', trainedAt],
    ['seed', seed?.toString()],
    ...(networks ?? []).flat(),
  ];
  return {
    facts: facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
    figures: Object.entries(metrics ?? {}).map(([name, value]) => [name, String(value)]),
    notes: notes ?? [],
  };
}

/** Escapes what Markdown would read as markup: cards of models come from anywhere. */
const plain = (text: string): string => text.replace(/[\\`*_[\]<>|#&]/g, '\\$&').replace(/\s+/g, ' ');

/**
 * Returns the card of a model as Markdown.
 *
 * @example
 * await writeFile('MODEL_CARD.md', modelCardMarkdown({ ...model.card, labels: model.labels }));
 */
export function modelCardMarkdown(card: CardFacts): string {
  const { facts, figures, notes } = modelCardParts(card);
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length > 0 ? ['', `## ${title}`, '', ...lines] : [];
  return [
    `# Model card: ${plain(card.name)}`,
    '',
    plain(card.description),
    '',
    ...facts.map(([name, value]) => `- **${plain(name)}**: ${plain(value)}`),
    ...section('Figures', [
      ...(figures.length > 0 ? ['| figure | value |', '| --- | ---: |'] : []),
      ...figures.map(([name, value]) => `| ${plain(name)} | ${plain(value)} |`),
    ]),
    ...section(
      'Notes',
      notes.map((note) => `- ${plain(note)}`),
    ),
    '',
  ].join('\n');
}

/**
 * Returns the card of a model as one HTML file, which loads nothing and runs no scripts.
 *
 * @example
 * await writeFile('card.html', modelCardHtml({ ...model.card, labels: model.labels }));
 */
export function modelCardHtml(card: CardFacts): string {
  const { facts, figures, notes } = modelCardParts(card);
  const body = html`<section>
<h2>Facts</h2>
<dl class="terms">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
</section>
${figures.length > 0 ? html`<section><h2>Figures</h2>${table([{ title: 'Figure' }, numeric('Value')], figures)}</section>` : ''}
${notes.length > 0 ? html`<section><h2>Notes</h2><ul>${notes.map((note) => html`<li>${note}</li>`)}</ul></section>` : ''}`;
  return htmlDocument({ title: `Model card: ${card.name}`, subtitle: card.description, body });
}
