import { expect, test } from "vitest";
import { toCsv } from "../src/csv.ts";

test("cells that need quotes get them", () => {
	const table = { columns: ["a", "b"], rows: [["1,5", 'say "hi"'], ["x", "two\nlines"]] };
	expect(toCsv(table)).toBe('a,b\r\n"1,5","say ""hi"""\r\nx,"two\nlines"');
});
