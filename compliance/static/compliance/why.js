// Shows the page behind a "Waarom?" link in a dialog. Without this script the link is just a link.

const SHOWN = "[data-trace]";

function build(title, trace, label) {
  const dialog = document.createElement("dialog");
  dialog.className = "why-dialog";
  dialog.setAttribute("aria-labelledby", "waarom-dialoog");
  const heading = document.createElement("h2");
  heading.id = "waarom-dialoog";
  heading.className = "nl-heading nl-heading--level-2";
  heading.textContent = title;
  const form = document.createElement("form");
  form.method = "dialog";
  const button = document.createElement("button");
  button.className = "nl-button nl-button--secondary";
  button.textContent = label;
  form.append(button);
  const body = document.createElement("div");
  body.className = "stack";
  body.append(heading, document.importNode(trace, true), form);
  dialog.append(body);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  return dialog;
}

async function open(link) {
  const answer = await fetch(link.href, { credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const trace = page.querySelector(SHOWN);
  if (!answer.ok || answer.redirected || !trace) throw new Error("no explanation");
  const title = page.querySelector("h1")?.textContent ?? link.textContent;
  const dialog = build(title, trace, link.closest("[data-why-close]").dataset.whyClose);
  document.body.append(dialog);
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-why]");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  open(link).catch(() => location.assign(link.href));
});
