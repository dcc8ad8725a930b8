import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { judgePaper, paperCode } from "../src/lib/paper";

const line = '{"actor":"cli","seq":7,"ts":"2026-05-01T10:00:00.000Z","type":"heat.lock"}';
const leaf = createHash("sha256").update("\0").update(line).digest("hex");

it("reads the code of a protocol and nothing else", () => {
	expect(paperCode(`#record=7&leaf=${leaf}`)).toEqual({ record: 7, leaf });
	for (const wrong of ["", "#", "#record=7", `#record=07&leaf=${leaf}`, `#record=7&leaf=${leaf}0`, `#record=7&leaf=${leaf.toUpperCase()}`, `#record=-1&leaf=${leaf}`])
		expect(paperCode(wrong)).toBeNull();
});

it("holds it against the record", async () => {
	const code = { record: 7, leaf };
	expect((await judgePaper(code, line + "\n")).verdict).toBe("good");
	expect((await judgePaper(code, line.replace("cli", "clj") + "\n")).verdict).toBe("bad");
	expect((await judgePaper({ record: 8, leaf }, line)).verdict).toBe("missing");
	expect((await judgePaper(code, "")).verdict).toBe("missing");
});
