// Adds a row without leaving the page: the form goes to the server as it stands and comes back with one row more.
// A second press waits for the first, and what is typed meanwhile is put back. Where anything fails the button does what it does
// without script.
let before = Promise.resolve();

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add-row]");
  const page = button && button.closest("[data-rows-page]");
  if (!page || button.dataset.plain) return;
  event.preventDefault();
  before = before.then(() => addRow(page, button.value));
});

async function addRow(page, row) {
  const form = page.querySelector("form");
  const sent = new Map(boxesOf(form).map((box) => [keyOf(box), stateOf(box)]));
  const body = new FormData(form);
  body.append("row", row);
  try {
    const answer = await fetch(form.getAttribute("action") || location.href, {
      method: "POST",
      body,
      credentials: "same-origin",
    });
    if (!answer.ok) throw new Error("refused");
    const text = await answer.text();
    const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-rows-page]");
    if (!fresh) throw new Error("another page");
    const typed = boxesOf(form).filter((box) => stateOf(box) !== sent.get(keyOf(box)));
    const here = boxesOf(form).find((box) => box === document.activeElement);
    const stays = here ? keyOf(here) : "";
    form.innerHTML = fresh.querySelector("form").innerHTML;
    const boxes = boxesOf(form);
    for (const old of typed) putBack(boxes.find((box) => keyOf(box) === keyOf(old)), old);
    form.dispatchEvent(new Event("laid", { bubbles: true }));
    const next = boxes.find((box) => (stays ? keyOf(box) === stays : !sent.has(keyOf(box))));
    if (next) next.focus();
  } catch {
    const button = [...page.querySelectorAll("[data-add-row]")].find((one) => one.value === row);
    if (!button) return;
    button.dataset.plain = "yes";
    button.click();
  }
}

function boxesOf(form) {
  return [...form.elements].filter((box) => box.name && box.type !== "hidden" && box.matches("input, select, textarea"));
}

function keyOf(box) {
  return box.type === "checkbox" || box.type === "radio" ? `${box.name}=${box.value}` : box.name;
}

function stateOf(box) {
  return box.type === "checkbox" || box.type === "radio" ? String(box.checked) : box.value;
}

function putBack(box, old) {
  if (!box) return;
  box.value = old.value;
  box.checked = old.checked;
}
