import { confusionMatrixSvg } from '@ser/report';

const svg = confusionMatrixSvg({
  title: 'LSTM on EMO-DB',
  labels: ['angry', 'happy', 'sad'],
  matrix: [
    [110, 15, 2],
    [22, 47, 2],
    [0, 1, 61],
  ],
});
console.log(svg.slice(0, 39)); // <svg xmlns="http://www.w3.org/2000/svg"
