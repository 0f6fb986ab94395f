// Looks again every two seconds how far long work is, and loads the page anew once it has ended.
const box = document.querySelector("[data-look-again]");
async function look() {
  try {
    const answer = await fetch(location.href, { headers: { "X-Background": "1" }, credentials: "same-origin", redirect: "manual" });
    if (answer.ok) {
      const now = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-look-again]");
      if (!now) {
        location.reload();
        return;
      }
      box.replaceChildren(...now.childNodes);
    }
  } catch {
    // away for a moment: the next look tells
  }
  setTimeout(look, 2000);
}
if (box) setTimeout(look, 2000);
