import { asGiven, type Schema } from '@ser/core/schema';
import { frontEndSchema as complete, type FrontEndConfig } from '@ser/dsp';
import * as v from 'valibot';

/** The schema of {@link FrontEndConfig} without `normalization`, whose statistics come from training parts. */
export const frontEndSchema: Schema<FrontEndConfig> = asGiven(v.omit(complete, ['normalization']));
