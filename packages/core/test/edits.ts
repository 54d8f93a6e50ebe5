import { expect } from "vitest";
import { apply, type Command } from "../src/commands/apply.ts";
import { CHAIN_TYPE, type MixDocument } from "../src/document/types.ts";
import { validateMix } from "../src/document/validate.ts";
import { TwobusError } from "../src/problem.ts";
import { toyMix, toyRegistry } from "./toy-pack.ts";

/** The mix after commands, each of which must leave it without problems; and the ids that were made. */
export function after(
  mix: MixDocument,
  ...commands: Command[]
): { document: MixDocument; created: (string | undefined)[] } {
  let document = mix;
  const created = commands.map((command) => {
    const applied = apply(document, command, toyRegistry);
    document = applied.document;
    expect(validateMix(document, toyRegistry).problems).toEqual([]);
    return applied.created;
  });
  return { document, created };
}

/** Why a command is refused; it must leave the mix as it was. */
export function refusal(mix: MixDocument, command: Command): string {
  const before = structuredClone(mix);
  try {
    apply(mix, command, toyRegistry);
  } catch (error) {
    if (!(error instanceof TwobusError)) throw error;
    expect(mix).toEqual(before);
    return `${error.problems[0]!.code} ${error.message}`;
  }
  throw new Error("nothing was refused");
}

/** The place of most edits. */
export const at = { graph: "mix" } as const;

/** The toy mix with a chain node `fx` beside the bass, which shows and automates what the bass's chain shows. */
export function chainMix(): MixDocument {
  return after(
    toyMix(),
    { kind: "addNode", ...at, type: CHAIN_TYPE, id: "fx", nodeGraph: "bass-chain", params: { amountDb: -30 } },
    { kind: "connect", ...at, from: "kick.main", to: "fx.main" },
    { kind: "connect", ...at, from: "snare.main", to: "fx.duck" },
    {
      kind: "setAutomation",
      ...at,
      node: "fx",
      param: "amountDb",
      points: [{ atSeconds: 0, value: -9, curve: "hold" }],
    },
  ).document;
}
