// The code can no longer be read without signing in: what was kept goes, and so does this worker.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith("gir-")) await caches.delete(name);
    await self.registration.unregister();
  })());
});
