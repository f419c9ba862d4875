import { expect, test } from "vitest";
import { toTsv } from "../src/tsv.ts";

test("commas need no quotes, tabs do", () => {
	const table = { columns: ["a", "b"], rows: [["1,5", "t\tab"]] };
	expect(toTsv(table)).toBe('a\tb\n1,5\t"t\tab"');
});
