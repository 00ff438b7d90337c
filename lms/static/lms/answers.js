// Test questions: a choice that is not sent yet survives a reload, an expired session and a lost
// connection; after an answer the focus goes to what is said about it.
const page = document.querySelector("[data-owner]");
const prefix = `kompas-keuze:${page?.dataset.owner}:${page?.dataset.path}:`;

const store = {
  get(name) {
    try {
      return JSON.parse(sessionStorage.getItem(prefix + name) ?? "[]");
    } catch {
      return [];
    }
  },
  set(name, values) {
    try {
      if (values.length) sessionStorage.setItem(prefix + name, JSON.stringify(values));
      else sessionStorage.removeItem(prefix + name);
    } catch {
      // Without storage the choice lives as long as the page.
    }
  },
};

const options = (form) => [...form.querySelectorAll('[name="option"]')];

const restore = (root) => {
  for (const form of root.querySelectorAll("form[data-answer]")) {
    const chosen = store.get(form.dataset.answer);
    const fields = options(form);
    if (!fields.some((field) => field.checked)) {
      for (const field of fields) field.checked = chosen.includes(field.value);
    }
  }
  for (const card of root.querySelectorAll("[data-answered]")) store.set(card.dataset.answered, []);
};

const say = (form, text) => {
  let place = form.querySelector("[data-problem]");
  if (!place) {
    place = document.createElement("p");
    place.className = "utrecht-form-field-error-message";
    place.dataset.problem = "";
    place.setAttribute("role", "alert");
    form.append(place);
  }
  place.textContent = text;
};

if (page) {
  restore(document);

  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-answer]");
    if (!form || event.target.name !== "option") return;
    const chosen = options(form).filter((field) => field.checked);
    store.set(form.dataset.answer, chosen.map((field) => field.value));
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    const card = document.getElementById(event.detail.target?.id);
    if (!card) return;
    restore(document);
    const [spoken] = card.querySelectorAll("[data-focus]");
    spoken?.focus();
  });

  const lost = (event) => {
    const form = event.detail.elt.closest?.("form[data-answer]");
    if (form) say(form, page.dataset.lost);
  };
  document.addEventListener("htmx:sendError", lost);
  document.addEventListener("htmx:responseError", lost);
}
