import { expect, it } from "vitest";
import { committedText, schemaText } from "../scripts/schema.mjs";

it("the generated types are those of docs/api/openapi.yaml (else: npm run types)", async () => {
	expect(committedText()).toBe(await schemaText());
});
