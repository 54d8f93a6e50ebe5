/**
 * `npm run demo`: from a folder of stems to a finished mix, with the same commands that you would type. Everything it
 * makes lies in `out/demo`, the stems included, so that you can change the mix there.
 */
import { spawnSync } from "node:child_process";
import { cp, mkdir } from "node:fs/promises";
import { join, relative } from "node:path";

const root = join(import.meta.dirname, "..");
const song = join(import.meta.dirname, "demo-song");
const folder = join("out", "demo");
const commandLine = [...process.execArgv, join(root, "apps", "cli", "src", "main.ts")];

/** Runs a command and returns its JSON; ends with its words and exit code when it fails. */
function twobus<Result>(...words: string[]): Result {
  const { status, stdout } = spawnSync(process.execPath, [...commandLine, ...words, "--json"], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) {
    process.stderr.write(stdout);
    process.exit(status ?? 1);
  }
  return JSON.parse(stdout) as Result;
}

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
await cp(join(song, "demo.mix.json"), join(root, folder, "demo.mix.json"));

const begun = join(folder, "begun.mix.json");
const { matched } = twobus<InitResult>("init", join(folder, "stems"), "-o", begun, "--force");
const buses = new Set(matched.map(({ bus }) => bus));
console.log(`init     ${matched.length} stems on ${buses.size} buses, everything at unity: ${begun}`);

const mix = join(folder, "demo.mix.json");
const picture = join(folder, "demo.svg");
twobus("picture", mix, "-o", picture);
console.log(`mix      the same stems, mixed: ${mix}, drawn in ${picture}`);

const output = join(folder, "demo.wav");
const rendered = twobus<RenderResult>("render", mix, "-o", output);
const { audioSeconds, renderSeconds, timesRealtime, threads, meters } = rendered;
console.log(
  `render   ${audioSeconds.toFixed(1)} s in ${renderSeconds.toFixed(1)} s, ${timesRealtime.toFixed(0)} times as fast as it plays, ${threads} threads`,
);
const reduction = (address: string): string => `${meters[`${address}.gainReductionDb`]!.toFixed(1)} dB`;
console.log(
  `         glue takes ${reduction("drums/glue")} off the drums and ${reduction("stereo-bus/compressor")} off the mix, the kick ducks the bass by ${reduction("bass-bus/duck")},`,
);
console.log(`         the clipper shaves ${meters["drums/clipper.shavedDb"]!.toFixed(1)} dB off the drums' peaks`);

const { integratedLufs, truePeakDbtp, loudnessRangeLu } = twobus<MeasureResult>("measure", output);
console.log(
  `measure  ${integratedLufs.toFixed(1)} LUFS, true peak ${truePeakDbtp.toFixed(1)} dBTP, loudness range ${loudnessRangeLu.toFixed(1)} LU`,
);
console.log(`\nListen to ${relative(process.cwd(), join(root, output))}. Then turn something:`);
console.log(`  ./twobus set ${mix} drums.faderDb 2`);
console.log(`  ./twobus render ${mix} -o ${output}`);
