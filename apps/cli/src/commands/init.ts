import { access } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { fault, mixFromFiles, templateNamed, type IntakeReport, type MixDocument, type Problem } from "@twobus/core";
import { readAudioFolder } from "../audio-folder.ts";
import { registry, writeMix } from "../mix-file.ts";
import type { Report } from "../report.ts";

export interface InitOptions {
  readonly output?: string;
  readonly template: string;
  readonly force?: boolean;
}

/** Makes a mix from a folder of recordings. */
export async function init(folder: string, options: InitOptions): Promise<Report> {
  const template = templateNamed(options.template);
  const name = nameFor(folder);
  const output = options.output ?? join(folder, `${name}.mix.json`);
  if (!/\.json$/i.test(output)) throw fault("unknown-output", output, "the name of a mix must end in .json");
  if (options.force !== true && (await exists(output))) {
    throw fault("already-exists", output, "there is a file here already; --force replaces it");
  }
  const { files, unusable } = await readAudioFolder(folder, dirname(resolve(output)));
  const { document, report } = mixFromFiles({ name, files, template, registry });
  await writeMix(output, document);
  return {
    json: { output, ...report, unusable },
    text: describe(output, document, report, unusable),
    warnings: [...unusable, ...report.warnings],
  };
}

/** Folders that say what they hold; the song's name is that of the folder above. */
const HOLDS_RECORDINGS = /^(stems?|audio( files)?|wavs?|tracks?|multi-?tracks?|recordings?|bounces?)$/i;

function nameFor(folder: string): string {
  const path = resolve(folder);
  const [above, own] = [basename(dirname(path)), basename(path)];
  return (HOLDS_RECORDINGS.test(own) ? above || own : own) || "mix";
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

function describe(output: string, document: MixDocument, report: IntakeReport, unusable: readonly Problem[]): string {
  const byBus = Map.groupBy(report.matched, (match) => match.bus);
  const nodes = document.graphs[document.root]!.nodes;
  const label = (id: string): string => nodes[id]?.label ?? id;
  const lines = [...byBus].map(
    ([bus, tracks]) => `  ${label(bus).padEnd(14)}${tracks.map(({ track }) => label(track)).join(", ")}`,
  );
  if (report.unassigned.length > 0) {
    lines.push(`  ${"Unassigned".padEnd(14)}${report.unassigned.map(({ track }) => label(track)).join(", ")}`);
  }
  const counts = [
    `${report.matched.length + report.unassigned.length} tracks`,
    ...(report.references.length > 0 ? [`${report.references.length} reference mixes left out`] : []),
    ...(unusable.length > 0 ? [`${unusable.length} files could not be used`] : []),
  ];
  return [`${output}: ${counts.join(", ")}`, ...lines].join("\n");
}
