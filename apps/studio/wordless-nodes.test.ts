import { parseAst } from "vite";
import { expect, test } from "vitest";
import { withoutWords } from "./wordless-nodes.ts";

test("a definition loses what it says to people, and nothing else", () => {
  const code = `
    const gain = ({ description, ...range }) => ({ kind: "number", description, ...range });
    export const drive = {
      type: "twobus.drive",
      summary: \`Pushes \${1} thing.\`,
      words: ["hot", "loud"],
      references: ["A. Author: Driving", REFERENCE],
      params: { gainDb: gain({ min: 0, max: 12, description: "How much. " + "No more." }), range: gain(RANGE) },
      estimates: [{ of: "heat", params: ["gainDb"] }],
    };`;
  expect(withoutWords(code, parseAst(code))).toBe(`
    const gain = ({ description, ...range }) => ({ kind: "number", description, ...range });
    export const drive = {
      type: "twobus.drive",
      summary: "",
      words: [],
      references: [],
      params: { gainDb: gain({ min: 0, max: 12, description: "" }), range: gain(RANGE) },
      estimates: [{ of: "heat", params: ["gainDb"] }],
    };`);
});
