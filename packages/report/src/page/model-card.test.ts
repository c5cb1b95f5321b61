import { expect, it } from 'vitest';
import { type CardFacts, modelCardHtml, modelCardMarkdown, modelCardParts } from './model-card.js';

const card: CardFacts = {
  ...{ name: 'open', description: 'A model of *one* corpus', labels: ['angry', 'sad'], corpora: ['emodb', 'tess'] },
  ...{ license: 'CC BY 4.0', seed: 0, metrics: { 'uar.loso': 0.71 }, notes: ['Acted <b> speech only'] },
  networks: [[['network', 'cnn, 12 parameters']]],
};

it('modelCardParts(card) returns the facts that there are, in words', () => {
  expect(modelCardParts(card)).toEqual({
    facts: [
      ['emotions', 'angry, sad'],
      ['trained on', 'emodb, tess'],
      ['license', 'CC BY 4.0'],
      ['seed', '0'],
      ['network', 'cnn, 12 parameters'],
    ],
    figures: [['uar.loso', '0.71']],
    notes: ['Acted <b> speech only'],
  });
});

it('modelCardMarkdown(card) returns Markdown in which nothing of the card is markup', () => {
  expect(modelCardMarkdown(card)).toBe(`# Model card: open

A model of \\*one\\* corpus

- **emotions**: angry, sad
- **trained on**: emodb, tess
- **license**: CC BY 4.0
- **seed**: 0
- **network**: cnn, 12 parameters

## Figures

| figure | value |
| --- | ---: |
| uar.loso | 0.71 |

## Notes

- Acted \\<b\\> speech only
`);
  const { metrics: _, notes: __, ...rest } = card;
  expect(modelCardMarkdown({ ...rest, name: 'a\n# b' })).toMatch(/^# Model card: a \\# b\n/);
  expect(modelCardMarkdown(rest)).not.toContain('##');
});

it('modelCardHtml(card) returns a page with the same facts', () => {
  const page = modelCardHtml(card);
  for (const part of [
    '<h1>Model card: open</h1>',
    '<dt>trained on</dt><dd>emodb, tess</dd>',
    '<li>Acted &lt;b&gt; speech only</li>',
  ])
    expect(page).toContain(part);
  expect(page).toMatch(/<th scope="row">uar\.loso<\/th><td class="number">0\.71</);
});
