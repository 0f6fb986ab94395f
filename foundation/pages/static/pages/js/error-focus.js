// Moves focus to the list of mistakes after a refused form, so that it is read first.
const summary = document.querySelector("[data-error-summary]");
if (summary) summary.focus();
