export { probeAudio } from './probe-audio.js';
export { readAudio, readRecording } from './read-audio.js';
export { type AudioBlock, type ReadBlocksOptions, readBlocks } from './read-blocks.js';
export { writeWav } from './write-wav.js';
