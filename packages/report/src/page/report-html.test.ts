import { expect, it } from 'vitest';
import { evaluationOf } from '../../test/evaluation.fixture.js';
import { checkWellFormed } from '../drawing/well-formed.fixture.js';
import type { ReportComparison } from './comparison/comparison.js';
import type { ReportConfig, ReportEvaluation } from './evaluation/evaluation.js';
import { reportHtml } from './report-html.js';

const evaluation = (change: Partial<ReportConfig> = {}, name = 'lstm'): ReportEvaluation => evaluationOf(name, change);

const report = (...evaluations: ReportEvaluation[]): string =>
  reportHtml({ title: 'Results', generated: '2026-03-01', intro: ['Hello.'], evaluations });

const warnings = (page: string): string[] =>
  [...page.matchAll(/<p class="warning">([^<]*)</g)].map(([, text]) => text!);

/** The texts of the cells of the table whose first heading is `first`, row by row, with the headings. */
function tableOf(page: string, first: string): string[][] {
  const table = page.split('<table>').find((part) => part.startsWith(`<thead><tr><th scope="col">${first}<`))!;
  return table
    .split('</table>')[0]!
    .split('</tr>')
    .map((row) =>
      [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell]) =>
        cell!.replace(/<svg.*<\/svg>/s, '(plot)').replace(/<[^>]*>/g, ''),
      ),
    )
    .filter((cells) => cells.length > 0);
}

it('prints each figure under its own heading in the summary', () => {
  expect(tableOf(report(evaluation()), 'Model')).toEqual([
    ['Model', 'Corpus', 'Protocol', 'UAR', '95 % interval', 'Plot', 'WAR', 'Macro-F1', 'ECE', 'Clips', 'Speakers'],
    ['lstm', 'emodb', 'loso', '72.1', '65.1 to 79.2', '(plot)', '70.3', '69.6', '5.7', '43', '12'],
  ]);
});

it('prints each figure with its interval under its own name in the section of a model', () => {
  const facts = [...report(evaluation()).matchAll(/<div><dt>([^<]*)<\/dt><dd>([^<]*)<\/dd><\/div>/g)];
  expect(facts.map(([, term, value]) => [term, value])).toEqual([
    ['UAR', '72.1 (65.1 to 79.2)'],
    ['WAR', '70.3 (61.4 to 78.5)'],
    ['Macro-F1', '69.6 (60.7 to 77.8)'],
    ['ECE', '5.7 (3.1 to 8.8)'],
    ['Corpus', 'emodb'],
    ['Protocol', 'loso'],
    ['Test clips', '43'],
    ['Test speakers', '12'],
    ['Speaker adaptation', 'none'],
  ]);
});

it('prints figures of emotions, speakers, folds and predictions under their own headings', () => {
  const page = report(evaluation());
  expect(tableOf(page, 'Emotion')).toEqual([
    ['Emotion', 'Recall', 'Precision', 'F1', 'Clips'],
    ['angry', '81.1', '82.2', '83.3', '24'],
    ['sad', '34.4', '35.5', '36.6', '19'],
  ]);
  expect(tableOf(page, 'Speaker')).toEqual([
    ['Speaker', 'Clips', 'UAR', 'WAR', 'Macro-F1'],
    ['f1', '21', '25.1', '26.2', '27.3'],
    ['m1', '22', '41.1', '42.2', '43.3'],
  ]);
  expect(tableOf(page, 'Fold')).toEqual([
    ['Fold', 'Clips', 'UAR', 'WAR', 'Macro-F1', 'ECE'],
    ['03', '25', '51.1', '52.2', '53.3', '14.4'],
    ['08', '18', '61.1', '62.2', '63.3', '15.5'],
  ]);
  expect(tableOf(page, 'Clip')).toEqual([
    ['Clip', 'Speaker', 'Fold', 'True', 'Predicted', 'Confidence'],
    ['03a01Wa', '03', '03', 'angry', 'angry', '90\u202f%'],
    ['03a01Ta', '03', '03', 'sad', 'angry', '60\u202f%'],
  ]);
  expect(page).toContain('All 2 predictions, 1 wrong');
  expect(page.match(/<span class="wrong">angry<\/span>/g)).toHaveLength(1);
  expect(page.match(/<figure /g)).toHaveLength(6);
  expect(page).toContain('&quot;protocol&quot;: &quot;loso&quot;');
  expect(warnings(page)).toEqual([]);
});

it('leaves the cells of an interval empty if there is none', () => {
  const one = evaluation();
  const page = report({ ...one, metrics: { ...one.metrics, uar: { value: 0.7213 } } });
  expect(tableOf(page, 'Model')[1]!.slice(3, 6)).toEqual(['72.1', '', '']);
  expect(page).toContain('<dt>UAR</dt><dd>72.1</dd>');
});

it('prints warnings next to the figures, in the summary and in the section of the model', () => {
  const shared = report(evaluation({ speakerIndependent: false, protocol: 'random-10' }));
  expect(warnings(shared)).toEqual(new Array(2).fill(expect.stringContaining('training and test share speakers')));
  const warning = 'the same people speak in training and test';
  const own = report(evaluation({ speakerIndependent: false, protocol: 'random-10', warning }));
  expect(warnings(own)).toEqual(new Array(2).fill(`Protocol random-10: ${warning}`));
  const synthetic = report(
    evaluation({ benchmark: false, corpus: 'synthetic', partial: true, warning: 'Beware <i>.' }),
  );
  expect(warnings(synthetic).slice(0, 3)).toEqual([
    expect.stringContaining('“synthetic” is synthetic'),
    'Beware &lt;i&gt;.',
    expect.stringContaining('A quick look'),
  ]);
});

it('prints the warnings of the run, e.g. of a fold whose training part lacks a class', () => {
  const missing = 'Fold 03: no clip of “sad” in the training part, so its recall there is 0.';
  expect(warnings(report({ ...evaluation(), warnings: [missing] }))).toEqual([missing, missing]);
});

it('warns if several recipes were evaluated on the same test folds', () => {
  expect(warnings(report(evaluation({ candidates: 2 })))[0]).toMatch(/^2 recipes were evaluated on these test folds/);
  expect(warnings(report(evaluation({ candidates: 1 })))).toEqual([]);
});

it('is self-contained: no scripts, no links, no addresses', () => {
  const page = report(evaluation(), evaluation({}, 'cnn'));
  expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|href|src=/i);
  expect(page.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:/);
  expect(page).toContain("default-src 'none'");
});

it('escapes all text from outside', () => {
  const evil = '"><script>alert(1)</script>&';
  const hostile = evaluation({ corpus: evil, protocol: evil, warning: evil, labels: [evil, 'sad'] }, evil);
  const page = reportHtml({
    title: evil,
    generated: evil,
    intro: [evil],
    evaluations: [
      {
        ...hostile,
        warnings: [evil],
        metrics: {
          ...hostile.metrics,
          perClass: hostile.metrics.perClass.map((figures) => ({ ...figures, label: evil })),
          perSpeaker: hostile.metrics.perSpeaker!.map((figures) => ({ ...figures, speaker: evil })),
          folds: hostile.metrics.folds!.map((fold) => ({ ...fold, name: evil })),
        },
        predictions: [
          { id: evil, speaker: evil, fold: evil, truth: evil, predicted: 'sad', probabilities: [0.5, 0.5] },
        ],
      },
    ],
  });
  expect(page).not.toContain('<script');
  expect(page.match(/&lt;script&gt;/g)!.length).toBeGreaterThan(20);
});

it('draws calibration before and after temperature scaling', () => {
  const scaled = { ...evaluation(), folds: ['03', '08'].map((name) => ({ name, temperature: 2 })) };
  const page = report({ ...scaled, metrics: { ...scaled.metrics, eceUncalibrated: 0.123 } });
  expect(page).toContain('5.7 (3.1 to 8.8), 12.3 before temperature scaling');
  expect(page.match(/<figure /g)).toHaveLength(7);
  const [before] = page.split('Before calibration: accuracy').slice(1);
  // 0.9 scaled by 2 was 0.81 : 0.01 before, that is 99 %; 0.6 was 0.36 : 0.16, that is 69 %.
  const hints = [...before!.split('</figure>')[0]!.matchAll(/<title>confidence ([^:]*):/g)].map(([, hint]) => hint!);
  expect(hints.map((hint) => hint.replaceAll('\u202f', ' '))).toEqual(['60 % to 70 %', '90 % to 100 %']);
  expect(report({ ...scaled, folds: [{ name: '03', temperature: 1 }] }).match(/<figure /g)).toHaveLength(6);
});

it('puts kinds of speaker adaptation into separate tables, and names them in headings', () => {
  const page = report(
    evaluation({}, 'cnn'),
    evaluation({ speakerAdaptation: 'speaker' }, 'cnn'),
    evaluation({ speakerAdaptation: 'enrolled', enrollmentClips: 4 }, 'cnn'),
  );
  const headings = [...page.matchAll(/<h2>([^<]*)</g)].map(([, heading]) => heading);
  expect(headings).toEqual(
    expect.arrayContaining([
      'cnn',
      'cnn, normalized with each speaker\u2019s own clips',
      'cnn, enrolled from 4 neutral clips of each speaker',
    ]),
  );
  const summary = page.slice(page.indexOf('Results, in percent'), page.indexOf('</section>'));
  expect(summary.match(/<table>/g)).toHaveLength(3);
  expect(report(evaluation()).match(/<h3>/g)).toHaveLength(1);
});

it('adds comparisons and robustness if given', () => {
  const robustness = [
    { condition: 'clean', value: 0, uar: 0.72 },
    { condition: 'white', value: 10, uar: 0.5 },
    { condition: 'length', value: 1, uar: 0.6 },
  ];
  const comparison: ReportComparison = {
    ...{ nameA: 'lstm', nameB: 'cnn', utterances: 90, speakers: 10, uar: { a: 0.511, b: 0.615 } },
    uarDifference: { value: 0.104, ci95: [0.021, 0.172] },
    mcNemar: { onlyA: 3, onlyB: 14, pValue: 0.0127 },
  };
  const page = reportHtml({
    ...{ title: 'x', generated: 'y' },
    evaluations: [{ ...evaluation(), robustness }],
    comparisons: [comparison, { ...comparison, uarDifference: { value: 0.104 } }],
  });
  expect(tableOf(page, 'Models').slice(1)).toEqual([
    ['cnn \u2212 lstm', '61.5 \u2212 51.1', '+10.4', '+2.1 to +17.2', '(plot)', '14 : 3', '0.013'],
    ['cnn \u2212 lstm', '61.5 \u2212 51.1', '+10.4', '', '', '14 : 3', '0.013'],
  ]);
  expect(page.match(/<li>cnn is better than lstm/g)).toHaveLength(1);
  expect(tableOf(page, 'Condition').slice(1)).toEqual([
    ['Uncorrupted', '', '72.0'],
    ['White noise', '10', '50.0'],
    ['Clip length', '1', '60.0'],
  ]);
  expect(page).not.toContain('Reverberation: UAR');
  expect(page.match(/<figure /g)).toHaveLength(8);
  checkWellFormed(
    page
      .replace(/^<!doctype html>\n/, '')
      .replace(/<meta[^>]*>/g, '')
      .replace(/<style>[^<]*<\/style>/g, ''),
  );
});

it('accepts an evaluation without predictions, histories, speakers and folds', () => {
  const one = evaluation();
  const metrics = { ...one.metrics, folds: undefined, perSpeaker: undefined };
  const page = report({ ...one, predictions: undefined, histories: undefined, metrics });
  expect(page.match(/<figure /g)).toHaveLength(2);
  expect(page).not.toContain('predictions,');
});

it('refuses an empty list of evaluations', () => {
  expect(() => report()).toThrow('evaluations must be a list of at least one evaluation');
});
