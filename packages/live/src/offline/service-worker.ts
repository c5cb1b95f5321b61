/** Files of the page and their version; the build fills them in. */
declare const FILES: readonly string[];
declare const VERSION: string;

const scope = globalThis as unknown as ServiceWorkerGlobalScope;
const CACHE = `ser-live-${VERSION}`;

/** Keeps all files, so that the page opens without a network. */
async function keep(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES.map((file) => new Request(file, { cache: 'reload' })));
  await scope.skipWaiting();
}

/** Deletes what earlier versions kept. */
async function forget(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith('ser-live-') && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await scope.clients.claim();
}

/** Answers from what is kept, and from the network for everything else. */
async function answer(request: Request): Promise<Response> {
  const kept = await caches.match(request, { ignoreSearch: request.mode === 'navigate', cacheName: CACHE });
  return kept ?? fetch(request);
}

scope.addEventListener('install', (event) => event.waitUntil(keep()));
scope.addEventListener('activate', (event) => event.waitUntil(forget()));
scope.addEventListener('fetch', (event) => {
  if (event.request.method === 'GET') event.respondWith(answer(event.request));
});
