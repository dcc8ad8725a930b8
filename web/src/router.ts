import { createRouter, createWebHistory, type RouteRecordRaw } from "vue-router";
import ContestLayout from "./pages/ContestLayout.vue";
import ContestsPage from "./pages/ContestsPage.vue";

const routes: RouteRecordRaw[] = [
	{ path: "/", name: "contests", component: ContestsPage },
	{
		path: "/c/:contest",
		component: ContestLayout,
		props: true,
		children: [
			{ path: "", name: "home", component: () => import("./pages/HomePage.vue"), props: true },
			{ path: "s/:stage", name: "stage", component: () => import("./pages/StagePage.vue"), props: true },
			{ path: "e/:entry", name: "entry", component: () => import("./pages/EntryPage.vue"), props: true },
			{ path: "wall", name: "wall", component: () => import("./pages/WallPage.vue"), props: true },
			{ path: "proof", name: "proof", component: () => import("./pages/ProofPage.vue"), props: true },
			{ path: "draws", name: "draws", component: () => import("./pages/DrawsPage.vue"), props: true },
			{ path: "draws/gathering", name: "gathering", component: () => import("./pages/GatherPage.vue"), props: true },
			{ path: "draws/join", name: "join", component: () => import("./pages/JoinPage.vue"), props: true },
			{ path: "draws/:draw(\\d+)", name: "draw", component: () => import("./pages/DrawPage.vue"), props: true },
			{ path: "timetable", name: "timetable", component: () => import("./pages/TimetablePage.vue"), props: true },
			{ path: "conflicts", name: "conflicts", component: () => import("./pages/ConflictsPage.vue"), props: true },
			{ path: "interests", name: "interests", component: () => import("./pages/InterestsPage.vue"), props: true },
			{ path: "notary", name: "notary", component: () => import("./pages/NotaryPage.vue"), props: true },
			{ path: "people", name: "people", component: () => import("./pages/PeoplePage.vue"), props: true },
			{ path: "desk", name: "desk", component: () => import("./pages/DeskPage.vue"), props: true },
			{ path: "desk/pool", name: "desk-pool", component: () => import("./pages/DeskPoolPage.vue"), props: true },
			{ path: "invitation", name: "invitation", component: () => import("./pages/InvitationPage.vue"), props: true },
			{ path: "desk/:stage", name: "desk-stage", component: () => import("./pages/DeskStagePage.vue"), props: true },
			{ path: "desk/:stage/panel", name: "desk-panel", component: () => import("./pages/DeskPanelPage.vue"), props: true },
			{ path: "desk/:stage/timetable", name: "desk-timetable", component: () => import("./pages/DeskTimetablePage.vue"), props: true },
			{ path: "desk/:stage/judging", name: "desk-judging", component: () => import("./pages/DeskJudgingPage.vue"), props: true },
			{ path: "desk/:stage/:heat", name: "desk-heat", component: () => import("./pages/DeskHeatPage.vue"), props: true },
		],
	},
	{
		// The hall's screens and the floor's console fill the window; the site's header and footer stay away.
		path: "/c/:contest/screen",
		component: () => import("./pages/screen/ScreenLayout.vue"),
		props: true,
		meta: { bare: true },
		children: [
			{ path: "", redirect: (to) => ({ path: `/c/${String(to.params.contest)}/screen/wall`, query: to.query }) },
			{ path: "wall", name: "screen-wall", component: () => import("./pages/screen/WallScreen.vue") },
			{ path: "timer", name: "screen-timer", component: () => import("./pages/screen/TimerScreen.vue") },
			{ path: "overlay", name: "screen-overlay", component: () => import("./pages/screen/OverlayScreen.vue") },
			{ path: "lobby", name: "screen-lobby", component: () => import("./pages/screen/LobbyScreen.vue") },
		],
	},
	{
		path: "/c/:contest/floor",
		component: () => import("./pages/floor/FloorLayout.vue"),
		props: true,
		meta: { bare: true },
		children: [
			{ path: ":stage?", name: "floors", component: () => import("./pages/floor/FloorList.vue"), props: true },
			{ path: ":stage/:heat", name: "floor", component: () => import("./pages/floor/FloorConsole.vue"), props: true },
		],
	},
	{
		path: "/c/:contest/mark",
		name: "mark",
		component: () => import("./pages/MarkPage.vue"),
		props: true,
		meta: { bare: true },
	},
	{ path: "/mark", name: "mark-door", component: () => import("./pages/MarkDoor.vue"), meta: { bare: true } },
	{ path: "/sign-in", name: "sign-in", component: () => import("./pages/SignInPage.vue") },
	{ path: "/enter", name: "enter", component: () => import("./pages/EnterPage.vue") },
	{ path: "/me", name: "me", component: () => import("./pages/MePage.vue") },
	{ path: "/:path(.*)*", name: "lost", component: () => import("./pages/LostPage.vue") },
];

export const router = createRouter({
	history: createWebHistory(),
	routes,
	scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
});

// A new page starts at its beginning for keyboards and screen readers too.
router.afterEach((to, from) => {
	if (from.matched.length > 0 && to.path !== from.path) document.getElementById("main")?.focus({ preventScroll: true });
});
