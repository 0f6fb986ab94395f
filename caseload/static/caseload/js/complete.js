// Completes what is typed into the search box: a combobox with a list of its own. Without script there is the box alone.
const PAUSE = 200;
const LEAST = 3;

for (const list of document.querySelectorAll("[data-completes]")) {
  const box = document.getElementById(list.dataset.completes);
  if (box) complete(box, list);
}

function complete(box, list) {
  const spoken = list.parentElement.querySelector("[data-complete-spoken]");
  let timer = 0;
  let asked = 0;
  let chosen = -1;

  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");

  function close() {
    clearTimeout(timer);
    asked += 1;
    list.hidden = true;
    list.replaceChildren();
    chosen = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
    if (spoken) spoken.textContent = "";
  }

  function show(answer) {
    close();
    for (const [at, each] of answer.completions.entries()) {
      const option = document.createElement("li");
      option.id = `${list.id}-${at}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.text = each.text;
      option.textContent = each.shown;
      list.append(option);
    }
    list.hidden = !answer.completions.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
    if (spoken) spoken.textContent = answer.said;
  }

  function mark(at) {
    const options = list.children;
    if (chosen >= 0) options[chosen].setAttribute("aria-selected", "false");
    chosen = (at + options.length) % options.length;
    options[chosen].setAttribute("aria-selected", "true");
    options[chosen].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", options[chosen].id);
  }

  function take(option) {
    box.value = option.dataset.text;
    close();
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
  }

  async function ask() {
    const typed = box.value;
    const body = new FormData();
    body.append("q", typed);
    body.append("csrfmiddlewaretoken", box.form.elements.csrfmiddlewaretoken.value);
    const mine = ++asked;
    try {
      const answer = await fetch(list.dataset.completeUrl, {
        method: "POST",
        body,
        headers: { "X-Background": "1" },
        credentials: "same-origin",
      });
      if (!answer.ok || mine !== asked || typed !== box.value || document.activeElement !== box) return;
      show(await answer.json());
    } catch {
      // Without a network the search can still be sent.
    }
  }

  box.addEventListener("input", () => {
    close();
    if (box.value.trim().length >= LEAST && box.selectionEnd === box.value.length) timer = setTimeout(ask, PAUSE);
  });

  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (list.hidden) {
      return;
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      mark(chosen + 1);
    } else if (event.key === "ArrowUp") {
      event.preventDefault();
      mark(chosen < 0 ? -1 : chosen - 1);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      take(list.children[chosen]);
    } else if (event.key === "Tab" || event.key === "Enter") {
      close();
    }
  });

  // A press on an option must not take the focus from the box, or the list is gone before the click.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
  box.addEventListener("blur", close);
}
