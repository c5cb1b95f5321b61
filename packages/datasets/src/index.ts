export { type CombineOptions, combineCorpora, selectEmotions } from './combine-corpora.js';
export { CORPUS_NAMES, type CorpusName, corpusCard, isCorpusName } from './corpora/corpora.js';
export { parseEmodb } from './corpora/emodb.js';
export { parseListenerJudgements } from './corpora/emodb-listeners.js';
export { parseRavdess } from './corpora/ravdess.js';
export { parseTess } from './corpora/tess.js';
export {
  type Corpus,
  type CorpusCard,
  type Duplicate,
  emotionsOf,
  type Gender,
  type SkippedFile,
  speakersOf,
  type Utterance,
} from './corpus.js';
export { type ClipFacts, isClip, type LabelFacts, type NotAClip } from './definition.js';
export type { EmotionMapping } from './own/emotion-words.js';
export { TABLE_COLUMNS, type TableColumn } from './own/read-table-rows.js';
export {
  auditSplit,
  type Finding,
  type FindingKind,
  type SplitAudit,
} from './protocols/audit-split.js';
export { type HeldOutSpeakers, type HoldOutOptions, holdOutSpeakers } from './protocols/hold-out-speakers.js';
export type { Fold, Protocol, Split } from './protocols/split.js';
export { findProtocol, protocolsFor, type SplitOptions, splitCorpus } from './protocols/split-corpus.js';
export { type SyntheticCorpusOptions, syntheticCorpus } from './synthetic/synthetic-corpus.js';
