export { type QueueEngine, type QueueEngineOptions, queueEngine } from './queue/queue-engine.js';
export type { RedisAddress } from './queue/redis.js';
export { type QueueWorker, type ServeQueueOptions, serveQueue } from './queue/serve-queue.js';
