// Warns before an idle session ends and, at its end, clears the page. Answers to background requests do not count as activity.
const body = document.body;
const idle = Number(body.dataset.idleSeconds);
const warn = Number(body.dataset.warnSeconds);
const dialog = document.querySelector("[data-session-dialog]");

if (dialog && idle > 0) watch();

function watch() {
  const left = dialog.querySelector("[data-session-left]");
  const spoken = dialog.querySelector("[data-session-spoken]");
  const others = "BroadcastChannel" in window ? new BroadcastChannel("session") : null;
  let since = Date.now();
  let lastSpoken = 0;
  let ended = false;

  if (others) {
    others.postMessage("active");
    others.onmessage = (event) => {
      if (event.data === "active") alive();
      if (event.data === "ended") end("idle");
    };
  }

  function alive() {
    since = Date.now();
    lastSpoken = 0;
    if (dialog.open) dialog.close();
  }

  function words(seconds) {
    if (seconds > 60) return dialog.dataset.minutes.replace("{n}", Math.ceil(seconds / 60));
    if (seconds === 60) return dialog.dataset.minute;
    return seconds === 1 ? dialog.dataset.second : dialog.dataset.seconds.replace("{n}", seconds);
  }

  function tick() {
    if (ended) return;
    const remaining = Math.round(idle - (Date.now() - since) / 1000);
    if (remaining <= 0) {
      end("idle");
      return;
    }
    if (remaining > idle - warn) return;
    if (!dialog.open) dialog.showModal();
    left.textContent = words(remaining);
    const pause = remaining <= 20 ? 1 : 15;
    if (!lastSpoken || lastSpoken - remaining >= pause) {
      lastSpoken = remaining;
      spoken.textContent = spoken.dataset.text.replace("{time}", words(remaining));
    }
  }

  async function stay() {
    try {
      const answer = await fetch(dialog.dataset.stayUrl || location.href, { credentials: "same-origin", redirect: "manual" });
      if (!answer.ok) throw new Error("signed out");
      alive();
      if (others) others.postMessage("active");
    } catch {
      end();
    }
  }

  function end(reason = "") {
    if (ended) return;
    ended = true;
    if (others && reason) others.postMessage("ended");
    body.replaceChildren();
    const back = encodeURIComponent(location.pathname + location.search);
    const why = reason ? `&ended=${reason}` : "";
    location.replace(`${dialog.dataset.signInUrl}?next=${back}${why}`);
  }

  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    stay();
  });
  dialog.querySelector("[data-session-stay]").addEventListener("click", stay);
  dialog.querySelector("[data-session-leave]").addEventListener("click", () => document.querySelector("form[data-sign-out]")?.requestSubmit());
  document.addEventListener("visibilitychange", tick);
  setInterval(tick, 1000);
}
