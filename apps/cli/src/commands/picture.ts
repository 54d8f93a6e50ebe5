import { drawMix, fault } from "@twobus/core";
import { writeFileAtomically } from "@twobus/renderer-node";
import { readMix } from "../mix-file.ts";
import { refuseInputs } from "../refuse-inputs.ts";
import type { Report } from "../report.ts";
import { orderly } from "../stopping.ts";

/** Draws a mix as SVG. */
export async function picture(mixPath: string, { output }: { readonly output: string }): Promise<Report> {
  if (!/\.svg$/i.test(output)) throw fault("unknown-output", output, "the name must end in .svg");
  const { document, registry, warnings } = await readMix(mixPath);
  await refuseInputs(output, [mixPath]);
  const drawing = drawMix(document, registry);
  await orderly(() => writeFileAtomically(output, drawing));
  return { json: { output }, text: output, warnings };
}
