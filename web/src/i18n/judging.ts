// The words of the page on how experts judge, fetched with it.
import { i18n } from ".";
import "./desk";
import { judging as en } from "./en/judging";
import { judging as zh } from "./zh/judging";

i18n.global.mergeLocaleMessage("zh", { judging: zh });
i18n.global.mergeLocaleMessage("en", { judging: en });
