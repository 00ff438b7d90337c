// Lets the public pages of the code be read without a network. When they are not public, whatever
// an earlier visit kept is cleared. Pages work without this.
const place = document.querySelector("[data-gir-worker]");
const isOn = place?.dataset.girPublic === "1";

// The worker of an earlier visit still serves this page: it is told first, or it would keep the
// files that are on their way.
async function clear() {
  for (const found of await navigator.serviceWorker.getRegistrations()) {
    if (new URL(found.scope).pathname !== place.dataset.girScope) continue;
    found.active?.postMessage("clear");
    await found.unregister();
  }
  for (const name of await caches.keys()) if (name.startsWith("gir-")) await caches.delete(name);
}

async function keep() {
  const { girWorker, girScope } = place.dataset;
  await navigator.serviceWorker.register(girWorker, { scope: girScope });
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage("renew");
}

function sayOffline() {
  place.hidden = navigator.onLine;
}

if (place && "serviceWorker" in navigator && "caches" in window) {
  if (isOn) {
    sayOffline();
    window.addEventListener("online", sayOffline);
    window.addEventListener("offline", sayOffline);
  }
  (isOn ? keep() : clear()).catch(() => {
    // Private windows and some policies allow no worker: then the pages are there online only.
  });
}
