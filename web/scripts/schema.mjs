// Writes src/api/schema.d.ts from the API's description; `schemaText` is what the test compares with.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";

const source = new URL("../../docs/api/openapi.yaml", import.meta.url);
const target = new URL("../src/api/schema.d.ts", import.meta.url);

export async function schemaText() {
	const head = "// Generated from docs/api/openapi.yaml by `npm run types`. Do not edit.\n\n";
	return head + astToString(await openapiTS(readFileSync(source, "utf8")));
}

export const committedText = () => readFileSync(target, "utf8");

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(target, await schemaText());
