import { expect, it } from 'vitest';
import { evaluationOf } from '../../../test/evaluation.fixture.js';
import { reportHtml } from '../report-html.js';
import { worstMistakes } from './mistakes-section.js';

const page = (...evaluations: Parameters<typeof reportHtml>[0]['evaluations'][number][]): string =>
  reportHtml({ title: 'x', generated: 'y', evaluations });

/** Rows of the table whose first heading starts with `first`. */
const rowsOf = (html: string, first: string): string[][] =>
  html
    .split('<table>')
    .find((part) => part.startsWith(`<thead><tr><th scope="col">${first}`) || part.includes(`class="number">${first}`))!
    .split('</table>')[0]!
    .split('</tr>')
    .map((row) => [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell]) => cell!.replace(/<[^>]*>/g, '')))
    .filter((cells) => cells.length > 0);

it('worstMistakes(evaluation, count) returns wrong predictions, the most confident first', () => {
  const of = (id: string, p: number, truth = 'sad') => ({
    ...{ id, speaker: '03', fold: '03', truth, predicted: 'angry', probabilities: [p, 1 - p] },
  });
  const predictions = [of('a', 0.6), of('b', 0.9, 'angry'), of('c', 0.8), of('d', 0.7)];
  expect(worstMistakes({ predictions }, 2).map(({ id }) => id)).toEqual(['c', 'd']);
  expect(worstMistakes({}, 2)).toEqual([]);
});

it('a report plays and draws the clips that it is given', () => {
  const clips = [{ id: '03a01Ta', wav: Uint8Array.of(1, 2, 3), plots: ['<svg>plot</svg>'] }];
  const html = page({ ...evaluationOf('lstm'), clips });
  expect(html).toContain('<h4>03a01Ta</h4>');
  expect(html).toContain('<p>sad, predicted <span class="wrong">angry</span> with 60\u202f%; speaker 03</p>');
  expect(html).toContain('aria-label="Recording 03a01Ta" src="data:audio/wav;base64,AQID"');
  expect(html).toContain('<svg>plot</svg>');
  expect(page(evaluationOf('lstm'))).not.toContain('mistakes');
});

it('a report says in tables what its plots show', () => {
  const one = evaluationOf('lstm');
  const heldOut = [
    { epoch: 1, loss: 1, heldOut: { loss: 1.5, uar: 0.25 } },
    { epoch: 2, loss: 0.5, heldOut: { loss: 1.2, uar: 0.5 } },
  ];
  const html = page({ ...one, histories: [{ epochs: heldOut }, { epochs: [{ epoch: 1, loss: 2 }] }] });
  expect(rowsOf(html, 'True emotion')).toEqual([
    ['True emotion', 'predicted angry', 'predicted sad'],
    ['angry', '17', '7'],
    ['sad', '6', '13'],
  ]);
  const bins = rowsOf(html, 'Confidence');
  expect(bins[7]).toEqual(['60\u202f% to 70\u202f%', '1', '0.0']);
  expect(bins[10]).toEqual(['90\u202f% to 100\u202f%', '1', '100.0']);
  expect(rowsOf(html, 'Accepted').slice(1)).toEqual([
    ['50.0', '0.0', '90.0'],
    ['100.0', '50.0', '60.0'],
  ]);
  expect(rowsOf(html, 'Epoch').slice(1)).toEqual([
    ['1', '1.500', '1.500', '25.0'],
    ['2', '0.500', '1.200', '50.0'],
  ]);
});

it('two runs stand side by side, with the difference of each recall and speaker', () => {
  const other = evaluationOf('cnn');
  const [angry, sad] = other.metrics.perClass;
  const perClass = [
    { ...angry!, recall: 0.911 },
    { ...sad!, recall: 0.244 },
  ];
  const perSpeaker = [{ ...other.metrics.perSpeaker![1]!, uar: 0.511 }];
  const html = page(evaluationOf('lstm'), { ...other, metrics: { ...other.metrics, perClass, perSpeaker } });
  expect(rowsOf(html, 'Recall of emotion')).toEqual([
    ['Recall of emotion', 'lstm', 'cnn', 'Difference'],
    ['angry', '81.1', '91.1', '+10.0'],
    ['sad', '34.4', '24.4', '\u221210.0'],
  ]);
  expect(rowsOf(html, 'UAR of speaker').slice(1)).toEqual([['m1', '41.1', '51.1', '+10.0']]);
  expect(html).toContain('<div class="pair">');
  for (const evaluations of [[other], [other, other, other]])
    expect(page(...evaluations)).not.toContain('class="pair"');
});

it('a report states its environment', () => {
  expect(page(evaluationOf('lstm', { environment: { node: 'v20 & more' } }))).toContain(
    '<div><dt>node</dt><dd>v20 &amp; more</dd></div>',
  );
});
