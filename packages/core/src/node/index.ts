export { readError, writeError } from './file-error.js';
export { type FolderLock, type LockFolderOptions, type LockOwner, lockFolder } from './lock-folder.js';
export { makeFolder } from './make-folder.js';
export { type ReadRegularFileOptions, readRegularFile } from './read-regular-file.js';
export { type ReplaceFolderOptions, replaceFolder } from './replace-folder.js';
export { sha256 } from './sha256.js';
export { isAbandoned, writeFiles } from './write-files.js';
export {
  checkTableFormat,
  encodeTable,
  TABLE_FORMATS,
  type WriteTableOptions,
  writeTable,
} from './write-table.js';
