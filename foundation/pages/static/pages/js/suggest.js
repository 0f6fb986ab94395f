// Offers what may already answer the question: posts the text 400 ms after typing stops and fills a polite region.
const PAUSE = 400;

for (const form of document.querySelectorAll("form[data-suggest-url]")) offer(form);

function offer(form) {
  const region = document.getElementById(form.dataset.suggestTarget || "suggestions");
  const spoken = document.querySelector("[data-suggest-spoken]");
  if (!region) return;
  let timer = 0;
  let asked = 0;
  let before = "";

  async function ask() {
    const body = new FormData();
    for (const box of form.querySelectorAll("input[type=text], textarea, select, input[name=csrfmiddlewaretoken]")) {
      if (box.name) body.append(box.name, box.value);
    }
    const mine = ++asked;
    try {
      const answer = await fetch(form.dataset.suggestUrl, {
        method: "POST",
        body,
        headers: { "X-Background": "1" },
        credentials: "same-origin",
      });
      if (!answer.ok || mine !== asked) return;
      const html = await answer.text();
      if (html === before) return;
      before = html;
      region.innerHTML = html;
      const found = region.querySelector("[data-suggest-count]");
      if (spoken) spoken.textContent = found ? found.dataset.suggestCount : "";
    } catch {
      // Without a network the question can still be asked; what stands in the region stays.
    }
  }

  form.addEventListener("input", (event) => {
    if (event.target.type === "file" || event.target.type === "checkbox" || event.target.type === "radio") return;
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
}
