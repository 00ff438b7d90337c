// Questions and sheets to practise with. Nothing is sent and nothing is kept, not even in the
// browser: no form, no storage, and closing the page wipes it all.
const shuffle = (list) => {
  for (const child of [...list.children].sort(() => Math.random() - 0.5)) list.append(child);
};

for (const block of document.querySelectorAll("[data-question]")) {
  const plain = block.querySelector("[data-plain]");
  const template = block.querySelector("template");
  if (!plain || !template) continue;

  const form = template.content.cloneNode(true);
  const list = form.querySelector("fieldset");
  const inputs = [...form.querySelectorAll("input")];
  const look = form.querySelector("[data-look]");
  const again = form.querySelector("[data-again]");
  const answer = form.querySelector('[role="status"]');
  const why = form.querySelector("[data-why]");

  const say = (what) => {
    for (const line of answer.querySelectorAll("[data-say]")) line.hidden = line.dataset.say !== what;
    why.hidden = what === "none";
    answer.hidden = false;
  };
  const mark = (input, is_over) => {
    const { classList } = input.closest(".choice");
    const right = "right" in input.dataset;
    classList.toggle("choice--right", is_over && right && input.checked);
    classList.toggle("choice--missed", is_over && right && !input.checked);
    classList.toggle("choice--wrong", is_over && !right && input.checked);
    input.disabled = is_over;
  };

  look.addEventListener("click", () => {
    if (!inputs.some((input) => input.checked)) return say("none");
    const is_right = inputs.every((input) => input.checked === ("right" in input.dataset));
    for (const input of inputs) mark(input, true);
    look.hidden = true;
    again.hidden = false;
    say(is_right ? "right" : "wrong");
    answer.focus();
  });
  again.addEventListener("click", () => {
    for (const input of inputs) {
      input.checked = false;
      mark(input, false);
    }
    shuffle(list);
    answer.hidden = true;
    again.hidden = true;
    look.hidden = false;
    inputs.find((input) => input.closest(".choice") === list.firstElementChild).focus();
  });
  shuffle(list);
  plain.replaceWith(form);
}

for (const sheet of document.querySelectorAll("[data-sheet]")) {
  const row = sheet.querySelector("[data-wipe]");
  const status = row.querySelector('[role="status"]');
  row.hidden = false;
  row.querySelector("button").addEventListener("click", () => {
    for (const input of sheet.querySelectorAll("input")) input.checked = false;
    for (const text of sheet.querySelectorAll("textarea")) text.value = "";
    status.textContent = status.dataset.wiped;
  });
  sheet.addEventListener("input", () => {
    status.textContent = "";
  });
}
