// The words of the draws, fetched with their pages.
import { i18n } from ".";
import { draw as en } from "./en/draw";
import { draw as zh } from "./zh/draw";

i18n.global.mergeLocaleMessage("zh", { draw: zh });
i18n.global.mergeLocaleMessage("en", { draw: en });
