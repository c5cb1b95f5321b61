export { cosines } from './cosine';
export { derive } from './deltas';
export { differences } from './differences';
export { bands, logarithm } from './mel';
export { power } from './power';
export { polyphase } from './resample';
export { follow } from './viterbi';
