// For those who hold a draw: the desks' words, and the refusals of draws among theirs.
import { i18n } from ".";
import "./desk";
import { draw as en } from "./en/draw";
import { draw as zh } from "./zh/draw";

i18n.global.mergeLocaleMessage("zh", { desk: { wrong: zh.wrong } });
i18n.global.mergeLocaleMessage("en", { desk: { wrong: en.wrong } });
