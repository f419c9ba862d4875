import { column, type Table } from "./table.ts";

/** The sum of a column of numbers; empty cells count as nothing. */
export function total(table: Table, name: string): number {
	// @ts-ignore
	return column(table, name).reduce((sum, cell) => sum + Number(cell), 0);
}
