/// <reference lib="webworker" />

// Keeps the receiving desk at hand without a network: its page, scripts, styles and the bar-code reader. Answers of the
// API never come here; what the desk needs of them lies in the browser's own database.
const CACHE = 'guilai-desk-1';
const DESK = '/receiving';
const PARTS = '/receiving-parts.json';

declare const self: ServiceWorkerGlobalScope;
const worker = self;

export {};

worker.addEventListener('install', (event) => {
  event.waitUntil(renew().then(() => worker.skipWaiting()));
});
worker.addEventListener('activate', (event) => {
  event.waitUntil(worker.clients.claim());
});
worker.addEventListener('message', (event) => {
  if (event.data === 'renew') event.waitUntil(renew());
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
  if (request.mode === 'navigate' && url.pathname === DESK) event.respondWith(page(request));
  else if (url.pathname.startsWith('/assets/')) event.respondWith(asset(request));
});

/**
 * The page at hand: at the dock a network that is hardly there would keep one waiting. Each visit asks for the newest
 * build (`renew`), which the next one shows.
 */
async function page(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(DESK)) ?? fetch(request);
}

/** A name under assets/ holds a hash of the content: what is at hand is right. */
async function asset(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(request)) ?? fetch(request);
}

/** Takes in the parts of the newest build and lets go of those of older ones. */
async function renew(): Promise<void> {
  const cache = await caches.open(CACHE);
  const listed = await fetch(PARTS, { cache: 'no-cache' });
  if (!listed.ok) return;
  const parts: unknown = await listed.json();
  if (!Array.isArray(parts)) return;
  const wanted = new Set(parts.map((part) => new URL(String(part), worker.location.origin).pathname));
  const kept = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
  await cache.addAll([...wanted].filter((path) => !kept.has(path)));
  // A screen's address answers with the page only to who asks for one.
  const page = await fetch(DESK, { headers: { accept: 'text/html' }, cache: 'no-cache' });
  if (page.ok) await cache.put(DESK, page);
  for (const path of kept) if (path !== DESK && !wanted.has(path)) await cache.delete(path);
}
