import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from './failures.js';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Returns a check of `Authorization: Bearer <key>` that takes the same time for any wrong key. */
export function keyCheck(apiKey: string): (headers: IncomingHttpHeaders) => void {
  const expected = digest(apiKey);
  return ({ authorization = '' }) => {
    const given = /^Bearer (.+)$/i.exec(authorization)?.[1] ?? '';
    if (!timingSafeEqual(digest(given), expected))
      throw new Refusal(401, 'UNAUTHORIZED', 'the request needs the API key: Authorization: Bearer <key>');
  };
}

/**
 * Returns a check that refuses web pages of other hosts, unless they are allowed: a browser would let any page that is
 * open use a service on this machine.
 */
export function originCheck(allowed: readonly string[]): (headers: IncomingHttpHeaders) => void {
  return ({ origin, host }) => {
    if (origin === undefined || allowed.includes(origin)) return;
    if (origin === `http://${host}` || origin === `https://${host}`) return;
    throw new Refusal(403, 'FORBIDDEN', `pages of ${origin.slice(0, 200)} may not use this service`);
  };
}
