import {
  compile,
  chainJsonSchema,
  mixJsonSchema,
  printPlan,
  TwobusError,
  validateMix,
  type Problem,
} from "@twobus/core";
import { openSource } from "@twobus/renderer-node";
import { readMix, type MixFile } from "../mix-file.ts";
import type { Report } from "../report.ts";
import { linesOf } from "../sentences.ts";

/** Checks a mix and the recordings that it plays. Ends with 1 where it cannot sound. */
export async function validate(mixPath: string): Promise<Report> {
  const mix = await readMix(mixPath);
  const validation = validateMix(mix.document, mix.registry);
  const problems = [...validation.problems, ...(await unplayableSources(mix))];
  const verdict = problems.length === 0 ? `${mixPath}: valid` : `${mixPath}: ${problems.length} to mend`;
  return {
    json: { valid: problems.length === 0, problems },
    text: [...linesOf(problems), verdict].join("\n"),
    warnings: [...mix.warnings, ...validation.warnings],
    exitCode: problems.length === 0 ? 0 : 1,
  };
}

async function unplayableSources({ document, folder }: MixFile): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const { file } of Object.values(document.sources)) {
    try {
      await (await openSource(folder, file)).close();
    } catch (error) {
      if (!(error instanceof TwobusError)) throw error;
      problems.push(...error.problems);
    }
  }
  return problems;
}

/** Shows the compiled plan. */
export async function plan(mixPath: string): Promise<Report> {
  const mix = await readMix(mixPath);
  const { problems } = validateMix(mix.document, mix.registry);
  if (problems.length > 0) throw new TwobusError(problems);
  const compiled = compile(mix.document, mix.registry);
  return { json: { ...compiled }, text: printPlan(compiled), warnings: mix.warnings };
}

/** The JSON Schema of mixes or of chains; the same text with and without `--json`. */
export async function schema(format: "mix" | "chain"): Promise<Report> {
  const json = (format === "mix" ? mixJsonSchema() : chainJsonSchema()) as Record<string, unknown>;
  return { json, text: JSON.stringify(json, null, 2) };
}
