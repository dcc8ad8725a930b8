// A stage's heats with their progress, asked for together.
import { getStage, Problem, type Answer, type StageBoard } from "../api/client";
import { getProgress, type Progress } from "../api/staff";

export type Heat = StageBoard["heats"][number];
export interface HeatNow {
	heat: Heat;
	progress: Progress | null;
}
export interface StageNow {
	board: StageBoard;
	heats: HeatNow[];
}

// `sees`: whose progress may be asked for; the others are listed without.
export const getStageNow =
	(contest: string, stage: string, sees: (heat: string) => boolean) =>
	async (_etag: string | null, signal?: AbortSignal): Promise<Answer<StageNow>> => {
		const board = (await getStage(contest, stage)(null, signal)).data!;
		const wanted = board.stage.state !== "published" && board.stage.state !== "upcoming";
		const heats = await Promise.all(
			board.heats.map(async (heat): Promise<HeatNow> => {
				if (!wanted || !sees(heat.id)) return { heat, progress: null };
				try {
					return { heat, progress: (await getProgress(contest, stage, heat.id)(null, signal)).data };
				} catch (cause) {
					if (cause instanceof Problem && cause.status >= 400) return { heat, progress: null };
					throw cause;
				}
			}),
		);
		return { data: { board, heats }, etag: null };
	};
