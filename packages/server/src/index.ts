export type { CallOptions, RunningServer, ServedRecognizer, ServerOptions } from './contract.js';
export type { ServedError, ServedEvent, ServedModel, ServedPrediction, ServedSegment } from './schema/answers.js';
export { openApi } from './schema/open-api.js';
export { startServer } from './service/start-server.js';
