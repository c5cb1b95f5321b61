export { type FolderCorpusOptions, folderCorpus } from './folder/folder-corpus.js';
export { loadCorpus } from './folder/load-corpus.js';
export type { OwnCorpusOptions } from './folder/own-corpus.js';
export { type TableCorpusOptions, tableCorpus } from './folder/table-corpus.js';
