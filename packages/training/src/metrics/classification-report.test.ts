import { expect, it } from 'vitest';
import { classificationReport } from './classification-report.js';
import { confusionMatrix } from './confusion-matrix.js';

// The examples in the documentation of sklearn.metrics.classification_report.
const labels = ['class 0', 'class 1', 'class 2'];
const truth = [0, 1, 2, 2, 2];
const predicted = [0, 0, 2, 2, 1];
const confusion = confusionMatrix(
  truth.map((t, i) => ({ truth: labels[t]!, predicted: labels[predicted[i]!]! })),
  labels,
);

it('prints the table of scikit-learn', () => {
  expect(`${classificationReport({ labels, confusion })}`).toBe(`              precision    recall  f1-score   support

     class 0       0.50      1.00      0.67         1
     class 1       0.00      0.00      0.00         1
     class 2       1.00      0.67      0.80         3

    accuracy                           0.60         5
   macro avg       0.50      0.56      0.49         5
weighted avg       0.70      0.60      0.61         5
`);
});

it('gives the figures as data', () => {
  const { classes, accuracy, macro, weighted } = classificationReport({ labels, confusion });
  expect(classes[2]).toEqual({ label: 'class 2', precision: 1, recall: 2 / 3, f1: 0.8, support: 3 });
  expect(accuracy).toBeCloseTo(0.6, 12);
  expect(macro).toEqual({
    precision: 0.5,
    recall: expect.closeTo(5 / 9, 12),
    f1: expect.closeTo(22 / 45, 12),
    support: 5,
  });
  expect(weighted.precision).toBeCloseTo(0.7, 12);
  expect(weighted.f1).toBeCloseTo(46 / 75, 12);
});

it('leaves out classes that neither occur nor were predicted, keeps those that were, and widens for long names', () => {
  const names = ['a long name of a class', 'b', 'c'];
  const counts = [
    [2, 1, 0],
    [0, 0, 0],
    [0, 0, 0],
  ];
  const report = classificationReport({ labels: names, confusion: counts }, { digits: 3 });
  expect(report.classes.map(({ label, support }) => [label, support])).toEqual([
    [names[0], 3],
    ['b', 0],
  ]);
  expect(report.macro.recall).toBeCloseTo(1 / 3, 12);
  expect(report.toString().split('\n')[2]).toBe('a long name of a class      1.000     0.667     0.800         3');
});

it('refuses what is no confusion matrix', () => {
  expect(() => classificationReport({ labels, confusion: [[1]] })).toThrow('confusion must be a matrix of 3 × 3');
  expect(() => classificationReport({ labels: ['a'], confusion: [[0]] })).toThrow('counts of at least one utterance');
  expect(() => classificationReport({ labels, confusion }, { digits: 2.5 })).toThrow('digits must be an integer');
});
