import { invalidArgument, SerError } from '@ser/core';
import { Redis } from 'ioredis';

/** Where a Redis is. */
export interface RedisAddress {
  /** `redis://host:6379`, or `rediss://` for TLS; may hold user, password and the number of the database. */
  readonly redis: string;
  /** Password, if the URL holds none; so that no list of processes shows it. */
  readonly password?: string | undefined;
}

/** All keys begin with this. */
export const PREFIX = 'ser';

/** Longest time to the first connection. */
const CONNECT_MS = 5000;

/** Returns the name of the queue of a model: workers take jobs of their own model only. */
export const queueName = (digest: string): string => `clips-${digest.slice(0, 16)}`;

/** Returns the URL of a Redis without user and password, for messages. */
function shownUrl(redis: string): string {
  const { protocol, host, pathname } = new URL(redis);
  return `${protocol}//${host}${pathname}`;
}

/** What BullMQ connects by: commands wait while Redis is away, as during a restart. */
export function connectionTo({ redis, password }: RedisAddress) {
  return {
    url: redis,
    ...(password === undefined || new URL(redis).password !== '' ? {} : { password }),
    maxRetriesPerRequest: null,
    retryStrategy: (times: number) => Math.min(100 * times, 2000),
  };
}

/**
 * Checks that a Redis can be used.
 *
 * @throws SerError `INVALID_ARGUMENT` for a wrong URL; `NOT_FOUND` if it does not answer; `FILE_ACCESS` if it refuses.
 *   Messages never hold the password.
 */
export async function checkRedis(address: RedisAddress): Promise<void> {
  const { redis } = address;
  if (!/^rediss?:\/\//.test(redis) || !URL.canParse(redis))
    throw invalidArgument('redis', redis.replace(/\/\/.*@/, '//…@'), 'a URL such as redis://localhost:6379');
  const { url, ...options } = connectionTo(address);
  const client = new Redis(url, {
    ...options,
    lazyConnect: true,
    connectTimeout: CONNECT_MS,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
  });
  let reason = 'it does not answer';
  client.on('error', ({ message }) => {
    reason = message;
  });
  try {
    await client.connect();
    await client.ping();
  } catch (cause) {
    const said = cause instanceof Error && !/Connection is closed/.test(cause.message) ? cause.message : reason;
    const isRefused = /NOAUTH|WRONGPASS|NOPERM|invalid password/i.test(said);
    throw new SerError(
      isRefused ? 'FILE_ACCESS' : 'NOT_FOUND',
      `Redis at ${shownUrl(redis)} ${isRefused ? 'refuses access' : 'cannot be reached'}: ${said}`,
      {
        hint: isRefused
          ? 'Give the password in the URL or as $SER_REDIS_PASSWORD.'
          : 'Is it running, and the address right?',
      },
    );
  } finally {
    client.disconnect();
  }
}

/** Errors of a connection that is away, as during a restart. */
const AWAY = /ECONN|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|LOADING|closed/;

/** Returns a listener of errors that notes once that Redis is away, until `back` is called, and any other error. */
export function outageNotes(
  redis: string,
  onNote: (note: string) => void,
): { error(error?: Error): void; back(): void } {
  let isAway = false;
  return {
    error(error) {
      if (error && !AWAY.test(String(error))) return onNote(`Redis at ${shownUrl(redis)}: ${error.message}`);
      if (!isAway) onNote(`Redis at ${shownUrl(redis)} is away; waiting for it`);
      isAway = true;
    },
    back() {
      if (isAway) onNote(`Redis at ${shownUrl(redis)} is back`);
      isAway = false;
    },
  };
}
