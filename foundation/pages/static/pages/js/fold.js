// Folds filters and a file's pages on a phone, where they would push the content away; closes the name menu from outside.
const narrow = window.matchMedia("(max-width: 40em)");
const foldable = document.querySelectorAll("details[data-fold-narrow]");

function fold() {
  for (const part of foldable) part.open = !narrow.matches;
}

fold();
narrow.addEventListener("change", fold);

for (const menu of document.querySelectorAll("details[data-menu]")) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
