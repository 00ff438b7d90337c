// Tells the server where somebody is on the page, so that any device can go on there.
const form = document.getElementById("positie");
const status = document.getElementById("opgeslagen");
const PAUSE = 8000;
const FIRST = 3000;

if (form) {
  let spot = "";
  let sent = null;
  let timer = 0;

  // The spot is the last block whose top has passed the upper third of the screen.
  const find = () => {
    const line = window.innerHeight / 3;
    let found = "";
    for (const block of document.querySelectorAll("[data-spot]")) {
      if (block.getBoundingClientRect().top <= line) found = block.id;
    }
    return found;
  };

  const show = (text) => {
    if (!status || !text) return;
    let words = status.querySelector("[data-saved]");
    if (!words) {
      words = document.createElement("span");
      words.dataset.saved = "";
      status.append(words);
    }
    // The same time again is no news for a screen reader.
    if (words.textContent !== text) words.textContent = text;
  };

  const send = async () => {
    timer = 0;
    spot = find();
    if (spot === sent) return;
    const body = new FormData(form);
    body.set("anchor", spot);
    const before = sent;
    sent = spot;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new URLSearchParams(body),
        keepalive: true,
        redirect: "error",
      });
      if (!answer.ok) throw new Error(answer.statusText);
      show((await answer.json()).text);
    } catch {
      // Next time somebody scrolls it is tried again.
      sent = before;
    }
  };

  const soon = (wait) => {
    if (!timer) timer = window.setTimeout(send, wait);
  };

  soon(FIRST);
  if ("IntersectionObserver" in window) {
    const observer = new IntersectionObserver(() => soon(PAUSE), { threshold: [0, 1] });
    for (const block of document.querySelectorAll("[data-spot]")) observer.observe(block);
  }
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && timer) {
      window.clearTimeout(timer);
      send();
    }
  });
}
