export {
  type CheckpointFolder,
  type CheckpointFolderOptions,
  checkpointFolder,
  checkpointStore,
} from './checkpoint/checkpoint-folder.js';
export { type Remeasured, readRun, remeasure } from './run-files/read-run.js';
export { writeRun } from './run-files/write-run.js';
export { writeUnseen } from './unseen/write-unseen.js';
