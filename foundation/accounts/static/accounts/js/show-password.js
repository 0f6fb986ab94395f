// Adds a button beside a password that shows what was typed; without script the field stays as it is.
for (const field of document.querySelectorAll("input[type=password][data-show]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-quiet";
  button.setAttribute("aria-controls", field.id);
  const say = () => {
    const hidden = field.type === "password";
    button.textContent = hidden ? field.dataset.show : field.dataset.hide;
    button.setAttribute("aria-pressed", String(!hidden));
  };
  button.addEventListener("click", () => {
    field.type = field.type === "password" ? "text" : "password";
    say();
  });
  field.form.addEventListener("submit", () => {
    field.type = "password";
  });
  say();
  const row = document.createElement("span");
  row.className = "password-row";
  field.replaceWith(row);
  row.append(field, button);
}
