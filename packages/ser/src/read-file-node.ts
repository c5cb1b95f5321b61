export { readAudio as readFile } from '@ser/audio/node';
