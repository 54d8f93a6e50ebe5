import { stat } from "node:fs/promises";
import { fault } from "@twobus/core";

/** An output must never fall onto what it is made from, by whatever name or link it is called. */
export async function refuseInputs(output: string, inputs: readonly string[]): Promise<void> {
  const target = await identityOf(output);
  if (target === undefined) return;
  for (const input of inputs) {
    if ((await identityOf(input)) === target) {
      throw fault("output-is-input", output, "this file is part of the mix; choose another name");
    }
  }
}

/** The same for every path that leads to a file; nothing where there is none. */
async function identityOf(path: string): Promise<string | undefined> {
  try {
    const { dev, ino } = await stat(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}
