export { parseAesdd } from './catalog/aesdd.js';
export { parseAsed } from './catalog/ased.js';
export { parseCafe } from './catalog/cafe.js';
export { CORPUS_NAMES, type CorpusName, corpusCard, isCorpusName } from './catalog/catalog.js';
export { parseCremaD } from './catalog/crema-d.js';
export { type ClipFacts, isClip, type LabelFacts, type NotAClip } from './catalog/definition.js';
export { parseEmodb } from './catalog/emodb.js';
export { parseEmovo } from './catalog/emovo.js';
export { parseEsd } from './catalog/esd.js';
export { parseJl } from './catalog/jl.js';
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
export { parseMesd } from './catalog/mesd.js';
export { parseNemo, parseNemoTexts } from './catalog/nemo.js';
export { parseRavdess, parseRavdessSong } from './catalog/ravdess.js';
export { parseSavee } from './catalog/savee.js';
export { parseShemo } from './catalog/shemo.js';
export { parseSubesco } from './catalog/subesco.js';
export { parseTess } from './catalog/tess.js';
export { parseUrdu } from './catalog/urdu.js';
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
