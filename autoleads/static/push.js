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

  on.addEventListener("click", async () => {
    if (await Notification.requestPermission() !== "granted") return show();
    const key = { userVisibleOnly: true, applicationServerKey: box.dataset.push };
    // A subscription under another key, from before the server's secret changed, is in the way.
    found = await registration.pushManager.subscribe(key).catch(async () => {
      await (await registration.pushManager.getSubscription())?.unsubscribe();
      return registration.pushManager.subscribe(key);
    });
    await send("POST");
    show();
  });
  part("later")?.addEventListener("click", () => {
    localStorage.setItem("push-later", "1");
    box.hidden = true;
  });
  off?.addEventListener("click", async () => {
    await send("DELETE");
    await found.unsubscribe();
    found = null;
    show();
  });
  form.addEventListener("change", () => found && send("POST"));
  show();
})();
