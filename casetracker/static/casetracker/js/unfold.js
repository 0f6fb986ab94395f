// Folds what no outcome on the sheet asks for yet; without script everything stands open.
// data-unfold-by selects the boxes that decide, data-unfold-for lists their values ("*": any). What is typed or wrong is never folded away.
const WRONG = '[aria-invalid="true"]';

function isTyped(box) {
  return box.type === "checkbox" ? box.checked : box.type !== "hidden" && box.value !== "";
}

function look(event) {
  for (const group of document.querySelectorAll("details[data-unfold-by]")) {
    const values = group.dataset.unfoldFor.split(" ");
    const asked = [...document.querySelectorAll(group.dataset.unfoldBy)].some(
      (box) => box.value && (values.includes("*") || values.includes(box.value)),
    );
    const typed = !("unfoldGiven" in group.dataset) && [...group.querySelectorAll("input, select, textarea")].some(isTyped);
    const open = asked || typed || group.querySelector(WRONG) !== null;
    if (open || event === undefined || event.type === "laid") group.open = open;
  }
}

look();
document.addEventListener("change", look);
document.addEventListener("laid", look);
