import { compareNaturally } from "../natural-order.ts";
import { HUES, NEUTRAL_HUE } from "../colours.ts";
import { pathToBus } from "./match-file.ts";
import type { Reading } from "./reading.ts";
import type { IntakeFile } from "./report.ts";
import { rankOf } from "./roles.ts";
import type { BusTemplate, Template } from "./templates.ts";

/** A file that becomes a track, with what its path says. */
export interface TrackPlan {
  readonly file: IntakeFile;
  readonly reading: Reading;
}

/** A bus that will stand in the mix. */
export interface BusPlan {
  readonly name: string;
  readonly colour: string;
  readonly tracks: readonly TrackPlan[];
  readonly buses: readonly BusPlan[];
}

interface Gathered extends BusPlan {
  readonly presence: BusTemplate["presence"];
  /** Tracks of this bus and of all buses under it. */
  readonly reach: number;
}

const UNASSIGNED = "Unassigned";

/** Sorts tracks into a template's buses. What finds none goes to a bus "Unassigned"; buses without use are left out. */
export function planBuses(tracks: readonly TrackPlan[], template: Template): BusPlan[] {
  const homes = new Map(tracks.map((track) => [track, homeOf(track, template)]));
  const tracksOf = (home: BusTemplate | undefined): TrackPlan[] => tracks.filter((track) => homes.get(track) === home);
  const buses: BusPlan[] = template.buses.map((bus) => gather(bus, tracksOf)).filter((bus) => isMade(bus, Infinity));
  const homeless = tracksOf(undefined).toSorted(compareTracks);
  if (homeless.length > 0) buses.push({ name: UNASSIGNED, colour: NEUTRAL_HUE, tracks: homeless, buses: [] });
  return buses;
}

function homeOf({ reading }: TrackPlan, template: Template): BusTemplate | undefined {
  return reading.recognised && pathToBus(reading.recognised.role, template).at(-1);
}

function gather(bus: BusTemplate, tracksOf: (home: BusTemplate) => TrackPlan[]): Gathered {
  const own = tracksOf(bus);
  const under = bus.buses.map((inner) => gather(inner, tracksOf));
  const reach = under.reduce((sum, inner) => sum + inner.reach, own.length);
  const made = under.filter((inner) => isMade(inner, reach));
  const dissolved = under.filter((inner) => !made.includes(inner));
  return {
    name: bus.name,
    colour: HUES[bus.family],
    tracks: [...own, ...dissolved.flatMap(({ tracks }) => tracks)].toSorted(compareTracks),
    buses: [...made, ...dissolved.flatMap(({ buses }) => buses)],
    presence: bus.presence,
    reach,
  };
}

function isMade({ presence, reach }: Gathered, parentReach: number): boolean {
  if (presence === "useful") return reach > 1 && reach < parentReach;
  return presence === "always" || reach > 0;
}

/** As numbered in the session; tracks without a number follow, in the order of a console. */
function compareTracks(a: TrackPlan, b: TrackPlan): number {
  const [first, second] = [a.reading, b.reading];
  return (
    compareNumbers(first.place ?? Infinity, second.place ?? Infinity) ||
    compareNumbers(rankOf(first.recognised?.role), rankOf(second.recognised?.role)) ||
    compareNaturally(a.file.file, b.file.file)
  );
}

/** `a - b` would be NaN for two infinities. */
const compareNumbers = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);
