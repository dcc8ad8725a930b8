// The words of the desks, fetched with their pages: visitors need none of them.
import { i18n } from ".";
import { desk as en } from "./en/desk";
import { desk as zh } from "./zh/desk";

i18n.global.mergeLocaleMessage("zh", { desk: zh });
i18n.global.mergeLocaleMessage("en", { desk: en });
