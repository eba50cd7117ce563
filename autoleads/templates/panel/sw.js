// Keeps the offline page and what it needs, never a page of the panel; shows notifications.
const FILES = [
  "{{ url_for('panel.app_files.offline') }}",
  "{{ url_for('static', filename='tokens.css') }}",
  "{{ url_for('static', filename='panel.css') }}",
  "{{ url_for('static', filename='icon.svg') }}",
];
const STORE = FILES.join();

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(STORE).then((store) => store.addAll(FILES)));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  const drop = (names) => Promise.all(names.filter((name) => name !== STORE).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(drop).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event, address = new URL(request.url);
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => caches.match(FILES[0])));
  else if (FILES.includes(address.pathname + address.search)) event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
});

// A page that is being looked at follows at once and needs no notification.
async function show(note) {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  for (const page of pages) page.postMessage("push");
  if (note.badge) self.navigator.setAppBadge?.(note.badge);
  if (note.tag !== "trial" && pages.some((page) => page.visibilityState === "visible")) return;
  const icon = "{{ url_for('static', filename='icon-192.png') }}";
  await self.registration.showNotification(note.title, { body: note.body, tag: note.tag, renotify: note.again, icon, badge: icon, data: note.url });
}

self.addEventListener("push", (event) => event.waitUntil(show(event.data.json())));

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil((async () => {
    const [page] = await self.clients.matchAll({ type: "window" });
    if (!page) return self.clients.openWindow(event.notification.data);
    await page.focus();
    return page.navigate(event.notification.data);
  })());
});
