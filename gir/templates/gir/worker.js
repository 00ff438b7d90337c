// Keeps the public pages of the code, so that they can be read without a network. Network first:
// what is kept is only shown when the network gives nothing. A page is kept only when its answer
// says that it is public, and it is fetched without cookies; so nothing personal ever is.
const KEPT = "gir-1";
const HOME = "{{ home|escapejs }}";
const OFFLINE = "{{ offline|escapejs }}";
const PAGES = "{{ pages|escapejs }}";
const STATIC = "{{ static|escapejs }}";
const VERSION = new URL("version", self.registration.scope).href;

// True once the code is no longer public. A page that is still loading asks this worker for its
// last files; opening what was kept for them would bring it back.
let isGone = false;

const isPublic = (answer) =>
  answer.ok && !answer.redirected && /\bpublic\b/.test(answer.headers.get("Cache-Control") || "");

// Keep one address; an asset is public by where it stands. Tells whether it worked.
async function keep(cache, path, isAsset) {
  try {
    const answer = await fetch(path, { credentials: "omit", cache: "no-cache" });
    if (!(isAsset ? answer.ok : isPublic(answer))) return false;
    await cache.put(path, answer.clone());
    if (path.endsWith(".css")) await keepFonts(cache, path, await answer.text());
    return true;
  } catch {
    return false;
  }
}

async function keepFonts(cache, path, css) {
  for (const [, name] of css.matchAll(/url\("?([^")]+\.woff2)"?\)/g)) {
    await keep(cache, new URL(name, new URL(path, location.href)).pathname, true);
  }
}

// Fetch everything again when the list says that something changed; one at a time, to spare both
// sides. Pages that are no longer in the list go, also those of another day.
async function renew() {
  if (isGone) return;
  const cache = await caches.open(KEPT);
  const answer = await fetch(PAGES, { credentials: "omit", cache: "no-cache" }).catch(() => null);
  if (!answer || !answer.ok) return;
  const list = await answer.json();
  const before = await cache.match(VERSION);
  if (before && (await before.text()) === list.version) return;
  let whole = true;
  for (const path of list.assets) whole = (await keep(cache, path, true)) && whole;
  for (const path of list.pages) whole = (await keep(cache, path, false)) && whole;
  const wanted = new Set([...list.pages, ...list.assets]);
  for (const request of await cache.keys()) {
    const path = new URL(request.url).pathname;
    const isOld = !wanted.has(path) && !path.startsWith(STATIC) && request.url !== VERSION;
    if (isOld) await cache.delete(request);
  }
  if (whole) await cache.put(VERSION, new Response(list.version));
}

async function page(request) {
  if (isGone) return fetch(request);
  const cache = await caches.open(KEPT);
  try {
    const answer = await fetch(request);
    if (isPublic(answer)) await cache.put(request, answer.clone());
    return answer;
  } catch {
    const kept = await cache.match(request, { ignoreVary: true });
    return kept || (await cache.match(OFFLINE, { ignoreVary: true })) || Response.error();
  }
}

async function asset(request) {
  if (isGone) return fetch(request);
  const cache = await caches.open(KEPT);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await cache.put(request, answer.clone());
    return answer;
  } catch {
    return (await cache.match(request, { ignoreVary: true })) || Response.error();
  }
}

async function clear() {
  isGone = true;
  for (const name of await caches.keys()) if (name.startsWith("gir-")) await caches.delete(name);
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(KEPT).then((cache) => keep(cache, OFFLINE, false)));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("gir-") && name !== KEPT) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

self.addEventListener("message", (event) => {
  if (event.data === "renew") event.waitUntil(renew());
  if (event.data === "clear") event.waitUntil(clear());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith(STATIC)) event.respondWith(asset(request));
  else if (request.mode === "navigate" && url.pathname.startsWith(HOME)) {
    event.respondWith(page(request));
  }
});
