// Notifications of this browser: on, off, and what a lock screen may show; the page of the day asks for them.
(async () => {
  const box = document.querySelector("[data-push]");
  const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  const part = (name) => box.querySelector(`[data-${name}]`);
  const asks = "ask" in box.dataset;
  if (!asks) part("unable").hidden = able;
  if (!able || (asks && localStorage.getItem("push-later"))) return;
  const on = part("on"), off = part("off"), form = box.querySelector("form");
  const registration = await navigator.serviceWorker.register("/admin/sw.js");
  let found = await registration.pushManager.getSubscription();

  const show = () => {
    const denied = Notification.permission === "denied";
    if (asks) {
      box.hidden = !!found || denied;
      return;
    }
    on.hidden = !!found;
    off.hidden = !found;
    part("denied").hidden = !denied;
  };
  const send = async (method) => {
    const body = new FormData(form);
    const { endpoint, keys } = found.toJSON();
    body.set("endpoint", endpoint);
    if (method === "DELETE") for (const name of ["always", "showsText"]) body.delete(name);
    else for (const name of ["p256dh", "auth"]) body.set(name, keys[name]);
    const answer = await fetch("/admin/push", { method, body, credentials: "same-origin" });
    if (!answer.ok) throw answer.status;
  };
  const subscribe = async () => {
    const key = { userVisibleOnly: true, applicationServerKey: box.dataset.push };
    // A subscription under another key, from before the server's secret changed, is in the way.
    return registration.pushManager.subscribe(key).catch(async () => {
      await (await registration.pushManager.getSubscription())?.unsubscribe();
      return registration.pushManager.subscribe(key);
    });
  };
  const end = async () => {
    await found.unsubscribe();
    found = null;
  };
  const attempt = async (change) => {
    part("failed").hidden = true;
    await change().catch(() => { part("failed").hidden = false; });
    show();
  };

  on.addEventListener("click", () => attempt(async () => {
    if (await Notification.requestPermission() !== "granted") return;
    found = await subscribe();
    // A subscription that the server does not know would look as if it were on.
    await send("POST").catch(async (problem) => {
      await end();
      throw problem;
    });
  }));
  off?.addEventListener("click", () => attempt(async () => {
    await send("DELETE");
    await end();
  }));
  form.addEventListener("change", () => found && attempt(() => send("POST")));
  part("later")?.addEventListener("click", () => {
    localStorage.setItem("push-later", "1");
    box.hidden = true;
  });
  show();
})();
