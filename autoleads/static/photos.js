// The photos of a car: made small on the phone, then sent one by one, so that their order stays and a weak signal
// loses one at most. What did not arrive is sent again with one tap.
(() => {
  const form = document.querySelector("form[data-photos]");
  if (!form) return;
  const list = document.querySelector(".photos"), again = form.querySelector("[data-again]");
  const waiting = [];
  let said = "";

  async function shrink(file, most = 2048) {
    if (!/^image\/(jpeg|png|webp|hei[cf])$/.test(file.type) || file.size < 400000) return file;
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, most / Math.max(picture.width, picture.height));
      const size = { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) };
      const canvas = Object.assign(document.createElement("canvas"), size);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      picture.close();
      const small = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
      return small && small.size < file.size ? new File([small], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" }) : file;
    } catch { return file; }
  }

  function show(file) {
    const tile = document.createElement("li"), picture = new Image();
    picture.src = URL.createObjectURL(file);
    tile.append(picture, document.createElement("progress"));
    list.append(tile);
    return tile;
  }

  async function send(file) {
    const body = new FormData();
    body.set("csrf_token", form.elements.csrf_token.value);
    body.set("file", file);
    const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
    if (!answer.ok) throw answer.status;
    said = new URL(answer.url).searchParams.get("said") || said;
  }

  async function sendAll() {
    again.hidden = true;
    let small = shrink(waiting[0].file);
    while (waiting.length) {
      const ready = await small;
      small = waiting[1] && shrink(waiting[1].file); // while this one travels
      try { await send(ready); } catch {
        again.hidden = false;
        return;
      }
      waiting.shift().tile.lastChild.remove();
    }
    location.replace(location.pathname + (said ? `?said=${said}` : ""));
  }

  // Dragged with a mouse only: a finger scrolls, and has buttons.
  let dragged;
  for (const tile of matchMedia("(hover: hover) and (pointer: fine)").matches ? list.querySelectorAll("[data-photo]") : []) {
    tile.draggable = true;
    tile.addEventListener("dragstart", () => { dragged = tile; });
    tile.addEventListener("dragover", (event) => {
      event.preventDefault();
      if (!dragged || dragged === tile) return;
      const isAfter = dragged.compareDocumentPosition(tile) & Node.DOCUMENT_POSITION_FOLLOWING;
      if (isAfter) tile.after(dragged);
      else tile.before(dragged);
    });
    tile.addEventListener("dragend", async () => {
      dragged = null;
      const body = new FormData();
      body.set("csrf_token", form.elements.csrf_token.value);
      for (const { dataset } of list.querySelectorAll("[data-photo]")) body.append("order", dataset.photo);
      await fetch(list.dataset.order, { method: "POST", body, credentials: "same-origin" }).catch(() => {});
      location.reload(); // the first one is the cover
    });
  }

  form.elements.file.addEventListener("change", (event) => {
    const isSending = waiting.length && again.hidden;
    for (const file of event.target.files) waiting.push({ file, tile: show(file) });
    event.target.value = "";
    if (!isSending && waiting.length) sendAll();
  });
  again.addEventListener("click", sendAll);
  addEventListener("beforeunload", (event) => waiting.length && event.preventDefault());
})();
