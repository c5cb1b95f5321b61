import { serveJobs } from '@ser/core';
import type { Extraction } from '../extraction.js';
import type { FileCuts } from '../plan.js';
import { createCutExtractor, type ExtractedCuts } from './extract-cuts.js';

serveJobs<Extraction, FileCuts, ExtractedCuts>(createCutExtractor);
