/* What the panel adds to its pages where there is a script. Without it every page still works: links, forms, reload.
   1. [data-live]: children are refreshed from the page's own address, in step with what the server says has moved.
   2. a send form keeps its text on the phone until the server has it. */
(() => {
  const pace = { busy: 3000, calm: 10000, most: 60000 };
  const root = document.documentElement;
  root.classList.add("scripted");
  let timer, asking, seen = root.dataset.pulse, beats = 0, failures = 0, touched = Date.now();

  const regions = () => [...document.querySelectorAll("[data-live]")];

  // Keyed by id, compared by data-v: what did not change is not touched, so focus, selection and scrolling stay.
  function patch(here, there) {
    const old = new Map([...here.children].map((e) => [e.id, e]));
    let place = here.firstElementChild;
    for (const next of [...there.children]) {
      const mine = next.id && old.get(next.id);
      if (mine && mine.dataset.v === next.dataset.v) {
        if (mine === place) place = mine.nextElementSibling;
        else here.insertBefore(mine, place);
        old.delete(next.id);
        continue;
      }
      if (mine) {
        if (mine === place) place = mine.nextElementSibling;
        mine.replaceWith(next);
        here.insertBefore(next, place);
        old.delete(next.id);
      } else here.insertBefore(next, place);
    }
    for (const gone of old.values()) if (!gone.contains(document.activeElement)) gone.remove();
  }

  const read = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");

  async function refresh() {
    asking?.abort();
    asking = new AbortController();
    const answer = await fetch(location.href, { headers: { "X-Live": "1" }, credentials: "same-origin", signal: asking.signal });
    if (answer.redirected || !answer.ok) throw answer.status;
    show(await read(answer));
  }

  function show(page) {
    const list = document.querySelector("[data-live][data-tail]");
    const atEnd = !list || list.scrollHeight - list.scrollTop - list.clientHeight < 80;
    for (const here of regions()) {
      const there = page.querySelector(`[data-live="${here.dataset.live}"]`);
      if (there) patch(here, there);
    }
    if (list && atEnd) list.scrollTop = list.scrollHeight;
    for (const field of document.querySelectorAll("form[data-keep] [name=seen]")) {
      if (!document.getElementById("text").value) field.value = page.querySelector("[name=seen]")?.value ?? field.value;
    }
    document.title = page.title;
    dispatchEvent(new CustomEvent("live"));
  }

  async function pulse() {
    clearTimeout(timer);
    if (document.hidden || !regions().length) return;
    try {
      const answer = await fetch("/admin/pulse", { headers: { "If-None-Match": seen }, cache: "no-store", credentials: "same-origin" });
      if (answer.status === 401) return location.reload();
      if (answer.status !== 304 && !answer.ok) throw answer.status;
      beats += 1;
      // Now and then anyway: a transaction that was slow to commit can be older than what the pulse had seen.
      if (answer.status !== 304 || beats % 10 === 0) await refresh();
      // Only now: what could not be fetched is fetched at the next beat.
      seen = answer.headers.get("ETag") ?? seen;
      failures = 0;
      root.removeAttribute("data-offline");
    } catch (problem) {
      if (problem?.name !== "AbortError") failures += 1;
      if (failures > 1) root.dataset.offline = "";
    }
    const calm = Date.now() - touched > 120000 ? pace.calm : pace.busy;
    timer = setTimeout(pulse, Math.min(calm * 2 ** failures, pace.most));
  }

  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, () => { touched = Date.now(); }, { passive: true });
  document.addEventListener("visibilitychange", () => { touched = Date.now(); pulse(); });
  addEventListener("online", pulse);
  navigator.serviceWorker?.addEventListener("message", pulse);

  // Clocks that the server has written go on counting here, with its words for minutes, hours and days.
  const words = document.documentElement.lang === "en" ? ["min", "h", "days"] : ["mnt", "j", "hari"];
  function tick() {
    for (const clock of document.querySelectorAll("[data-clock]")) {
      const minutes = Math.max(0, Math.floor((Date.now() - Date.parse(clock.dateTime)) / 60000));
      const [hours, days] = [Math.floor(minutes / 60), Math.floor(minutes / 1440)];
      let text = `${days} ${words[2]}`;
      if (minutes < 60) text = `${minutes} ${words[0]}`;
      else if (hours < 10) text = `${hours} ${words[1]} ${minutes % 60} ${words[0]}`;
      else if (hours < 24) text = `${hours} ${words[1]}`;
      const tone = minutes >= 15 ? "late" : minutes >= 5 ? "wait" : "";
      for (const place of [clock, clock.closest(".todo")]) {
        if (!place) continue;
        place.classList.toggle("late", tone === "late");
        place.classList.toggle("wait", tone === "wait");
      }
      clock.lastElementChild.textContent = text;
    }
  }
  tick();
  setInterval(tick, 15000);
  addEventListener("live", tick);

  // A choice counts at once; without a script there is a button.
  document.addEventListener("change", (event) => {
    if (event.target.matches("form[data-now] select")) event.target.form.requestSubmit();
  });

  // Canned replies go into the box, to be read before they are sent.
  document.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-fill]"), text = document.getElementById("text");
    if (!chip || !text) return;
    text.value = chip.dataset.fill;
    text.dispatchEvent(new Event("input"));
    text.focus();
  });

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const source = document.getElementById(button.dataset.copy);
    await navigator.clipboard.writeText(source.value ?? source.textContent).catch(() => source.select?.());
    button.setAttribute("aria-pressed", "true");
  });

  // A text that goes along into the box of a chat, to be read before it is sent.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-take]");
    if (link) localStorage.setItem(`keep:${link.dataset.to}`, document.getElementById(link.dataset.take).textContent);
  });

  // The phone's own sheet, with the cover photo where it takes one.
  for (const button of document.querySelectorAll("[data-share]")) {
    button.hidden = !navigator.share;
    button.addEventListener("click", async () => {
      const text = document.getElementById(button.dataset.share).value, shared = { text };
      if (button.dataset.photo) {
        const photo = await fetch(button.dataset.photo).then((answer) => answer.blob()).catch(() => null);
        const files = photo ? [new File([photo], "mobil.jpg", { type: photo.type })] : [];
        if (files.length && navigator.canShare?.({ files })) shared.files = files;
      }
      navigator.share(shared).catch(() => {});
    });
  }

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }

  // A send button works once for each answer of the server.
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.method !== "post") return;
    event.target.querySelector("button:not([type=button])")?.setAttribute("aria-busy", "true");
  });
  addEventListener("pageshow", () => {
    for (const button of document.querySelectorAll("[aria-busy=true]")) button.removeAttribute("aria-busy");
  });

  const toast = document.querySelector("[data-toast]");
  if (toast) {
    const address = new URL(location.href);
    for (const name of ["said", "undo", "by"]) address.searchParams.delete(name);
    // Later: other scripts of the page read what was said, too.
    addEventListener("load", () => history.replaceState(null, "", address));
    setTimeout(() => toast.remove(), 8000);
  }

  document.querySelector(".chips [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });

  const tail = document.querySelector("[data-tail]");
  if (tail) tail.scrollTop = tail.scrollHeight;

  for (const form of document.querySelectorAll("form[data-keep]")) {
    const key = `keep:${form.dataset.keep}`, text = form.querySelector("textarea");
    text.value ||= localStorage.getItem(key) ?? "";
    text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    });
    text.addEventListener("input", () => localStorage.setItem(key, text.value));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const button = form.querySelector("[type=submit], button:not([type])");
      button.setAttribute("aria-busy", "true");
      try {
        const answer = await fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin", headers: { "X-Live": "1" } });
        if (!answer.ok) return form.submit();
        const page = await read(answer);
        for (const name of ["once", "seen"]) form.elements[name].value = page.querySelector(`[name=${name}]`).value;
        text.value = "";
        localStorage.removeItem(key);
        if (document.querySelector(".draft")) return location.replace(answer.url);
        asking?.abort(); // it is older than what was sent
        show(page);
      } catch { root.dataset.offline = ""; } finally { button.removeAttribute("aria-busy"); text.focus(); }
    });
  }

  pulse();
})();
