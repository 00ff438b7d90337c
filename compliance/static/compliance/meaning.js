/* Says beside the form what the rule means as it is filled in now. Without it there is a button. */
const form = document.querySelector("form[data-meaning-url]");
const place = form?.querySelector("[data-meaning]");
const PAUSE_MS = 600;
let waiting = 0;
let asked = 0;

const say = async () => {
  const number = ++asked;
  try {
    const body = new FormData(form);
    const answer = await fetch(form.dataset.meaningUrl, { method: "POST", body });
    const text = answer.ok ? await answer.text() : "";
    if (text && number === asked) {
      place.replaceChildren(document.createRange().createContextualFragment(text));
    }
  } catch {
    // Out of reach: what stands there stays, and saving says what is wrong.
  }
};

if (place) {
  form.addEventListener("input", () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(say, PAUSE_MS);
  });
}
