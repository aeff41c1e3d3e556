/// <reference types="@sveltejs/kit" />
/// <reference lib="webworker" />
import { build, version } from '$service-worker';

// Keeps the program on the device, so that a reload without the server still shows what is known.
// Data never passes here: it lives in IndexedDB, per person.
const worker = self as unknown as ServiceWorkerGlobalScope;
const name = `wasl-${version}`;
const shell = '/';
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
  if (request.mode === 'navigate') event.respondWith(page(request));
  else if (url.pathname.startsWith('/_app/immutable/')) event.respondWith(asset(request));
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
  try {
    const response = await fetch(request);
    if (response.status < 500) return response;
  } catch {
    // No network: the kept page follows.
  }
  return (await caches.match(shell)) ?? Response.error();
}

async function asset(request: Request): Promise<Response> {
  const kept = await caches.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await (await caches.open(name)).put(request, response.clone());
  return response;
}
