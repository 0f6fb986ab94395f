// Single keys for people who stay all day. They rest inside fields and can be turned off (WCAG 2.1.4).
const places = document.querySelector("[data-shortcuts]");
const sheet = document.querySelector("[data-shortcuts-dialog]");
const SWITCH = "shortcuts-off";
let afterG = 0;
let at = -1;

if (places) {
  document.addEventListener("keydown", press);
  const box = document.querySelector("[data-shortcuts-off]");
  if (box) {
    box.checked = off();
    box.addEventListener("change", () => {
      if (box.checked) localStorage.setItem(SWITCH, "1");
      else localStorage.removeItem(SWITCH);
    });
  }
}

function off() {
  return localStorage.getItem(SWITCH) === "1";
}

function inField(target) {
  return target.isContentEditable || target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select");
}

function rows() {
  return [...document.querySelectorAll("[data-rows] [data-row]")];
}

function step(by) {
  const all = rows();
  if (!all.length) return;
  const here = all.findIndex((row) => row.contains(document.activeElement));
  at = Math.max(0, Math.min(all.length - 1, (here < 0 ? at : here) + by));
  all[at].querySelector("a[href]").focus();
}

function current() {
  const all = rows();
  return all.find((row) => row.contains(document.activeElement)) || all[at];
}

// The places that a search found on this page: from the one that is looked at, or from where the page was opened, to the next.
function place(by) {
  const all = [...document.querySelectorAll("[data-place]")];
  if (!all.length) return;
  const target = document.querySelector(":target");
  let here = by > 0 ? -1 : 0;
  if (target) {
    const follows = (mark) => target.contains(mark) || target.compareDocumentPosition(mark) & Node.DOCUMENT_POSITION_FOLLOWING;
    const first = all.includes(target) ? all.indexOf(target) : all.findIndex(follows);
    here = first < 0 ? all.length : first;
    if (by > 0 && !all.includes(target)) here -= 1;
  }
  location.hash = all[(here + by + all.length) % all.length].id;
}

for (const link of document.querySelectorAll("[data-place-step]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    place(Number(link.dataset.placeStep));
  });
}

function press(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form && event.target.tagName === "TEXTAREA") {
    event.target.form.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || inField(event.target) || document.querySelector("dialog[open]")) return;
  if (off() && event.key !== "?") return;
  if (Date.now() - afterG < 1500 && places.dataset[event.key]) {
    location.assign(places.dataset[event.key]);
    return;
  }
  const does = {
    "/": () => {
      const box = document.querySelector("[data-shortcut-search]");
      if (box) box.focus();
    },
    "?": () => sheet.showModal(),
    g: () => {
      afterG = Date.now();
    },
    j: () => step(1),
    k: () => step(-1),
    o: () => current()?.querySelector("a[href]").click(),
    x: () => current()?.querySelector("input[type=checkbox]")?.click(),
    n: () => place(1),
    p: () => place(-1),
    m: () => document.querySelector("[data-next-step]")?.click(),
  }[event.key];
  if (!does) return;
  event.preventDefault();
  does();
}
