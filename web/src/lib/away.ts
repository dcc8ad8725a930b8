// Times away, as the server writes them: "2026-05-01 09:00/2026-05-01 12:00; 2026-05-03; 2026-05-07/2026-05-09", in the
// contest's civil time. A row of a form is a day, days, or hours.
export interface AwayRow {
	days: boolean;
	from: string; // "2026-05-03", or "2026-05-01T09:00" as a field has it
	until: string;
}

export function readAway(text: string): AwayRow[] {
	return text
		.split(";")
		.map((part) => part.trim())
		.filter(Boolean)
		.map((part) => {
			const [from = "", until = from] = part.split("/").map((moment) => moment.trim().replace(" ", "T"));
			return { days: from.length === 10 && until.length === 10, from, until };
		});
}

// Rows that are not filled in are left out.
export const writeAway = (rows: AwayRow[]): string =>
	rows
		.filter((row) => row.from && row.until)
		.map((row) => (row.days && row.from === row.until ? row.from : `${row.from}/${row.until}`.replaceAll("T", " ")))
		.join("; ");

// A field's civil time as the moment that it is, and back.
export const civilToIso = (civil: string, offset: number): string =>
	new Date(Date.parse(`${civil}:00Z`) - offset * 60000).toISOString().replace(/\.\d+Z/, "Z");
export const isoToCivil = (ms: number, offset: number): string => new Date(ms + offset * 60000).toISOString().slice(0, 16);

// Until when an invitation is to be answered when nobody says otherwise: in two weeks, at six in the evening there.
export const usualAnswerBy = (offset: number): string => `${isoToCivil(Date.now() + 14 * 86400_000, offset).slice(0, 10)}T18:00`;
