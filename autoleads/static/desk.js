// For those who sit at a desk: keys, and cards that a mouse drags.
// No key counts while something is typed, but Escape, which leaves it.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const field = event.target.closest("input, textarea, select");
  if (field) return event.key === "Escape" && field.blur();
  if (event.key === "?") return document.getElementById("keys")?.showModal();
  // The last one: a page's own search stands after the rail's.
  let target = [...document.querySelectorAll(`[data-key="${CSS.escape(event.key)}"]`)].at(-1);
  if (event.key === "j" || event.key === "k") {
    const rows = [...document.querySelectorAll("[data-live=chats] > a")], at = rows.findIndex((row) => row.ariaCurrent);
    target = rows[event.key === "j" ? at + 1 : Math.max(at, 1) - 1];
  }
  if (!target) return;
  event.preventDefault();
  if (target.matches("input, textarea")) target.focus();
  else target.click();
});

// Cards are dragged with a mouse only: a finger scrolls.
if (matchMedia("(hover: hover) and (pointer: fine)").matches) {
  for (const card of document.querySelectorAll(".board .lead")) {
    card.draggable = true;
    card.querySelector(".cover").draggable = false;
  }
  document.addEventListener("dragstart", (event) => event.dataTransfer.setData("text/plain", event.target.id));
  for (const lane of document.querySelectorAll(".lane")) {
    lane.addEventListener("dragover", (event) => event.preventDefault());
    lane.addEventListener("drop", (event) => {
      event.preventDefault();
      const choice = document.getElementById(event.dataTransfer.getData("text/plain"))?.querySelector("select");
      if (!choice || choice.value === lane.dataset.status) return;
      choice.value = lane.dataset.status;
      choice.form.requestSubmit();
    });
  }
}
