import { expect, test } from "vitest";
import { total } from "../src/totals.ts";

test("empty cells count as nothing", () => {
	expect(total({ columns: ["n"], rows: [["2"], [""], ["3.5"]] }, "n")).toBe(5.5);
});

test("an unknown column is an error", () => {
	expect(() => total({ columns: [], rows: [] }, "n")).toThrow(RangeError);
});
