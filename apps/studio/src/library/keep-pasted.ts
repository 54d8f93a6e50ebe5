import type { ChainDocument, Problem } from "@twobus/core";
import type { ChainLibrary } from "./library.ts";

/** Keeps a chain that was pasted onto the canvas, and says whether it sounds as it did where it was made. */
export async function keepPasted(
  chain: ChainDocument,
  library: ChainLibrary,
  say: (text: string) => void,
  onProblem: (problem: Problem) => void,
): Promise<void> {
  await library.keep(chain, "imported");
  const { compareGolden } = await import("./golden.ts");
  const verdict = await compareGolden(chain);
  if (verdict?.holds === true) say(`${chain.name} ${verdict.words}.`);
  else if (verdict !== undefined) onProblem({ code: "other-sound", at: chain.name, message: verdict.words });
}
