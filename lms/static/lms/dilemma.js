// Turns the folded choices of a dilemma into radio cards with the explanation below them.
// Nothing is sent or kept: the choice is gone when the page is closed.
for (const block of document.querySelectorAll("[data-dilemma]")) {
  const plain = block.querySelector("[data-plain]");
  const template = block.querySelector("template");
  if (!plain || !template) continue;

  const explanations = [...plain.querySelectorAll(".option__why")];
  const form = template.content.cloneNode(true);
  const status = form.querySelector('[role="status"]');
  form.querySelector("fieldset").addEventListener("change", (event) => {
    const chosen = explanations[Number(event.target.value)];
    status.replaceChildren(...[...chosen.childNodes].map((node) => node.cloneNode(true)));
    status.hidden = false;
  });
  plain.replaceWith(form);
}
