import { expect, test } from "vitest";
import { matchFile, pathToBus } from "./match-file.ts";
import { KEYWORDS, ROLES } from "./roles.ts";
import { templateNamed } from "./templates.ts";

const NAMES: readonly (readonly [file: string, role: string, ...buses: string[]])[] = [
  ["Kick In", "drums/kick", "Drums"],
  ["01_Kick.wav", "drums/kick", "Drums"],
  ["KickOUT_03.aif", "drums/kick", "Drums"],
  ["BD 52.wav", "drums/kick", "Drums"],
  ["Kick Sub.wav", "drums/kick", "Drums"],
  ["SubKick.wav", "drums/kick", "Drums"],
  ["Bass Drum.flac", "drums/kick", "Drums"],
  ["SNARE BTM", "drums/snare", "Drums"],
  ["03-snare_top.wav", "drums/snare", "Drums"],
  ["SD Room Trigger.wav", "drums/snare", "Drums"],
  ["Cross Stick.wav", "drums/snare", "Drums"],
  ["HiHat.wav", "drums/hats", "Drums"],
  ["Hi-Hat_02.wav", "drums/hats", "Drums"],
  ["hh open.wav", "drums/hats", "Drums"],
  ["Floor Tom.wav", "drums/toms", "Drums"],
  ["Tom1.1_02.wav", "drums/toms", "Drums"],
  ["Ride.wav", "drums/cymbals", "Drums"],
  ["OH L", "drums/overheads", "Drums"],
  ["OHR.wav", "drums/overheads", "Drums"],
  ["OHs.wav", "drums/overheads", "Drums"],
  ["Overheads.wav", "drums/overheads", "Drums"],
  ["Room Far.wav", "drums/room", "Drums"],
  ["Drums Room.wav", "drums/room", "Drums"],
  ["Drum Kit.wav", "drums", "Drums"],
  ["TR909 Beat.wav", "drums/electronic", "Drums", "Electronic Drums"],
  ["Electric Drums.wav", "drums/electronic", "Drums", "Electronic Drums"],
  ["808 Kick.wav", "drums/electronic", "Drums", "Electronic Drums"],
  ["Perc Loop 1.wav", "percussion", "Percussion"],
  ["Loop 120bpm.wav", "percussion", "Percussion"],
  ["Tamb.wav", "percussion", "Percussion"],
  ["Hand Claps.wav", "percussion", "Percussion"],
  ["Shaker_dup1.wav", "percussion", "Percussion"],
  ["Bass DI.wav", "bass", "Bass"],
  ["04 bass gtr.wav", "bass", "Bass"],
  ["Upright Bass.wav", "bass", "Bass"],
  ["Sub 808", "bass/synth", "Bass"],
  ["808.wav", "bass/synth", "Bass"],
  ["12_808 Bass.wav", "bass/synth", "Bass"],
  ["Synth Bass.wav", "bass/synth", "Bass"],
  ["MoogBass.wav", "bass/synth", "Bass"],
  ["gtr_dbl_R", "guitar", "Guitars"],
  ["GTR 3.wav", "guitar", "Guitars"],
  ["Ac Gtr L.wav", "guitar/acoustic", "Guitars", "Acoustic Guitars"],
  ["Acoustic 1.wav", "guitar/acoustic", "Guitars", "Acoustic Guitars"],
  ["12 String.wav", "guitar/acoustic", "Guitars", "Acoustic Guitars"],
  ["EGtr_Clean.wav", "guitar/electric", "Guitars", "Electric Guitars"],
  ["Guitar Rhythm L.wav", "guitar/electric", "Guitars", "Electric Guitars"],
  ["Gtr Lead.wav", "guitar/electric", "Guitars", "Electric Guitars"],
  ["Pedal Steel.wav", "guitar/electric", "Guitars", "Electric Guitars"],
  ["Rhodes", "keys/electric-piano", "Keys"],
  ["Wurli.wav", "keys/electric-piano", "Keys"],
  ["Acoustic Piano.wav", "keys/piano", "Keys"],
  ["Piano Room L.wav", "keys/piano", "Keys"],
  ["Hammond B3.wav", "keys/organ", "Keys"],
  ["Glock.wav", "keys/mallets", "Keys"],
  ["Keys 2.wav", "keys", "Keys"],
  ["Juno Synth.wav", "synth", "Keys", "Synths"],
  ["Arp.wav", "synth", "Keys", "Synths"],
  ["Lead 1.wav", "synth/lead", "Keys", "Synths"],
  ["Synth Lead.wav", "synth/lead", "Keys", "Synths"],
  ["Synth Pad 3.wav", "synth/pad", "Keys", "Pads and Strings"],
  ["Atmos.wav", "synth/pad", "Keys", "Pads and Strings"],
  ["Strings", "strings", "Keys", "Pads and Strings"],
  ["Vln 1.wav", "strings", "Keys", "Pads and Strings"],
  ["French Horn.wav", "winds", "Winds"],
  ["Tenor Sax.wav", "winds", "Winds"],
  ["Lead Vox 2", "vocals/lead", "Vocals"],
  ["LeadVox.wav", "vocals/lead", "Vocals"],
  ["Vocal_Main.wav", "vocals/lead", "Vocals"],
  ["ld.wav", "vocals/lead", "Vocals"],
  ["Vox Room.wav", "vocals", "Vocals"],
  ["voc 3.wav", "vocals", "Vocals"],
  ["BGV hi", "vocals/backing", "Vocals", "Backings"],
  ["BGVs.wav", "vocals/backing", "Vocals", "Backings"],
  ["Vox Dbl.wav", "vocals/backing", "Vocals", "Backings"],
  ["Dbl L.wav", "vocals/backing", "Vocals", "Backings"],
  ["Harm 2.wav", "vocals/backing", "Vocals", "Backings"],
  ["Choir.wav", "vocals/backing", "Vocals", "Backings"],
  ["FX riser", "effects", "Effects"],
  ["SFX_Impact.wav", "effects", "Effects"],
  ["Noise.wav", "effects", "Effects"],
  ["Drums/01.wav", "drums", "Drums"],
  ["BGV/Lead 1.wav", "vocals/backing", "Vocals", "Backings"],
];

test.each(NAMES)("%s is %s", (file, role, ...buses) => {
  expect(matchFile(file)).toMatchObject({ kind: "track", role, buses });
});

test.each([
  "Mix v3 rough",
  "MASTER print",
  "Song (Rough Mix).wav",
  "2mix.wav",
  "02 Mixdown.wav",
  "ref.wav",
  "Instrumental.wav",
  "Rough Mixes/Night Train.wav",
])("%s is listened to, not mixed in", (file) => {
  expect(matchFile(file)).toMatchObject({ kind: "reference", role: "reference", buses: [] });
});

test("a click is no track, a kick's click is", () => {
  expect(matchFile("Click.wav")).toMatchObject({ kind: "reference", role: "reference/click" });
  expect(matchFile("Kick Click.wav")).toMatchObject({ kind: "track", role: "drums/kick" });
});

test.each(["Bass Print.wav", "Drums Mix.wav", "Vox Master.wav"])("%s names an instrument, so it is a track", (file) => {
  expect(matchFile(file).kind).toBe("track");
});

test.each([
  "Untitled.wav",
  "Mix/Untitled.wav",
  "Bassett.wav",
  "Tomato.wav",
  "Padlock.wav",
  "🎸.wav",
  "__proto__.wav",
  "constructor.wav",
  "hasOwnProperty/valueOf.wav",
  "",
])("%j names nothing", (file) => {
  expect(matchFile(file)).toMatchObject({ kind: "track", buses: [], keywords: [], confidence: "none" });
});

test("the report says which words decided, and where they stood", () => {
  expect(matchFile("Gtr Lead.wav")).toMatchObject({ keywords: ["gtr", "lead"], confidence: "name" });
  expect(matchFile("Song/Strings/07.wav")).toMatchObject({ keywords: ["strings"], confidence: "folder" });
});

test.each([
  ["01_Kick In.wav", "Kick In"],
  ["gtr_dbl_r.wav", "Gtr dbl R"],
  ["808 Bass.wav", "808 Bass"],
  ["12. Vox.flac", "Vox"],
  ["7.wav", "7"],
  ["Élan\u0000\u202eVox.wav", "Élan Vox"],
  ["\ud800.wav", "Track"],
])("%j is shown as %s", (file, label) => {
  expect(matchFile(file).label).toBe(label);
});

test.each(["808 Bass", "808_Bass", "808bass"])("accents, case and separators do not matter: %s", (file) => {
  expect(matchFile(file).role).toBe("bass/synth");
  expect(matchFile("VIOLÓN cèllo").role).toBe("strings");
});

test("every keyword by itself finds its role, or refines it", () => {
  for (const meanings of KEYWORDS.values()) {
    const deciding = meanings.filter(({ strength }) => strength !== "refining");
    expect(deciding.length).toBeLessThanOrEqual(1);
    for (const { word, role } of deciding) expect([word, matchFile(word).role]).toEqual([word, role]);
  }
});

test.each([
  ["roles", []],
  ["messitte", []],
  ["alex", ["winds", "effects"]],
  ["pala", ["winds", "effects"]],
  ["peak", ["keys", "synth", "winds"]],
])("template %s has a bus for every role but those its author left out", (name, gaps) => {
  const template = templateNamed(name);
  const families = ROLES.filter((role) => !role.includes("/") && role !== "reference");
  expect(families.filter((role) => pathToBus(role, template).length === 0)).toEqual(gaps);
});

test("a template of one's own takes the most particular role", () => {
  const roles = templateNamed("roles");
  const inner = { name: "Kicks", family: "drums", takes: ["drums/kick"], presence: "used", buses: [] } as const;
  const outer = { name: "Kit", family: "drums", takes: ["drums"], presence: "used", buses: [inner] } as const;
  const template = { ...roles, buses: [outer] };
  expect(matchFile("Kick.wav", template).buses).toEqual(["Kit", "Kicks"]);
  expect(matchFile("Snare.wav", template).buses).toEqual(["Kit"]);
  expect(matchFile("Vox.wav", template).buses).toEqual([]);
});

test("an unknown template is refused with the names of those that exist", () => {
  expect(() => templateNamed("__proto__")).toThrow("roles, messitte, alex, pala, peak");
});
