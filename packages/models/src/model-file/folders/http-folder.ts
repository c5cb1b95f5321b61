import { SerError, type TimeLimit, withinSeconds } from '@ser/core';
import type { ModelFolder } from './model-folder.js';

/** @throws SerError `INVALID_MODEL` for a file that is larger than allowed. */
function refuseLarge(file: string, bytes: number, maxBytes: number): void {
  if (bytes > maxBytes)
    throw new SerError('INVALID_MODEL', `${file} is too large: ${bytes} bytes of at most ${maxBytes}`);
}

async function readBody(response: Response, url: string, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  refuseLarge(url, Number(response.headers.get('content-length') ?? 0), maxBytes);
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    chunks.push(part.value);
    size += part.value.length;
    if (size > maxBytes) await reader?.cancel();
    refuseLarge(url, size, maxBytes);
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

async function fetchFile(
  url: string,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    const response = await fetch(url, { signal });
    if (response.status === 404) return undefined;
    if (!response.ok) throw new SerError('FILE_ACCESS', `${url} cannot be fetched: HTTP status ${response.status}`);
    return await readBody(response, url, maxBytes);
  } catch (cause) {
    if (cause instanceof SerError) throw cause;
    throw new SerError('FILE_ACCESS', `${url} cannot be fetched`, { cause });
  }
}

/**
 * A model folder on a web server, read with the platform's `fetch`.
 *
 * @param location URL of the folder or of its `model.json`, absolute, or relative to the page.
 * @param limit how long each file may take.
 */
export function httpFolder(location: string, limit: TimeLimit = {}): ModelFolder {
  const page = typeof document === 'undefined' ? undefined : document.baseURI;
  const withoutFile = location.replace(/\/?(model|ensemble)\.json$/, '').replace(/\/?$/, '/');
  return {
    location,
    inside: (name) => withoutFile + name,
    async read(name, maxBytes) {
      let url: string;
      try {
        url = new URL(name, new URL(withoutFile, page)).href;
      } catch (cause) {
        throw new SerError('INVALID_ARGUMENT', `model location must be a URL, got ${JSON.stringify(location)}`, {
          cause,
        });
      }
      return withinSeconds(`fetching ${url}`, limit, (signal) => fetchFile(url, maxBytes, signal));
    },
  };
}
