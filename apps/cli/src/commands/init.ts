import { access } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import {
  compareNaturally,
  counted,
  fault,
  mixFromFiles,
  songNameOf,
  templateNamed,
  TwobusError,
  type IntakeReport,
  type MixDocument,
  type Problem,
} from "@twobus/core";
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
  refuseOnlyReferences(folder, report, unusable);
  await writeMix(output, document);
  return {
    json: { output, ...report, unusable },
    text: describe(output, document, report, unusable),
    warnings: [...unusable, ...report.warnings],
  };
}

function refuseOnlyReferences(folder: string, report: IntakeReport, unusable: readonly Problem[]): void {
  if (report.matched.length + report.unassigned.length > 0) return;
  const names = report.references.map(({ file }) => file).join(", ");
  const message = `there are only finished or rough mixes here (${names}): give the folder of the recordings`;
  throw new TwobusError([{ code: "only-references", at: folder, message }, ...unusable]);
}

function nameFor(folder: string): string {
  const path = resolve(folder);
  return songNameOf(basename(path), basename(dirname(path)));
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

function describe(output: string, document: MixDocument, report: IntakeReport, unusable: readonly Problem[]): string {
  const { nodes } = document.graphs[document.root]!;
  const label = (id: string): string => nodes[id]?.label ?? id;
  const names = (tracks: readonly { readonly track: string }[]): string[] =>
    tracks.map(({ track }) => label(track)).toSorted(compareNaturally);
  const rows: [string, string[]][] = [
    ...[...Map.groupBy(report.matched, (match) => match.bus)].map(([bus, tracks]): [string, string[]] => [
      label(bus),
      names(tracks),
    ]),
    ["Unassigned", names(report.unassigned)],
    ["Left out", report.references.map(({ file }) => file)],
  ];
  const shown = rows.filter(([, entries]) => entries.length > 0);
  const width = Math.max(...shown.map(([title]) => title.length)) + 2;
  const counts = [
    counted(report.matched.length + report.unassigned.length, "track"),
    ...(report.references.length > 0
      ? [`${counted(report.references.length, "reference mix", "reference mixes")} left out`]
      : []),
    ...(unusable.length > 0 ? [`${counted(unusable.length, "file")} could not be used`] : []),
  ];
  const lines = shown.map(([title, entries]) => `  ${title.padEnd(width)}${entries.join(", ")}`);
  return [`${output}: ${counts.join(", ")}`, ...lines].join("\n");
}
