// Shows the tree of the guide one step at a time. Everything is on the page already: choosing sends
// nothing, writes nothing, and changes neither the address nor the history.
const guide = document.querySelector("[data-guide]");
const tree = guide?.querySelector("[data-tree]");
const stage = guide?.querySelector("[data-stage]");
const template = guide?.querySelector("template[data-step]");
const part = (within, name) => within.querySelector(`[data-${name}]`);

if (tree && stage && template) start();
if (guide) {
  guardExit();
  tellOffline();
  keepOffline();
}

function start() {
  const root = tree.querySelector("[data-question]");
  const after = part(guide, "after");
  const way = []; // the steps before this one, each with the answer that was given
  let now = root;

  tree.hidden = true;
  stage.hidden = false;
  const asked = placeOf(location.hash.slice(1));
  show(asked ?? root, { focus: Boolean(asked) });
  window.addEventListener("hashchange", () => {
    const place = placeOf(location.hash.slice(1));
    if (place) go(place);
  });

  // Where a link such as /hulp/#agressie leads: an outcome, or what stands behind an answer.
  function placeOf(name) {
    const found = name && document.getElementById(decodeURIComponent(name));
    if (!found || !tree.contains(found)) return null;
    return found.matches("details") ? behind(found) : found;
  }

  function behind(answer) {
    return answer.querySelector(":scope > [data-question], :scope > [data-outcome]");
  }

  function go(place, chosen = null) {
    way.push({ place: now, chosen });
    show(place);
  }

  function back() {
    const before = way.pop();
    if (before) show(before.place, { chosen: before.chosen });
    else restart();
  }

  function restart() {
    way.length = 0;
    show(root);
  }

  function show(place, { chosen = null, focus = true } = {}) {
    now = place;
    const isEnd = place.matches("[data-outcome]");
    const step = template.content.cloneNode(true);
    const form = part(step, "form");
    const result = part(step, "result");
    count(step, place, isEnd);
    if (isEnd) form.remove();
    else result.remove();
    if (isEnd) fillEnd(result, place);
    else fillQuestion(form, place, chosen);
    for (const button of step.querySelectorAll("[data-back]")) {
      if (place === root) button.remove();
      else button.addEventListener("click", back);
    }
    part(step, "restart")?.addEventListener("click", restart);
    if (after) after.hidden = !isEnd;
    stage.replaceChildren(step);
    if (focus) toHeading();
  }

  function toHeading() {
    const heading = part(stage, "heading");
    heading.focus({ preventScroll: true });
    // The line about danger stands above every step, also on a phone.
    (part(guide, "danger") ?? stage).scrollIntoView({ block: "start" });
  }

  function depthOf(place) {
    let depth = 0;
    for (let one = place; (one = one.parentElement.closest("[data-question]")); ) depth += 1;
    return depth;
  }

  function count(step, place, isEnd) {
    const depth = depthOf(place);
    const all = depth + (isEnd ? 0 : Number(place.dataset.left) + 1);
    const words = part(step, "count");
    words.textContent = isEnd
      ? words.dataset.end
      : words.dataset.words.replace("{now}", depth + 1).replace("{all}", all);
    const pieces = Array.from({ length: all }, (_piece, number) => {
      const piece = document.createElement("span");
      piece.className = "seg";
      if (number < depth) piece.classList.add("seg--done");
      else if (number === depth) piece.classList.add("seg--now");
      return piece;
    });
    step.querySelector(".segs").replaceChildren(...pieces);
  }

  function fillQuestion(form, place, chosen) {
    part(form, "heading").textContent = place.querySelector(":scope > [data-text]").textContent;
    const hint = place.querySelector(":scope > [data-hint]");
    const shownHint = part(form, "hint");
    if (hint) shownHint.textContent = hint.textContent;
    else shownHint.remove();
    const answers = [...place.querySelectorAll(":scope > .guide-choices > details")];
    form.querySelector(".choices").replaceChildren(
      ...answers.map((answer, number) => choiceOf(answer, number, number === chosen)),
    );
    form.addEventListener("change", () => {
      part(form, "error").hidden = true;
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const picked = form.querySelector("input:checked");
      part(form, "error").hidden = Boolean(picked);
      if (picked) go(behind(answers[Number(picked.value)]), Number(picked.value));
      else form.querySelector("input").focus();
    });
  }

  function choiceOf(answer, number, isChosen) {
    const label = document.createElement("label");
    const radio = document.createElement("input");
    const text = document.createElement("strong");
    const words = document.createElement("span");
    label.className = "choice";
    label.lang = "nl";
    radio.className = "utrecht-radio-button utrecht-radio-button--html-input";
    Object.assign(radio, { type: "radio", name: "keuze", value: number, checked: isChosen });
    radio.autocomplete = "off";
    text.textContent = answer.querySelector(":scope > summary > [data-answer]").textContent;
    words.append(text);
    label.append(radio, words);
    const hint = answer.querySelector(":scope > summary > [data-hint]");
    if (hint) {
      const shown = document.createElement("span");
      shown.className = "choice__hint";
      shown.textContent = hint.textContent;
      label.append(shown);
    }
    return label;
  }

  function fillEnd(result, place) {
    const body = part(result, "body");
    body.append(...[...place.childNodes].map((node) => node.cloneNode(true)));
    for (const plain of body.querySelectorAll("[data-plain]")) plain.remove();
    const heading = part(body, "text");
    heading.className = "nl-heading nl-heading--level-1";
    heading.tabIndex = -1;
    heading.dataset.heading = "";
    for (const button of body.querySelectorAll("[data-further]")) {
      const target = nearest(place, button.dataset.further);
      button.hidden = !target;
      button.addEventListener("click", () => go(target));
    }
  }

  // The same question may stand in more places: the one that shares most of the way is meant, so
  // that what was said before, such as working as an external, still holds.
  function nearest(place, key) {
    const name = CSS.escape(key);
    for (let one = place.parentElement; one && tree.contains(one); one = one.parentElement) {
      const found = one.querySelector(`[data-question="${name}"], [data-outcome="${name}"]`);
      if (found) return found;
    }
    return null;
  }
}

// The screen is blank before the other page comes, and this page is no longer behind "back".
function guardExit() {
  const button = part(guide, "exit");
  const hint = part(guide, "escape");
  const within = 2000;
  let presses = [];
  if (!button) return;
  if (hint) hint.hidden = false;

  function leave() {
    const address = button.href;
    document.title = " ";
    document.documentElement.replaceChildren(document.createElement("body"));
    try {
      window.top.location.replace(address);
    } catch {
      // In a frame that may not move the page around it: then at least this part is gone.
      location.replace("about:blank");
    }
  }

  button.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.repeat) return;
    presses = [...presses, event.timeStamp].filter((time) => event.timeStamp - time < within);
    if (presses.length === 3) leave();
  });
}

function tellOffline() {
  const line = part(guide, "offline");
  const tell = () => {
    line.hidden = navigator.onLine;
  };
  tell();
  window.addEventListener("online", tell);
  window.addEventListener("offline", tell);
}

function keepOffline() {
  const { worker, scope } = guide.dataset;
  if (!worker || !("serviceWorker" in navigator)) return;
  navigator.serviceWorker.register(worker, { scope, updateViaCache: "all" }).catch(() => {
    // Private windows and some policies allow no worker: then the page is there online only.
  });
}
