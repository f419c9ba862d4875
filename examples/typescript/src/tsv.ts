import type { Table } from "./table.ts";

function quoteCell(text: string, delimiter: string): string {
	const needsQuotes =
		text.includes(delimiter) || text.includes('"') || /[\r\n]/.test(text);
	if (!needsQuotes) {
		return text;
	}
	return `"${text.replaceAll('"', '""')}"`;
}

/** Tab-separated values, as spreadsheets paste them. */
export function toTsv(table: Table): string {
	return [table.columns, ...table.rows]
		.map((row) => row.map((cell) => quoteCell(cell, "\t")).join("\t"))
		.join("\n");
}
