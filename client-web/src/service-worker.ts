/// <reference types="@sveltejs/kit" />
/// <reference lib="webworker" />
import { build, version } from '$service-worker';

// Keeps the program on the device, so that a reload without the server still shows what is known.
// Data never passes here: it lives in IndexedDB, per person.
const worker = self as unknown as ServiceWorkerGlobalScope;
const name = `wasl-${version}`;
const shell = '/';
/** A line that says nothing for so long is as good as none: the kept page shows what is known. */
const patienceMs = 4000;
/** What the server writes itself, and files: the program has no page for these. */
const served = ['/o/', '/sitemap', '/robots.txt', '/media/', '/directory/export', '/directory/print'];
const program = new Set(build.filter((path) => /\.(js|css)$/.test(path)));

worker.addEventListener('install', (event) => {
  event.waitUntil(keep().then(() => worker.skipWaiting()));
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(forgetOthers().then(() => worker.clients.claim()));
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (served.some((path) => url.pathname.startsWith(path))) return;
  if (request.mode === 'navigate') event.respondWith(page(request));
  else if (url.pathname.startsWith('/_app/immutable/')) event.respondWith(asset(event));
});

async function keep(): Promise<void> {
  const cache = await caches.open(name);
  await cache.addAll([shell, ...program]);
}

async function forgetOthers(): Promise<void> {
  const others = (await caches.keys()).filter((key) => key !== name);
  await Promise.all(others.map((key) => caches.delete(key)));
}

async function page(request: Request): Promise<Response> {
  const kept = await caches.match(shell);
  if (!kept) return fetch(request);
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(patienceMs) });
    if (response.status < 500) return response;
  } catch {
    // No network, or one that does not answer: the kept page follows.
  }
  return kept;
}

/** Keeping it must not hold up the answer: a slow disk is not a slow line. */
async function asset(event: FetchEvent): Promise<Response> {
  const kept = await caches.match(event.request);
  if (kept) return kept;
  const response = await fetch(event.request);
  const copy = response.ok ? response.clone() : null;
  if (copy) event.waitUntil(caches.open(name).then((cache) => cache.put(event.request, copy)));
  return response;
}
