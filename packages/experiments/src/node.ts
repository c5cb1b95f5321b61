export { type Remeasured, remeasure } from './runs/run-folder.node.js';
export { remeasureUnseen, writeUnseen } from './study/unseen/unseen-files.js';
