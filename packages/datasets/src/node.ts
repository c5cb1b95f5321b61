export { type DownloadSource, SOURCES } from './catalog/sources.js';
export { type DownloadCorpusOptions, downloadCorpus, type LicenseTerms } from './download/download-corpus.js';
export { type ExtractZipOptions, extractZip } from './download/extract-zip.js';
export type { FetchFileOptions } from './download/fetch-file.js';
export { type AudformatCorpusOptions, audformatCorpus } from './readers/audformat/audformat-corpus.js';
export { type WriteAudformatOptions, writeAudformat } from './readers/audformat/write-audformat.js';
export { type CustomCorpusOptions, corpusNameOf } from './readers/files/custom-corpus.js';
export { type FolderCorpusOptions, folderCorpus } from './readers/folders/folder-corpus.js';
export { corpusFolder, corpusName, type OpenOptions, openCorpus } from './readers/open-corpus.js';
export { loadCorpus } from './readers/published/load-corpus.js';
export { type TableCorpusOptions, tableCorpus } from './readers/tables/table-corpus.js';
export { readSplit } from './splits/read-split.js';
export { VERIFIABLE_CORPORA, type VerifiableCorpus } from './verify/official-list.js';
export {
  type AlteredFile,
  type Verdict,
  type Verification,
  type VerifyOptions,
  verifyCorpus,
} from './verify/verify-corpus.js';
