// Keeps what is typed on the server: 2 s after typing stops, every 15 s at most, when a field is left and when the page is. Says so
// in words; data-state is "typing" as long as something stands in the form that is not kept.
const AFTER_TYPING = 2000;
const AT_MOST = 15000;
const RETRY = 5000;
const OUTLIVES_THE_PAGE = 60000; // the most that a browser goes on sending after the page is left

for (const form of document.querySelectorAll("form[data-draft-url]")) keep(form);

function keep(form) {
  const page = `${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`; // the same form loaded again counts anew
  const status = form.querySelector("[data-draft-status]");
  let timer = 0;
  let lastTry = Date.now();
  let dirty = false;
  let running = 0;
  let turn = 0; // a saving on leaving goes out beside the one before; the later of the two is kept
  let unsafe = false;

  function say(text, state) {
    if (!status) return;
    status.dataset.state = state;
    if (status.textContent !== text) status.textContent = text;
  }

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(() => save(), wait);
  }

  async function save({ leaving = false } = {}) {
    clearTimeout(timer);
    if (!dirty || (running && !leaving) || form.dataset.sending) return;
    let wait = AFTER_TYPING;
    dirty = false;
    running += 1;
    lastTry = Date.now();
    const body = withoutFiles(form);
    body.set("draft_page", page);
    body.set("draft_turn", (turn += 1));
    const size = [...body.values()].reduce((sum, value) => sum + value.length * 3, 0);
    unsafe = size > OUTLIVES_THE_PAGE;
    try {
      const answer = await fetch(form.dataset.draftUrl, {
        method: "POST",
        body,
        headers: { "X-Background": "1" },
        keepalive: !unsafe,
        credentials: "same-origin",
      });
      const kept = answer.ok ? await answer.json() : null;
      if (!kept) throw new Error("refused");
      say(kept.saved && status ? status.dataset.saved.replace("{time}", kept.at) : "", dirty ? "typing" : "saved");
    } catch {
      dirty = true;
      wait = RETRY;
      say(status ? status.dataset.failed : "", "failed");
    } finally {
      running -= 1;
      unsafe = false;
    }
    if (dirty) later(wait);
  }

  function typed() {
    dirty = true;
    if (status?.dataset.state !== "failed") status?.setAttribute("data-state", "typing");
    later(Math.max(0, Math.min(AFTER_TYPING, AT_MOST - (Date.now() - lastTry))));
  }

  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  form.addEventListener("focusout", () => save());
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    dirty = false;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save({ leaving: true });
  });
  window.addEventListener("beforeunload", (event) => {
    if ((dirty || unsafe) && !form.dataset.sending) event.preventDefault();
  });
}

function withoutFiles(form) {
  const body = new FormData(form);
  for (const [name, value] of [...body.entries()]) if (value instanceof File) body.delete(name);
  return body;
}
