import type { CrossValidation, RobustnessRow, RunComparison } from '@ser/training';
import { expect, expectTypeOf, it } from 'vitest';
import type { ReportComparison } from './comparison-section.js';
import type { ReportEvaluation } from './evaluation.js';
import { reportHtml } from './report-html.js';
import type { RobustnessPoint } from './robustness-svg.js';
import { checkWellFormed } from './well-formed.fixture.js';

function evaluation(change: Partial<ReportEvaluation['config']> = {}, name = 'lstm'): ReportEvaluation {
  const labels = ['angry', 'sad'];
  return {
    name,
    config: { corpus: 'emodb', benchmark: true, protocol: 'loso', speakerIndependent: true, labels, ...change },
    metrics: {
      ...{
        uar: 0.7213,
        war: 0.7,
        macroF1: 0.69,
        ece: 0.05,
        utterances: 4,
        speakers: 2,
        ci95: [0.65, 0.79],
        ci95War: [0.61, 0.78],
      },
      perClass: labels.map((label) => ({ label, recall: 0.5, precision: 0.5, f1: 0.5, support: 2 })),
      confusion: [
        [1, 1],
        [1, 1],
      ],
      folds: ['03', '08'].map((fold) => ({ name: fold, utterances: 2, uar: 0.5, war: 0.5, macroF1: 0.5, ece: 0.1 })),
    },
    predictions: [
      { id: '03a01Wa', speaker: '03', fold: '03', truth: 'angry', predicted: 'angry', probabilities: [0.9, 0.1] },
      { id: '03a01Ta', speaker: '03', fold: '03', truth: 'sad', predicted: 'angry', probabilities: [0.6, 0.4] },
    ],
    histories: [
      {
        epochs: [
          { epoch: 1, loss: 1 },
          { epoch: 2, loss: 0.5 },
        ],
      },
      { epochs: [] },
    ],
  };
}

const report = (...evaluations: ReportEvaluation[]): string =>
  reportHtml({ title: 'Results', generated: '2026-03-01', intro: ['Hello.'], evaluations });

const warnings = (page: string): string[] =>
  [...page.matchAll(/<p class="warning">([^<]*)</g)].map(([, text]) => text!);

it('takes what crossValidate gives', () => {
  expectTypeOf<CrossValidation & { name: string }>().toExtend<ReportEvaluation>();
  expectTypeOf<RunComparison & { nameA: string; nameB: string }>().toExtend<ReportComparison>();
  expectTypeOf<RobustnessRow>().toExtend<RobustnessPoint>();
});

it('shows figures, interval, plots, predictions and configuration', () => {
  const page = report(evaluation());
  expect(page).toContain('<strong>72.1</strong>');
  expect(page).toContain('<dt>UAR</dt><dd>72.1 (65.0 to 79.0)</dd>');
  expect(page).toContain('<dt>WAR</dt><dd>70.0 (61.0 to 78.0)</dd>');
  expect(page.match(/<figure>/g)).toHaveLength(4);
  expect(page).toContain('All 2 predictions, 1 of them wrong');
  expect(page).toContain('<span class="wrong">angry</span>');
  expect(page).toContain('The 2 folds');
  expect(page).toContain('&quot;protocol&quot;: &quot;loso&quot;');
  expect(warnings(page)).toEqual([]);
});

it('says beside the figures what forbids to believe them', () => {
  const shared = report(evaluation({ speakerIndependent: false, protocol: 'random-10' }));
  expect(warnings(shared)).toEqual(new Array(2).fill(expect.stringContaining('speakers are shared')));
  const warning = 'speakers shared: the same people speak in both parts';
  const own = report(evaluation({ speakerIndependent: false, protocol: 'random-10', warning }));
  expect(warnings(own)).toEqual(new Array(2).fill(`Protocol random-10: ${warning}`));
  const synthetic = report(
    evaluation({ benchmark: false, corpus: 'synthetic', partial: true, warning: 'Beware <i>.' }),
  );
  expect(warnings(synthetic).slice(0, 3)).toEqual([
    expect.stringContaining('no benchmark'),
    'Beware &lt;i&gt;.',
    expect.stringContaining('A quick look'),
  ]);
});

it('needs nothing but itself: no scripts, no links, no addresses', () => {
  const page = report(evaluation(), evaluation({}, 'cnn'));
  expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|href|src=/i);
  expect(page.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:/);
  expect(page).toContain("default-src 'none'");
});

it('escapes everything that comes from outside', () => {
  const evil = '"><script>alert(1)</script>&';
  const hostile = evaluation({ corpus: evil, protocol: evil, warning: evil, labels: [evil, 'sad'] }, evil);
  const page = reportHtml({
    title: evil,
    generated: evil,
    intro: [evil],
    evaluations: [
      {
        ...hostile,
        metrics: {
          ...hostile.metrics,
          perClass: hostile.metrics.perClass.map((figures) => ({ ...figures, label: evil })),
          folds: hostile.metrics.folds!.map((fold) => ({ ...fold, name: evil })),
        },
        predictions: [
          { id: evil, speaker: evil, fold: evil, truth: evil, predicted: 'sad', probabilities: [0.5, 0.5] },
        ],
      },
    ],
  });
  expect(page).not.toContain('<script');
  expect(page.match(/&lt;script&gt;/g)!.length).toBeGreaterThan(15);
});

it('shows calibration before and after temperature scaling', () => {
  const scaled = { ...evaluation(), folds: ['03', '08'].map((name) => ({ name, temperature: 2 })) };
  const page = report({ ...scaled, metrics: { ...scaled.metrics, eceUncalibrated: 0.123 } });
  expect(page).toContain('5.0 (12.3 before temperature scaling)');
  expect(page.match(/<figure>/g)).toHaveLength(5);
  const [before] = page.split('Before calibration: share').slice(1);
  // 0.9 scaled by 2 was 0.81 : 0.01 before, that is 99 %; 0.6 was 0.36 : 0.16, that is 69 %.
  const hints = [...before!.split('</figure>')[0]!.matchAll(/<title>([^<]*sure)/g)].map(([, hint]) => hint!);
  expect(hints.map((hint) => hint.replaceAll('\u202f', ' '))).toEqual(['60 % to 70 % sure', '90 % to 100 % sure']);
  expect(report({ ...scaled, folds: [{ name: '03', temperature: 1 }] }).match(/<figure>/g)).toHaveLength(4);
});

it('keeps kinds of normalization apart, and says them in headings', () => {
  const page = report(
    evaluation({}, 'cnn'),
    evaluation({ normalization: 'speaker' }, 'cnn'),
    evaluation({ normalization: 'enrolled', enrollmentClips: 4 }, 'cnn'),
  );
  const headings = [...page.matchAll(/<h2>([^<]*)</g)].map(([, heading]) => heading);
  expect(headings).toEqual(
    expect.arrayContaining([
      'cnn',
      'cnn, normalized by each speaker\u2019s own clips',
      'cnn, enrolled by 4 neutral clips of each speaker',
    ]),
  );
  const summary = page.slice(page.indexOf('Results, in per cent'), page.indexOf('</section>'));
  expect(summary.match(/<table>/g)).toHaveLength(3);
  expect(report(evaluation()).match(/<h3>/g)).toHaveLength(1);
});

it('warns where many recipes have met the test folds', () => {
  expect(warnings(report(evaluation({ candidates: 12 })))[0]).toMatch(
    /^12 recipes have been judged on these test folds/,
  );
  expect(warnings(report(evaluation({ candidates: 1 })))).toEqual([]);
});

it('shows speakers, comparisons and robustness where they are given', () => {
  const one = evaluation();
  const speakers = ['03', '08'].map((speaker) => ({ speaker, utterances: 2, uar: 0.25, war: 0.5, macroF1: 0.4 }));
  const robustness = [
    { condition: 'clean', value: 0, uar: 0.72 },
    { condition: 'white', value: 10, uar: 0.5 },
    { condition: 'length', value: 1, uar: 0.6 },
  ];
  const comparison: ReportComparison = {
    ...{ nameA: 'lstm', nameB: 'cnn', utterances: 90, speakers: 10, uar: { a: 0.5, b: 0.6 }, uarDifference: 0.1 },
    ...{ ci95: [0.02, 0.17], mcNemar: { onlyA: 3, onlyB: 14, method: 'exact', pValue: 0.0127 } },
  };
  const page = reportHtml({
    ...{ title: 'x', generated: 'y' },
    evaluations: [{ ...one, robustness, metrics: { ...one.metrics, perSpeaker: speakers } }],
    comparisons: [comparison, { ...comparison, ci95: [-0.01, 0.2] }, { ...comparison, speakers: 6 }],
  });
  expect(page).toContain('The 2 speakers');
  expect(page).toContain('<strong>+10.0</strong>');
  expect(page).toContain('14 : 3');
  expect(page).toContain('0.013');
  expect(page).toContain('cnn is better than lstm, by speakers and by clips.');
  expect(page).toContain('With other speakers lstm might do as well as cnn');
  expect(page.match(/cnn is better than lstm/g)).toHaveLength(1);
  expect(page).toContain('cnn against lstm: 6 speakers are too few to say which is better');
  expect(page).toContain('White noise');
  expect(page).not.toContain('Rooms: UAR');
  expect(page.match(/<figure>/g)).toHaveLength(6);
  checkWellFormed(
    page
      .replace(/^<!doctype html>\n/, '')
      .replace(/<meta[^>]*>/g, '')
      .replace(/<style>[^<]*<\/style>/g, ''),
  );
});

it('works without predictions, histories and folds', () => {
  const { predictions: _, histories: __, ...bare } = evaluation();
  const { folds: ___, ...metrics } = bare.metrics;
  const page = report({ ...bare, metrics });
  expect(page.match(/<figure>/g)).toHaveLength(2);
  expect(page).not.toContain('predictions,');
});

it('refuses to report nothing', () => {
  expect(() => report()).toThrow('evaluations must be a list of at least one evaluation');
});
