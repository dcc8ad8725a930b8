// The words of the pages on conflicts of interest, fetched with them.
import { i18n } from ".";
import { conflict as en } from "./en/conflict";
import { conflict as zh } from "./zh/conflict";

i18n.global.mergeLocaleMessage("zh", { conflict: zh });
i18n.global.mergeLocaleMessage("en", { conflict: en });
