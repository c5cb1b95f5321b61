export { probeAudio, readAudio, readRecording } from './read-audio.js';
export { readAudioBlocks } from './read-audio-blocks.js';
export { writeWav } from './write-wav.js';
