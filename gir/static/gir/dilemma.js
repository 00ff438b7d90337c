// Turns the folded options of the dilemma into radio cards, with the explanation below them and the
// button that counts the choice. Choosing sends and keeps nothing; only that button does.
for (const block of document.querySelectorAll("[data-dilemma]")) {
  const plain = block.querySelector("[data-plain]");
  const template = block.querySelector("template");
  if (!plain || !template) continue;

  const options = [...plain.querySelectorAll(".option__why")];
  const form = template.content.cloneNode(true);
  const answer = form.querySelector(".reflect");
  const status = answer.querySelector('[role="status"]');
  const place = answer.querySelector("[data-form]");
  form.querySelector("fieldset").addEventListener("change", (event) => {
    const chosen = options[Number(event.target.value)];
    answer.hidden = false;
    status.replaceChildren(chosen.querySelector("[data-why]").cloneNode(true));
    const count = chosen.querySelector("[data-count]");
    place.replaceChildren(...(count ? [count.cloneNode(true)] : []));
  });
  plain.replaceWith(form);
}
