// The words of the experts' pool and of invitations.
import { i18n } from ".";
import "./desk";
import { pool as en } from "./en/pool";
import { pool as zh } from "./zh/pool";

i18n.global.mergeLocaleMessage("zh", { pool: zh });
i18n.global.mergeLocaleMessage("en", { pool: en });
