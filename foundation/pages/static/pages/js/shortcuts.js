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
    m: () => document.querySelector("[data-next-step]")?.click(),
  }[event.key];
  if (!does) return;
  event.preventDefault();
  does();
}
