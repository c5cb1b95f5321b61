export { parseAsed } from './catalog/african/ased.js';
export { parseEsd } from './catalog/asian/esd.js';
export { parseShemo } from './catalog/asian/shemo.js';
export { parseSubesco } from './catalog/asian/subesco.js';
export { parseUrdu } from './catalog/asian/urdu.js';
export { CORPUS_NAMES, type CorpusName, corpusCard, isCorpusName } from './catalog/catalog.js';
export { type ClipFacts, isClip, type LabelFacts, type NotAClip } from './catalog/definition.js';
export { parseCremaD } from './catalog/english/crema-d.js';
export { parseJl } from './catalog/english/jl.js';
export { parseRavdess, parseRavdessSong } from './catalog/english/ravdess.js';
export { parseSavee } from './catalog/english/savee.js';
export { parseTess } from './catalog/english/tess.js';
export { parseAesdd } from './catalog/european/aesdd.js';
export { parseCafe } from './catalog/european/cafe.js';
export { parseEmodb } from './catalog/european/emodb.js';
export { parseEmovo } from './catalog/european/emovo.js';
export { parseMesd } from './catalog/european/mesd.js';
export { parseNemo, parseNemoTexts } from './catalog/european/nemo.js';
export { parseCremaDVotes } from './catalog/label-files/crema-d-votes.js';
export { parseListenerJudgments } from './catalog/label-files/emodb-listeners.js';
export {
  type MannerMark,
  type Phone,
  type PhoneLabels,
  parseEmodbPhones,
  parseEmodbSyllables,
  type Segment,
} from './catalog/label-files/emodb-phones.js';
export { parseEsdTexts } from './catalog/label-files/esd-texts.js';
export { collectionOf, personOf } from './corpus/collection.js';
export { type JoinOptions, joinTable, toTable } from './corpus/columns.js';
export { type CombineOptions, combineCorpora } from './corpus/combine-corpora.js';
export {
  type Corpus,
  type CorpusCard,
  type Duplicate,
  emotionsOf,
  type Gender,
  type SkippedFile,
  type SoundFile,
  speakersOf,
  type Utterance,
  utterancesOf,
} from './corpus/corpus.js';
export {
  type ClipFigures,
  type CorpusFigures,
  type ExploreOptions,
  exploreCorpus,
  type Spread,
} from './corpus/explore-corpus.js';
export { type FindUnreadableOptions, findUnreadable } from './corpus/find-unreadable.js';
export { leaveOut, selectEmotions, selectUtterances } from './corpus/select.js';
export { type UnderSampleOptions, underSample } from './corpus/under-sample.js';
export type { ExtractOptions, SkippedUtterance } from './features/extract.js';
export { extractAugmented, type VersionRecipe } from './features/extract-augmented.js';
export { extractFeatures } from './features/extract-features.js';
export { corpusLabels, sharedEmotions, translateLabel } from './labels/corpus-labels.js';
export type { EmotionMapping } from './labels/emotion-words.js';
export { mostHeard } from './labels/most-heard.js';
export {
  REDUCTIONS,
  type ReducedCorpus,
  type Reduction,
  type ReductionName,
  reduceCorpus,
} from './labels/reductions.js';
export { TABLE_COLUMNS, type TableColumn } from './readers/tables/read-table-rows.js';
export { auditCorpus } from './splits/audit/audit-corpus.js';
export { type AuditOptions, auditSplit } from './splits/audit/audit-split.js';
export type { Finding, FindingKind, SplitAudit } from './splits/audit/finding.js';
export { formatAudit } from './splits/audit/format-audit.js';
export { findNearDuplicates, type NearDuplicateOptions } from './splits/duplicates/find-near-duplicates.js';
export { findSoundDuplicates, type SoundDuplicateOptions } from './splits/duplicates/find-sound-duplicates.js';
export type { NearDuplicate } from './splits/duplicates/near-duplicate.js';
export { type HeldOutSpeakers, type HoldOutOptions, holdOutSpeakers } from './splits/hold-out-speakers.js';
export { parseSplit } from './splits/parse-split.js';
export { findProtocol, protocolsFor } from './splits/protocols/find-protocol.js';
export type { Fold, Protocol, UnauditedSplit } from './splits/protocols/protocol.js';
export { type Split, type SplitOptions, splitCorpus } from './splits/split-corpus.js';
export { type SyntheticCorpusOptions, syntheticCorpus } from './synthetic/synthetic-corpus.js';
