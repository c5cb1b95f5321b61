import type { Schema } from '@ser/core/schema';
import type { AssistantRecognizer, McpSettings } from '../contract.js';
import type { Recordings } from '../recordings.js';

/** What all calls of one server share. */
export interface Shared<Speaker = unknown> {
  readonly recognizer: AssistantRecognizer<Speaker>;
  readonly settings: McpSettings;
  readonly recordings: Recordings;
  /** The enrolled speakers by name, in the order of their enrollment. */
  readonly speakers: Map<string, Speaker>;
}

/** How a call is followed and stopped. */
export interface Call {
  readonly signal: AbortSignal;
  /** Reports the seconds of the recording that have been read. */
  readonly onProgress: (seconds: number) => void;
}

/** The answer of a tool: data by its schema, and the same in words. */
export interface Answer<O> {
  readonly data: O;
  readonly text: string;
}

/** A tool that assistants may call. */
export interface Tool<I, O> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** False if a call changes what the server keeps. */
  readonly readOnly: boolean;
  readonly input: Schema<I>;
  readonly output: Schema<O>;
  run(shared: Shared, input: I, call: Call): Promise<Answer<O>>;
}

/** Returns what every answer says about emotions in voices and about the model. */
export function cautionsOf({ recognizer }: Shared): string[] {
  const { name, license } = recognizer.model.card;
  return [
    'An emotion in a voice is not a fact about a person. The answer is a guess about how a recording sounds: do not diagnose or decide about anybody by it.',
    `The weights of the model ${name} are licensed ${license}.`,
  ];
}

/** Returns a share in per cent, e.g. `71 %`. */
export const percent = (share: number): string => `${Math.round(100 * share)} %`;
