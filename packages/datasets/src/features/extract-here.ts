import type { Audio } from '@ser/audio';
import { throwIfAborted } from '@ser/core';
import type { Corpus } from '../corpus/corpus.js';
import { augmentVersion } from './augment-version.js';
import { type Extraction, featuresOf, type Outcome, openFrontEnd, outcomeOf } from './extraction.js';
import type { PlannedCut } from './plan.js';

/** Options of {@link extractHere}. */
export interface ExtractHereOptions {
  readonly signal: AbortSignal | undefined;
  /** Message of an abort without a reason. */
  readonly stopped: string;
  /** Receives the outcome of each cut by its number. */
  readonly onOutcome: (index: number, outcome: Outcome) => void;
}

/** Time after which timers and signals get a turn, in milliseconds. */
const TURN = 50;

/** Extracts cuts in this thread, through `corpus.read`. */
export async function extractHere(
  corpus: Corpus,
  planned: readonly PlannedCut[],
  extraction: Extraction,
  { signal, stopped, onOutcome }: ExtractHereOptions,
): Promise<void> {
  const frontEnd = await openFrontEnd(extraction);
  const { augmentation } = extraction;
  let last: { id: string; audio: Audio } | undefined;
  let turn = performance.now();
  for (const [index, { utterance, cut, voices }] of planned.entries()) {
    // Reading may be nothing but computation.
    if (performance.now() - turn > TURN) {
      await new Promise((resolve) => setTimeout(resolve));
      turn = performance.now();
    }
    throwIfAborted(signal, stopped);
    const outcome = await outcomeOf(async () => {
      if (last?.id !== utterance.id) last = { id: utterance.id, audio: await corpus.read(utterance) };
      const { id, version } = cut;
      if (!augmentation || version === undefined) return featuresOf(frontEnd, last.audio);
      const heard: Audio[] = [];
      for (const voice of voices) heard.push(await corpus.read(voice));
      return featuresOf(frontEnd, augmentVersion(last.audio, { ...augmentation, id, version, voices: heard }));
    });
    onOutcome(index, outcome);
  }
}
