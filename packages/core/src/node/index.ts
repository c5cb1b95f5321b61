export { writeFiles } from './write-files.js';
