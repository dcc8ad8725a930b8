// The words of who marks which entry, fetched with its page.
import { i18n } from ".";
import { assign as en } from "./en/assign";
import { assign as zh } from "./zh/assign";

i18n.global.mergeLocaleMessage("zh", { assign: zh });
i18n.global.mergeLocaleMessage("en", { assign: en });
