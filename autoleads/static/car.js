// The form of a car: how prices and the plate will read, and the draft of a new car, kept on the phone until it is saved.
(() => {
  const form = document.querySelector("form[data-preview]");
  const previewed = ["price", "creditPrice", "plateNumber"];

  const read = async () => {
    const typed = new URLSearchParams();
    for (const name of previewed) typed.set(name, form.elements[name].value);
    const answer = await fetch(`${form.dataset.preview}?${typed}`, { credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok) return;
    for (const [name, text] of Object.entries(await answer.json())) {
      const note = document.getElementById(`${name}-note`);
      if (note && !note.classList.contains("fault")) note.textContent = text;
    }
  };
  let soon;
  form.addEventListener("input", (event) => {
    if (!previewed.includes(event.target.name)) return;
    clearTimeout(soon);
    soon = setTimeout(read, 300);
  });

  if (form.dataset.keepForm !== "car-new") {
    if (new URLSearchParams(location.search).get("said") === "car_saved") localStorage.removeItem("keep:car-new");
    return;
  }
  const kept = JSON.parse(localStorage.getItem("keep:car-new") ?? "{}");
  const fields = [...form.elements].filter((field) => field.name && !["hidden", "submit"].includes(field.type));
  const untouched = fields.every((field) => field.tagName === "SELECT" || !field.value);
  if (untouched) for (const field of fields) field.value = kept[field.name] ?? field.value;
  form.addEventListener("input", () => {
    localStorage.setItem("keep:car-new", JSON.stringify(Object.fromEntries(fields.map((field) => [field.name, field.value]))));
  });
})();
