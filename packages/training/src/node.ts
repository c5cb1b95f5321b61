export { readRun } from './run-files/read-run.js';
export { writeRun } from './run-files/write-run.js';
