export { type Remeasured, readRun, remeasure } from './runs/read-run.js';
export { writeRun } from './runs/write-run.js';
export { writeUnseen } from './study/write-unseen.js';
