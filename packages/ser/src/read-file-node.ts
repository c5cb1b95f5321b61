export { readAudio as readFile, readAudioBlocks as readFileBlocks } from '@ser/audio/node';
