/* The search of the header is a <details> and works without this. Here: it takes the focus when it
   opens, and the key "/" opens it on every page. Whoever switched keys off has a cookie that says
   so; it is read at each key, because a page may come from the cache of the browser. */
const fold = document.querySelector("details.find");
const box = document.getElementById("vind-q");
const TYPING = "input, textarea, select, [contenteditable]:not([contenteditable='false'])";

const isOff = () => /(^|; )(__Host-)?kompas_keys=off(;|$)/.test(document.cookie);

fold?.addEventListener("toggle", () => {
  if (fold.open) box.focus();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || isOff()) return;
  if (event.target.closest?.(TYPING) || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  const own = document.querySelector("main [role='search'] input[type='search']#zoek-q");
  if (own) {
    own.focus();
    own.select();
  } else if (fold) {
    fold.open = true;
    box.focus();
  }
});
