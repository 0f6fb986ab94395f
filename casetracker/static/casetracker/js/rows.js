// Adds a row without leaving the page: the form goes to the server as it stands and comes back with one row more.
// Where anything fails the button does what it does without script.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-add-row]");
  const page = button && button.closest("[data-rows-page]");
  if (!page || button.dataset.plain) return;
  event.preventDefault();
  const form = button.form;
  const before = new Set([...form.elements].map((box) => box.name));
  const body = new FormData(form);
  body.append("row", button.value);
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
    page.querySelector("form").innerHTML = fresh.querySelector("form").innerHTML;
    const box = [...page.querySelector("form").elements].find((one) => one.name && one.type !== "hidden" && !before.has(one.name));
    if (box) box.focus();
  } catch {
    button.dataset.plain = "yes";
    button.click();
  }
});
