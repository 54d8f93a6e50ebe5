import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runProcess } from "../child.ts";
import { interleaved, spreadOf } from "../rounds.ts";
import type { Section } from "../section.ts";

const PROGRAM = fileURLToPath(new URL("../../../apps/cli/dist/main.js", import.meta.url));
const ASKED_SECONDS = 0.3;

const SIDES = [
  { name: "Node with nothing to do", words: ["--eval", "0"], asked: undefined },
  { name: "twobus --help", words: [PROGRAM, "--help"], asked: ASKED_SECONDS },
  { name: "twobus describe --json", words: [PROGRAM, "describe", "--json"], asked: undefined },
];

export const startup: Section = {
  name: "startup",
  summary: "how long the built command line takes to answer",
  measure: async (options) => {
    if (!existsSync(PROGRAM)) throw new RangeError("the command line is not built: run pnpm run build first");
    const rounds = options.rounds ?? 15;
    const runs = await interleaved(
      rounds,
      SIDES.map(
        ({ words }) =>
          () =>
            runProcess(process.execPath, words),
      ),
    );
    const rows = SIDES.map(({ name, asked }, index) => {
      const { minimum, median } = spreadOf(runs[index]!.map((run) => run.wallSeconds));
      return [name, minimum, median, asked];
    });
    return [
      {
        title: "Start of the command line",
        command: `npm run bench -- startup --rounds ${rounds}`,
        columns: ["", "wall s, least", "wall s, median", "asked"],
        rows,
        notes: [`${rounds} interleaved rounds of whole processes, from the built package.`],
      },
    ];
  },
};
