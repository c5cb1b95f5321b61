import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Admission } from './admission.js';

/** What is counted for `/metrics`. */
export interface Metrics {
  readonly contentType: string;
  /** Counts an answer. */
  answered(route: string, status: number, seconds: number): void;
  /** Counts an event of a stream. */
  streamed(kind: string): void;
  text(): Promise<string>;
}

/** Returns the metrics of one service. */
export function createMetrics(admission: Admission): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'ser_request_seconds',
    help: 'Time from the first byte of a request to its answer, by route and status',
    labelNames: ['route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  const events = new Counter({
    name: 'ser_stream_events_total',
    help: 'Events of streams, by kind',
    labelNames: ['kind'],
    registers,
  });
  new Gauge({
    name: 'ser_predictions_open',
    help: 'Predictions at work or waiting',
    registers,
    collect() {
      this.set(admission.predictions);
    },
  });
  new Gauge({
    name: 'ser_streams_open',
    help: 'Open streams',
    registers,
    collect() {
      this.set(admission.streams);
    },
  });
  return {
    contentType: registry.contentType,
    answered: (route, status, seconds) => duration.observe({ route, status }, seconds),
    streamed: (kind) => events.inc({ kind }),
    text: () => registry.metrics(),
  };
}
