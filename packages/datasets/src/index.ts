export { type AugmentationStep, type AugmentOptions, augment, type Range } from './augment/augment.js';
export { addNoise, babbleNoise, pinkNoise, whiteNoise } from './augment/noise.js';
export { addRoom, type Place, type Room, randomRoom, roomImpulseResponse } from './augment/room.js';
export {
  changeGain,
  changePitch,
  changeSpeed,
  changeTempo,
  cropOrWrap,
  limitBand,
} from './augment/sound-changes.js';
export { type CombineOptions, combineCorpora, selectEmotions } from './combine-corpora.js';
export { parseAesdd } from './corpora/aesdd.js';
export { parseAsed } from './corpora/ased.js';
export { parseCafe } from './corpora/cafe.js';
export { collectionOf, personOf } from './corpora/collection.js';
export { CORPUS_NAMES, type CorpusName, corpusCard, isCorpusName } from './corpora/corpora.js';
export { parseCremaD } from './corpora/crema-d.js';
export { parseEmodb } from './corpora/emodb.js';
export { parseListenerJudgments } from './corpora/emodb-listeners.js';
export {
  type MannerMark,
  type Phone,
  type PhoneLabels,
  parseEmodbPhones,
  parseEmodbSyllables,
  type Segment,
} from './corpora/emodb-phones.js';
export { parseEmovo } from './corpora/emovo.js';
export { parseEsd } from './corpora/esd.js';
export { parseEsdTexts } from './corpora/esd-texts.js';
export { parseJl } from './corpora/jl.js';
export { parseMesd } from './corpora/mesd.js';
export { parseNemo, parseNemoTexts } from './corpora/nemo.js';
export { parseRavdess, parseRavdessSong } from './corpora/ravdess.js';
export { parseSavee } from './corpora/savee.js';
export { parseShemo } from './corpora/shemo.js';
export { parseSubesco } from './corpora/subesco.js';
export { parseTess } from './corpora/tess.js';
export { parseUrdu } from './corpora/urdu.js';
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
} from './corpus.js';
export { type ClipFacts, isClip, type LabelFacts, type NotAClip } from './definition.js';
export {
  type ClipFigures,
  type CorpusFigures,
  type ExploreOptions,
  exploreCorpus,
  type Spread,
} from './explore/explore-corpus.js';
export { AFFECT, AFFECT_SOURCE, type Affect } from './labels/affect.js';
export { corpusLabels, sharedEmotions, translateLabel } from './labels/corpus-labels.js';
export {
  REDUCTIONS,
  type ReducedCorpus,
  type Reduction,
  type ReductionName,
  reduceCorpus,
} from './labels/reductions.js';
export type { EmotionMapping } from './own/emotion-words.js';
export { TABLE_COLUMNS, type TableColumn } from './own/read-table-rows.js';
export { type AuditOptions, auditSplit, formatAudit, type SplitAudit } from './protocols/audit-split.js';
export { type FeatureDuplicateOptions, findFeatureDuplicates } from './protocols/feature-twins.js';
export type { Finding, FindingKind } from './protocols/finding.js';
export { type HeldOutSpeakers, type HoldOutOptions, holdOutSpeakers } from './protocols/hold-out-speakers.js';
export { parseSplit } from './protocols/parse-split.js';
export type { SoundDuplicate } from './protocols/sound-twin.js';
export { findSoundDuplicates, joinDuplicates, type SoundDuplicateOptions } from './protocols/sound-twins.js';
export type { Fold, Protocol, Split } from './protocols/split.js';
export { findProtocol, protocolsFor, type SplitOptions, splitCorpus } from './protocols/split-corpus.js';
export { type SyntheticCorpusOptions, syntheticCorpus } from './synthetic/synthetic-corpus.js';
