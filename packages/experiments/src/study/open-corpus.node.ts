export { openCorpus } from '@ser/datasets/node';
