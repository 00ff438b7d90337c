// Shows on this page only how far somebody is in the code. Nothing is sent or kept.
const chapters = [...document.querySelectorAll("[data-chapter]")];
for (const note of document.querySelectorAll("[data-progress]")) note.hidden = chapters.length === 0;

for (const [place, chapter] of chapters.entries()) {
  const next = chapter.querySelector("[data-next]");
  next.hidden = false;
  chapter.addEventListener("toggle", () => {
    if (!chapter.open) chapter.querySelector("[data-seen]").hidden = false;
  });
  next.querySelector("button").addEventListener("click", () => {
    const following = chapters[place + 1] ?? chapter;
    chapter.open = false;
    if (following !== chapter) following.open = true;
    const summary = following.querySelector("summary");
    summary.focus();
    summary.scrollIntoView({ block: "start" });
  });
}
