// Keeps the place on the page when the language is switched; what was typed is kept by the draft, never here.
const SPOT = "spot-after-switch";

try {
  const spot = JSON.parse(sessionStorage.getItem(SPOT) || "null");
  sessionStorage.removeItem(SPOT);
  if (spot && spot.url === location.pathname + location.search) {
    window.scrollTo(0, spot.share * document.documentElement.scrollHeight);
  }
} catch {
  // A browser that keeps nothing starts at the top.
}

for (const link of document.querySelectorAll("[data-language-switch]")) {
  link.addEventListener("click", () => {
    try {
      const share = window.scrollY / document.documentElement.scrollHeight;
      sessionStorage.setItem(SPOT, JSON.stringify({ url: link.getAttribute("href"), share }));
    } catch {
      // The same.
    }
  });
}
