/** A table with named columns; every row has one cell for each of them. */
export interface Table {
	readonly columns: readonly string[];
	readonly rows: readonly (readonly string[])[];
}

/** The cells of one column; throws a RangeError for a name that no column has. */
export function column(table: Table, name: string): readonly string[] {
	const index = table.columns.indexOf(name);
	if (index === -1) {
		throw new RangeError(`no column ${name}`);
	}
	return table.rows.map((row) => row[index] ?? "");
}
