import type { Table } from "./table.ts";

/** Puts a cell in quotes where its content needs them. */
function quoteCell(cell: string, separator: string): string {
	const needsQuotes =
		cell.includes(separator) || cell.includes('"') || /[\r\n]/.test(cell);
	if (!needsQuotes) {
		return cell;
	}
	return `"${cell.replaceAll('"', '""')}"`;
}

/** Comma-separated values, RFC 4180. */
export function toCsv(table: Table): string {
	return [table.columns, ...table.rows]
		.map((row) => row.map((cell) => quoteCell(cell, ",")).join(","))
		.join("\r\n");
}
