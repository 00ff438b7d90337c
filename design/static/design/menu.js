/* The menus are <details> and work without this. Here: Escape and a click elsewhere close them, and
   Escape brings the focus back to the button. */
const open = () => document.querySelectorAll("details.account[open], details.find[open], .site-nav details[open]");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of open()) {
    const inside = menu.contains(document.activeElement);
    menu.open = false;
    if (inside) menu.querySelector("summary").focus();
  }
});

document.addEventListener("click", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});
