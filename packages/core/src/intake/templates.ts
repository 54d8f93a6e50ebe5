import { fault } from "../problem.ts";
import type { Family } from "../colours.ts";
import type { Role } from "./roles.ts";

/** A bus of a template. It takes the tracks of its roles; where several buses could, the most particular role wins. */
export interface BusTemplate {
  readonly name: string;
  /** Gives the bus its colour. */
  readonly family: Family;
  readonly takes: readonly Role[];
  /**
   * `always`: even when empty. `used`: when tracks reach it. `useful`: when it gathers two tracks or more
   * and its parent has others beside them; else its tracks go to the parent.
   */
  readonly presence: "always" | "used" | "useful";
  readonly buses: readonly BusTemplate[];
}

/** A tree of buses that grows from the stereo bus. */
export interface Template {
  readonly name: string;
  readonly summary: string;
  readonly buses: readonly BusTemplate[];
}

function bus(name: string, family: Family, takes: readonly Role[], buses: readonly BusTemplate[] = []): BusTemplate {
  return { name, family, takes, presence: "used", buses };
}

const whereUseful = (template: BusTemplate): BusTemplate => ({ ...template, presence: "useful" });

/** The usual role buses, with sub-buses where there is enough to gather. */
const roles: Template = {
  name: "roles",
  summary: "A bus per role: drums, percussion, bass, guitars, keys, winds, vocals, effects.",
  buses: [
    bus("Drums", "drums", ["drums"], [whereUseful(bus("Electronic Drums", "drums", ["drums/electronic"]))]),
    bus("Percussion", "percussion", ["percussion"]),
    bus("Bass", "bass", ["bass"]),
    bus(
      "Guitars",
      "guitars",
      ["guitar"],
      [
        whereUseful(bus("Acoustic Guitars", "guitars", ["guitar/acoustic"])),
        whereUseful(bus("Electric Guitars", "guitars", ["guitar/electric"])),
      ],
    ),
    bus(
      "Keys",
      "keys",
      ["keys"],
      [
        whereUseful(bus("Synths", "keys", ["synth"])),
        whereUseful(bus("Pads and Strings", "keys", ["synth/pad", "strings"])),
      ],
    ),
    bus("Winds", "winds", ["winds"]),
    bus("Vocals", "vocals", ["vocals"], [whereUseful(bus("Backings", "vocals", ["vocals/backing"]))]),
    bus("Effects", "effects", ["effects"]),
  ],
};

/** After Nick Messitte, "Top-down mixing" (iZotope Learn, 2024): instrument buses feed buses by role. */
const messitte: Template = {
  name: "messitte",
  summary: "Instrument buses into four role buses: all drums, low end, melodic, harmonic.",
  buses: [
    bus(
      "All Drums",
      "drums",
      [],
      [
        bus("Acoustic Drums", "drums", ["drums"]),
        bus("Electric Drums", "drums", ["drums/electronic"]),
        bus("Percussion", "percussion", ["percussion"]),
      ],
    ),
    bus("Low End", "bass", [], [bus("Real Bass", "bass", ["bass"]), bus("Synth Bass", "bass", ["bass/synth"])]),
    bus(
      "Melodic",
      "vocals",
      [],
      [
        bus("Lead Vocals", "vocals", ["vocals"]),
        bus("Backing Vocals", "vocals", ["vocals/backing"]),
        bus("Lead Synths", "keys", ["synth/lead"]),
        bus("Winds", "winds", ["winds"]),
      ],
    ),
    bus(
      "Harmonic",
      "keys",
      [],
      [
        bus("Acoustic Guitars", "guitars", ["guitar/acoustic"]),
        bus("Electric Guitars", "guitars", ["guitar"]),
        bus("Keys", "keys", ["keys"]),
        bus("Synths", "keys", ["synth"]),
        bus("Strings", "winds", ["strings"]),
        bus("Effects", "effects", ["effects"]),
      ],
    ),
  ],
};

/** After Alex, "Top-Down Mixing Approach": six groups; acoustics and electrics meet in the guitars. */
const alex: Template = {
  name: "alex",
  summary: "Six groups: drums, percussion, bass, guitars, keys, vocals.",
  buses: [
    bus("Drums", "drums", ["drums"]),
    bus("Percussion", "percussion", ["percussion"]),
    bus("Bass", "bass", ["bass"]),
    bus(
      "Guitars",
      "guitars",
      ["guitar"],
      [
        whereUseful(bus("Acoustics", "guitars", ["guitar/acoustic"])),
        whereUseful(bus("Electrics", "guitars", ["guitar/electric"])),
      ],
    ),
    bus("Keys", "keys", ["keys", "synth", "strings"]),
    bus("Vocals", "vocals", ["vocals"]),
  ],
};

/** After PALA PALA (2018): six stems, and guitar and keys where the song has them. */
const pala: Template = {
  name: "pala",
  summary: "Eight flat groups: vocal, BGV, synth, pads, bass, drums, guitar, keys.",
  buses: [
    bus("Vocal", "vocals", ["vocals"]),
    bus("BGV", "vocals", ["vocals/backing"]),
    bus("Synth", "keys", ["synth"]),
    bus("Pads", "winds", ["synth/pad", "strings"]),
    bus("Bass", "bass", ["bass"]),
    bus("Drums", "drums", ["drums", "percussion"]),
    bus("Guitar", "guitars", ["guitar"]),
    bus("Keys", "keys", ["keys"]),
  ],
};

/** After Chris Jones (Peak Studios): seven groups, backings and effects apart. */
const peak: Template = {
  name: "peak",
  summary: "Seven groups: drums, bass, vocals, backings and choirs, guitars, EFX, strings.",
  buses: [
    bus("Drums", "drums", ["drums", "percussion"]),
    bus("Bass", "bass", ["bass"]),
    bus("Vocals", "vocals", ["vocals"]),
    bus("Backings", "vocals", ["vocals/backing"]),
    bus("Guitars", "guitars", ["guitar"]),
    bus("EFX", "effects", ["effects"]),
    bus("Strings", "winds", ["strings", "synth/pad"]),
  ],
};

/** Ways to sort tracks into buses. */
export const TEMPLATES: readonly Template[] = [roles, messitte, alex, pala, peak];

/** What tracks are sorted by where nothing else is asked for. */
export const DEFAULT_TEMPLATE: Template = roles;

/** Throws `unknown-template`, naming those that exist. */
export function templateNamed(name: string): Template {
  const template = TEMPLATES.find((candidate) => candidate.name === name);
  if (template) return template;
  const names = TEMPLATES.map((candidate) => candidate.name).join(", ");
  throw fault("unknown-template", "template", `There is no template "${name}". Choose one of ${names}.`);
}
