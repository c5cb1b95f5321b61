export { type LoadFeaturesOptions, loadFeatures } from './cache/load-features.js';
export { type LoadVariantsOptions, loadVariants } from './cache/load-variants.js';
export { type DownloadCorpusOptions, downloadCorpus, type LicenseTerms } from './download/download-corpus.js';
export { type ExtractZipOptions, extractZip } from './download/extract-zip.js';
export type { FetchFileOptions } from './download/fetch-file.js';
export { type DownloadSource, SOURCES } from './download/sources.js';
export { type FolderCorpusOptions, folderCorpus } from './folder/folder-corpus.js';
export { loadCorpus } from './folder/load-corpus.js';
export type { OwnCorpusOptions } from './folder/own-corpus.js';
export { readSplit } from './folder/read-split.js';
export { type TableCorpusOptions, tableCorpus } from './folder/table-corpus.js';
export { VERIFIABLE_CORPORA, type VerifiableCorpus } from './verify/official-list.js';
export {
  type AlteredFile,
  type Verdict,
  type Verification,
  type VerifyOptions,
  verifyCorpus,
} from './verify/verify-corpus.js';
