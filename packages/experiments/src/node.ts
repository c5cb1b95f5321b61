export { type Remeasured, readRun, remeasure } from './runs/read-run.js';
export { writeRun } from './runs/write-run.js';
export { remeasureUnseen, writeUnseen } from './study/unseen-files.js';
