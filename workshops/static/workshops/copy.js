// A button that copies a field. It appears only where copying is possible; without it one can still
// select the text.
for (const place of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(place.dataset.copy);
  if (field && navigator.clipboard) {
    place.hidden = false;
    place.querySelector("button").addEventListener("click", async () => {
      await navigator.clipboard.writeText(field.value);
      place.querySelector("[role=status]").textContent = place.dataset.copied;
    });
  }
}
