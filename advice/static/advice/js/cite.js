// Beside the answer: searches the bank without leaving the text, and puts a citation where the cursor stands.
for (const panel of document.querySelectorAll("[data-cite-url]")) open(panel);

function open(panel) {
  const words = panel.querySelector("[data-cite-words]");
  const look = panel.querySelector("[data-cite-look]");
  const results = panel.querySelector("[data-cite-results]");
  const text = document.getElementById(panel.dataset.citeInto);
  let stood = false; // whether the cursor was ever in the text: before that, a citation goes to its end
  const token = panel.closest("form").querySelector("input[name=csrfmiddlewaretoken]");

  async function search() {
    const body = new FormData();
    body.append("cite", words.value);
    body.append("csrfmiddlewaretoken", token.value);
    const answer = await fetch(panel.dataset.citeUrl, {
      method: "POST",
      body,
      headers: { "X-Background": "1" },
      credentials: "same-origin",
    });
    if (!answer.ok) return;
    results.innerHTML = await answer.text();
    show();
  }

  function show() {
    for (const button of results.querySelectorAll("[data-cite-insert]")) button.hidden = false;
  }

  look.addEventListener("click", (event) => {
    event.preventDefault();
    search();
  });
  text.addEventListener("focus", () => {
    stood = true;
  });
  words.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    search();
  });
  results.addEventListener("click", (event) => {
    const button = event.target.closest("[data-cite-insert]");
    if (!button) return;
    if (!stood) text.setSelectionRange(text.value.length, text.value.length);
    const joined = /\S$/.test(text.value.slice(0, text.selectionStart)) ? " " : "";
    text.setRangeText(joined + button.dataset.citeInsert, text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
  });
  show();
}
