// Says "Sending..." on the pressed button and swallows the second click; the button stays enabled for assistive tools.
const words = document.body.dataset.sending || "…";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.method !== "post" || event.defaultPrevented) return;
  if ("download" in form.dataset) return; // its answer is a file: the page stays, and the button must stay usable
  if (form.dataset.sending) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "yes";
  const button = event.submitter;
  if (button && button.classList.contains("button")) {
    button.dataset.words = button.textContent;
    button.setAttribute("aria-disabled", "true");
    button.textContent = words;
  }
});

// Coming back with the browser's button finds the form ready again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sending]")) delete form.dataset.sending;
  for (const button of document.querySelectorAll("button[data-words]")) {
    button.textContent = button.dataset.words;
    button.removeAttribute("aria-disabled");
  }
});
