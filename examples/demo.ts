/**
 * `npm run demo`: from a folder of stems to a finished mix, with the same commands that you would type. Everything it
 * makes lies in `out/demo`, the stems included, so that you can change the mix there: a mix that is there is kept.
 */
import { existsSync } from "node:fs";
import { cp, mkdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { root, twobus } from "./twobus.ts";

const unknown = process.argv.slice(2).filter((word) => word !== "--palette");
if (unknown.length > 0) {
  console.error(`demo: unknown ${unknown.join(" ")}; it takes --palette, or nothing`);
  process.exit(2);
}

if (process.argv.includes("--palette")) {
  await import("./palette.ts");
  process.exit();
}

const song = join(import.meta.dirname, "demo-song");
const folder = join("out", "demo");

interface InitResult {
  readonly matched: readonly { readonly bus: string }[];
}

interface RenderResult {
  readonly audioSeconds: number;
  readonly renderSeconds: number;
  readonly timesRealtime: number;
  readonly threads: number;
  readonly meters: Readonly<Record<string, number>>;
}

interface MeasureResult {
  readonly integratedLufs: number;
  readonly truePeakDbtp: number;
  readonly loudnessRangeLu: number;
}

await mkdir(join(root, folder), { recursive: true });
await cp(join(song, "stems"), join(root, folder, "stems"), { recursive: true });

const begun = join(folder, "begun.mix.json");
if (existsSync(join(root, begun))) console.log(`init     kept your mix ${begun}`);
else {
  const { matched } = twobus<InitResult>("init", join(folder, "stems"), "-o", begun);
  const buses = new Set(matched.map(({ bus }) => bus));
  console.log(`init     ${matched.length} stems on ${buses.size} buses, everything at unity: ${begun}`);
}

const mix = join(folder, "demo.mix.json");
const isKept = existsSync(join(root, mix));
if (!isKept) await cp(join(song, "demo.mix.json"), join(root, mix));
const picture = join(folder, "demo.svg");
twobus("picture", mix, "-o", picture);
const words = isKept ? "kept your mix" : "the same stems, mixed:";
console.log(`mix      ${words} ${mix}, drawn in ${picture}`);

/** When the echo of the last bar has died. */
const END_SECONDS = "32.5";

const output = join(folder, "demo.wav");
const rendered = twobus<RenderResult>("render", mix, "-o", output, "--to", END_SECONDS);
const { audioSeconds, renderSeconds, timesRealtime, threads, meters } = rendered;
console.log(
  `render   ${audioSeconds.toFixed(1)} s in ${renderSeconds.toFixed(1)} s, ${timesRealtime.toFixed(0)} times as fast as it plays, ${threads} threads`,
);
/** What the mix may say of its peaks: meter, and the words around it. */
const REDUCTIONS = [
  ["drums/glue.gainReductionDb", "glue takes up to", "off the drums"],
  ["stereo-bus/compressor.gainReductionDb", "the stereo bus takes up to", "off the mix"],
  ["bass-bus/duck.gainReductionDb", "the kick ducks the bass by up to", ""],
  ["drums/clipper.shavedDb", "the clipper shaves up to", "off the drums' peaks"],
] as const;
for (const [meter, before, after] of REDUCTIONS) {
  const decibels = meters[meter]; // a mix that you changed may have no such node
  if (decibels !== undefined) console.log(`         ${before} ${decibels.toFixed(1)} dB ${after}`.trimEnd());
}

const { integratedLufs, truePeakDbtp, loudnessRangeLu } = twobus<MeasureResult>("measure", output);
console.log(
  `measure  ${integratedLufs.toFixed(1)} LUFS, true peak ${truePeakDbtp.toFixed(1)} dBTP, loudness range ${loudnessRangeLu.toFixed(1)} LU`,
);
console.log(`\nListen to ${relative(process.cwd(), join(root, output))}. Then turn something:`);
console.log(`  ./twobus set ${mix} drums.faderDb 2`);
console.log(`  ./twobus render ${mix} -o ${output}`);
