// How staff want a message sent: read by the composer when it leaves, said on the button that opens the choices.

const NAMES = ["urgent", "private", "further"];

export function startMarks() {
  const choices = document.querySelector('[data-role="marks"]');
  if (!choices) return;
  const form = choices.closest("form");
  const chosen = () => NAMES.filter((name) => form.elements[name] && form.elements[name].checked);
  const show = () => choices.classList.toggle("marks--some", chosen().length > 0);
  form.marks = {
    read: () => (chosen().length ? Object.fromEntries(chosen().map((name) => [name, true])) : undefined),
    clear: () => {
      for (const name of chosen()) form.elements[name].checked = false;
      choices.open = false;
      show();
      form.dispatchEvent(new Event("change"));
    },
  };
  choices.addEventListener("change", show);
  show();
}
