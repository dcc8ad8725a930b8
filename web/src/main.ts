import { createApp } from "vue";
import App from "./App.vue";
import { i18n } from "./i18n";
import "./lib/theme";
import { router } from "./router";

const app = createApp(App).use(i18n).use(router);
void router.isReady().finally(() => app.mount("#app")); // a screen of the hall never shows the site's header first
