// The words of the timetables, fetched with their pages.
import { i18n } from ".";
import { timetable as en } from "./en/timetable";
import { timetable as zh } from "./zh/timetable";

i18n.global.mergeLocaleMessage("zh", { timetable: zh, desk: { wrong: zh.wrong } });
i18n.global.mergeLocaleMessage("en", { timetable: en, desk: { wrong: en.wrong } });
