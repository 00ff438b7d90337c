// Keeps one copy of the guide, so that it can be read without a network. It is the page that
// everybody gets who is not signed in, fetched without cookies: nothing in it is about a person, and
// nothing that somebody chooses is ever written. The copy is made once, when the page is opened, and
// made anew when the guide changes.
const PREFIX = "guide-{{ language|escapejs }}-";
const KEPT = PREFIX + "{{ version|escapejs }}";
const HOME = "{{ home|escapejs }}";
const STATIC = "{{ static|escapejs }}";
const ASSETS = [{% for asset in assets %}"{{ asset|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const ANONYMOUS = { credentials: "omit", cache: "no-cache" };

async function keep(cache, path) {
  const answer = await fetch(path, ANONYMOUS);
  if (!answer.ok || answer.redirected) throw new Error("not kept: " + path);
  await cache.put(path, answer.clone());
  return answer;
}

async function keepAsset(cache, path) {
  const answer = await keep(cache, path);
  if (!path.endsWith(".css")) return;
  const css = await answer.text();
  for (const [, name] of css.matchAll(/url\("?([^")]+\.woff2)"?\)/g)) {
    await keep(cache, new URL(name, new URL(path, location.href)).pathname);
  }
}

async function keepAll() {
  const cache = await caches.open(KEPT);
  const page = await keep(cache, HOME);
  // Only a page that says so itself is the same for everybody.
  if (!/\bpublic\b/.test(page.headers.get("Cache-Control") || "")) throw new Error("not public");
  for (const path of ASSETS) await keepAsset(cache, path);
}

async function orKept(request, path) {
  try {
    return await fetch(request);
  } catch {
    const cache = await caches.open(KEPT);
    return (await cache.match(path, { ignoreVary: true })) || Response.error();
  }
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keepAll().catch(async (error) => {
    await caches.delete(KEPT);
    throw error;
  }));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith(PREFIX) && name !== KEPT) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith(STATIC)) event.respondWith(orKept(request, url.pathname));
  else if (request.mode === "navigate") event.respondWith(orKept(request, HOME));
});
