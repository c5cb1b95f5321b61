import type { ReportConfig, ReportEvaluation } from '../src/index.js';

/** An evaluation of two emotions. All printed figures differ, so that a figure in the wrong place is found. */
export function evaluationOf(name: string, change: Partial<ReportConfig> = {}): ReportEvaluation {
  const labels = ['angry', 'sad'];
  return {
    name,
    config: { corpus: 'emodb', benchmark: true, protocol: 'loso', speakerIndependent: true, labels, ...change },
    metrics: {
      uar: { value: 0.7213, ci95: [0.651, 0.792] },
      war: { value: 0.703, ci95: [0.614, 0.785] },
      macroF1: { value: 0.696, ci95: [0.607, 0.778] },
      ece: { value: 0.057, ci95: [0.031, 0.088] },
      ...{ utterances: 43, speakers: 12 },
      perClass: [
        { label: 'angry', recall: 0.811, precision: 0.822, f1: 0.833, support: 24 },
        { label: 'sad', recall: 0.344, precision: 0.355, f1: 0.366, support: 19 },
      ],
      confusion: [
        [17, 7],
        [6, 13],
      ],
      perSpeaker: [
        { speaker: 'f1', utterances: 21, uar: 0.251, war: 0.262, macroF1: 0.273 },
        { speaker: 'm1', utterances: 22, uar: 0.411, war: 0.422, macroF1: 0.433 },
      ],
      folds: [
        { name: '03', utterances: 25, uar: 0.511, war: 0.522, macroF1: 0.533, ece: 0.144 },
        { name: '08', utterances: 18, uar: 0.611, war: 0.622, macroF1: 0.633, ece: 0.155 },
      ],
    },
    predictions: [
      { id: '03a01Wa', speaker: '03', fold: '03', truth: 'angry', predicted: 'angry', probabilities: [0.9, 0.1] },
      { id: '03a01Ta', speaker: '03', fold: '03', truth: 'sad', predicted: 'angry', probabilities: [0.6, 0.4] },
    ],
    folds: [
      { name: '03', temperature: 1 },
      { name: '08', temperature: 1 },
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
