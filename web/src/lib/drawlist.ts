// The draws of the contest, which its navigation and several of its pages share.
import { inject, type ComputedRef, type InjectionKey, type ShallowRef } from "vue";
import type { Problem } from "../api/client";
import type { Draw } from "./draw";

interface DrawList {
	draws: ComputedRef<Draw[]>; // newest first
	loaded: ComputedRef<boolean>;
	problem: Readonly<ShallowRef<Problem | null>>;
	reload: () => void;
}
export const drawsKey: InjectionKey<DrawList> = Symbol("draws");

export const useDraws = (): DrawList => inject(drawsKey)!;

export const openDraw = (draws: readonly Draw[]): Draw | undefined =>
	draws.find((d) => d.state === "committed" || d.state === "announced");

// What its state is called; ready: announced, and its round is out, or it needs none; late: void when its order could be known.
export const stateWord = (d: Draw, now: number): Draw["state"] | "ready" | "late" =>
	d.state === "void" && d.late ? "late" : d.state === "announced" && (!d.round_at || Date.parse(d.round_at) <= now) ? "ready" : d.state;
