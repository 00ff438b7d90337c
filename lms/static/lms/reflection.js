// Keeps what somebody writes with a reflection in this browser, on this device, for this person.
const owner = document.querySelector("[data-owner]")?.dataset.owner;

for (const block of document.querySelectorAll("[data-reflection]")) {
  const text = block.querySelector("textarea");
  const wipe = block.querySelector("[data-wipe]");
  const key = `kompas-reflectie:${owner}:${block.dataset.reflection}`;

  const show = () => {
    wipe.hidden = text.value === "";
  };
  const keep = () => {
    try {
      if (text.value) localStorage.setItem(key, text.value);
      else localStorage.removeItem(key);
    } catch {
      // A browser that keeps nothing still lets somebody write.
    }
    show();
  };

  if (owner) {
    try {
      text.value = localStorage.getItem(key) ?? "";
    } catch {
      // See above.
    }
    text.addEventListener("input", keep);
  }
  wipe.addEventListener("click", () => {
    text.value = "";
    keep();
    text.focus();
  });
  show();
}
