export {
  type CheckpointFolder,
  type CheckpointFolderOptions,
  checkpointFolder,
  checkpointStore,
} from './checkpoint/checkpoint-folder.js';
