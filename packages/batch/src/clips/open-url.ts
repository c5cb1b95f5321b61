import { printable, SerError } from '@ser/core';

/**
 * Asks for the recording at a URL.
 *
 * @returns the response, whose body has not been read.
 * @throws SerError `NOT_FOUND` if it cannot be reached or the server refuses it; the reason of `signal`.
 */
export async function openUrl(url: string, signal: AbortSignal): Promise<Response> {
  const response = await fetch(url, { signal }).catch((cause: unknown) => {
    if (signal.aborted) throw cause;
    throw new SerError('NOT_FOUND', `${printable(url)} cannot be reached`, { cause });
  });
  if (!response.ok)
    throw new SerError('NOT_FOUND', `${printable(url)} answers ${response.status} ${printable(response.statusText)}`);
  return response;
}
