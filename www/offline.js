// The service worker of the page. The network comes first, so that nobody is left with an old page; without one, or when it
// takes too long, what was stored at the last visit is used. The build puts VERSION and FILES before this.
/* global VERSION, FILES */

const CACHE = `extism-web-page-${VERSION}`;

/** How long the network may take to answer (milliseconds). */
const PATIENCE = 4000;

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(['./', ...FILES])).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  const isOld = (name) => name.startsWith('extism-web-page-') && name !== CACHE;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(isOld).map((name) => caches.delete(name)))));
});

/** @param {Request} request */
async function answer(request) {
  const fromNetwork = fetch(request);
  const tooLong = new Promise((_, reject) => setTimeout(reject, PATIENCE));
  try {
    return await Promise.race([fromNetwork, tooLong]);
  } catch {
    const stored = await (await caches.open(CACHE)).match(request, { ignoreSearch: true });
    return stored ?? fromNetwork;
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  // What plug-ins and people load from elsewhere is none of the page's.
  if (request.method === 'GET' && new URL(request.url).origin === self.location.origin) event.respondWith(answer(request));
});
