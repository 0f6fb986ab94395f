// Keeps what is typed on the server: 2 s after typing stops, every 15 s at most, and when a field is left. Says so in words.
const AFTER_TYPING = 2000;
const AT_MOST = 15000;
const RETRY = 5000;
const OUTLIVES_THE_PAGE = 60000; // the most that a browser goes on sending after the page is left

for (const form of document.querySelectorAll("form[data-draft-url]")) keep(form);

function keep(form) {
  const status = form.querySelector("[data-draft-status]");
  let timer = 0;
  let lastTry = Date.now();
  let dirty = false;
  let running = false;
  let unsafe = false;

  function say(text, state) {
    if (!status) return;
    status.dataset.state = state;
    if (status.textContent !== text) status.textContent = text;
  }

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }

  async function save() {
    clearTimeout(timer);
    if (!dirty || running || form.dataset.sending) return;
    dirty = false;
    running = true;
    lastTry = Date.now();
    const body = withoutFiles(form);
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
      say(kept.saved && status ? status.dataset.saved.replace("{time}", kept.at) : "", "saved");
    } catch {
      dirty = true;
      say(status ? status.dataset.failed : "", "failed");
    } finally {
      running = false;
      unsafe = false;
    }
    if (dirty) later(RETRY);
  }

  function typed() {
    dirty = true;
    later(Math.max(0, Math.min(AFTER_TYPING, AT_MOST - (Date.now() - lastTry))));
  }

  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  form.addEventListener("focusout", save);
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    dirty = false;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
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
