import { evaluationPlots, type ReportEvaluation, reportHtml } from '@ser/report';

const lstm: ReportEvaluation = {
  name: 'lstm',
  config: { corpus: 'emodb', benchmark: true, protocol: 'loso', speakerIndependent: true, labels: ['angry', 'sad'] },
  metrics: {
    uar: { value: 0.721, ci95: [0.651, 0.792] },
    war: { value: 0.703, ci95: [0.614, 0.785] },
    macroF1: { value: 0.696 },
    ece: { value: 0.057 },
    utterances: 43,
    speakers: 10,
    perClass: [
      { label: 'angry', recall: 0.71, precision: 0.74, f1: 0.72, support: 24 },
      { label: 'sad', recall: 0.68, precision: 0.65, f1: 0.67, support: 19 },
    ],
    confusion: [
      [17, 7],
      [6, 13],
    ],
  },
};
const page = reportHtml({ title: 'EMO-DB, leave one speaker out', generated: '2026-03-01', evaluations: [lstm] });
console.log(page.slice(0, 15)); // <!doctype html>
const names = evaluationPlots(lstm).map((plot) => plot.name);
console.log(names.join(', ')); // confusion-matrix, recall
