import { readName, type Reading } from "./reading.ts";
import { isWithin, REFERENCE, type Role } from "./roles.ts";
import { DEFAULT_TEMPLATE, type BusTemplate, type Template } from "./templates.ts";

/** What a file's path says about its place in a mix. */
export interface FileMatch {
  /** A `reference` is a rough mix, a print or a click: listened to, not mixed in. */
  readonly kind: "track" | "reference";
  readonly label: string;
  /** Absent where no word names one. */
  readonly role?: Role;
  /** Names of buses from the stereo bus outwards. Empty where the template has no bus for the role. */
  readonly buses: readonly string[];
  /** The keywords that decided. */
  readonly keywords: readonly string[];
  /** Whether the file's own name decided, the folder it lies in, or nothing. */
  readonly confidence: "name" | "folder" | "none";
}

/** Matches one audio file, by a path with forward slashes or a bare name, to a role and to a template's buses. */
export function matchFile(file: string, template: Template = DEFAULT_TEMPLATE): FileMatch {
  const { label, recognised } = readName(file);
  if (!recognised) return { kind: "track", label, buses: [], keywords: [], confidence: "none" };
  const buses = pathToBus(recognised.role, template).map(({ name }) => name);
  return { kind: isReference(recognised) ? "reference" : "track", label, buses, ...recognised };
}

export const isReference = (recognised: Reading["recognised"]): boolean =>
  recognised !== undefined && isWithin(recognised.role, REFERENCE);

/** The buses from the stereo bus to the one that takes a role most particularly. */
export function pathToBus(role: Role, template: Template): readonly BusTemplate[] {
  const takers = pathsFrom([], template.buses).flatMap((path) =>
    path
      .at(-1)!
      .takes.filter((taken) => isWithin(role, taken))
      .map((taken) => ({ path, taken })),
  );
  return takers.toSorted((a, b) => b.taken.length - a.taken.length)[0]?.path ?? [];
}

function pathsFrom(parents: readonly BusTemplate[], buses: readonly BusTemplate[]): (readonly BusTemplate[])[] {
  return buses.flatMap((bus) => [[...parents, bus], ...pathsFrom([...parents, bus], bus.buses)]);
}
