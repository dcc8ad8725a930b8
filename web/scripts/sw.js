// The service worker of the marking page. It keeps the page's own files, so that an expert can open it and mark without a
// network, and nothing else: its scope is /c/<contest>/mark (and /mark, where an icon leads), no answer of the API is ever
// looked at, and every other address goes to the network as if it were not there.
const CACHE = "leitai-mark-__VERSION__";
const FILES = [/* files */];
const PATIENCE_MS = 2500; // a network that is there but does not answer

self.addEventListener("install", (event) => {
	event.waitUntil(
		caches.open(CACHE).then((cache) => cache.addAll(FILES.map((file) => new Request(file, { cache: "no-cache" })))),
	);
});

// The files of an older page go when nobody has it open. (The other scope may: it finds the newer ones.)
self.addEventListener("activate", (event) => {
	event.waitUntil(
		(async () => {
			for (const name of await caches.keys())
				if (name.startsWith("leitai-mark-") && name !== CACHE) await caches.delete(name);
			await self.clients.claim();
		})(),
	);
});

// The newest page while the network answers; the kept one, whole with its files, when it does not.
async function page(request) {
	const kept = caches.match("/index.html", { cacheName: CACHE }).then((own) => own ?? caches.match("/index.html"));
	const fresh = fetch(request);
	const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
	try {
		const answer = await Promise.race([fresh, late]);
		if (answer?.ok) return answer;
		return (await kept) ?? answer ?? fresh;
	} catch {
		return (await kept) ?? Response.error();
	}
}

self.addEventListener("fetch", (event) => {
	const { request } = event;
	const url = new URL(request.url);
	if (request.method !== "GET" || url.origin !== self.location.origin || url.pathname.startsWith("/api/")) return;
	if (request.mode === "navigate") event.respondWith(page(request));
	else if (url.pathname.startsWith("/assets/")) // their names are hashes: what is kept is what is asked for
		event.respondWith(caches.match(url.pathname).then((kept) => kept ?? fetch(request)));
});
