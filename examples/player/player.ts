import { apply, createRegistry, parseMix, upgradeNodes } from "@twobus/core";
import { builtInPack } from "@twobus/nodes";
import { createWebPlayer, createWebRenderer } from "@twobus/renderer-web";
import { fetchText, find, onUse, showMeter, write, writeFigure } from "./page.ts";
import workletUrl from "./player-worklet.ts?worker&url";

const registry = createRegistry([builtInPack]);
const newWorker = (): Worker => new Worker(new URL("./render-worker.ts", import.meta.url), { type: "module" });
const media = { kind: "url", base: "." } as const; // the folder on the server in which the recordings lie

const text = await fetchText("demo.mix.json");
let mix = upgradeNodes(parseMix(text, "demo.mix.json").document, registry).document;
write("name", mix.name);

const player = createWebPlayer({
  newWorker,
  workletUrl,
  media,
  onProblem: ({ at, message }) => write("problem", `${at}: ${message}`),
});
await player.update(mix);

let isPlaying = false;
player.subscribe((report) => {
  ({ isPlaying } = report);
  write("play", isPlaying ? "Stop" : "Play");
  write("position", `${report.positionSeconds.toFixed(1)} of ${report.endSeconds.toFixed(1)} s`);
  showMeter("level", Math.max(...(report.levels["drums.main"]?.peakDbfs ?? [])), "dBFS");
  showMeter("reduction", report.meters["drums/glue.gainReductionDb"] ?? 0, "dB");
  writeFigure("loudness", report.loudness.shortTermLufs ?? -Infinity, "LUFS");
});
onUse("play", "click", () => (isPlaying ? player.stop() : player.play()));

onUse("fader", "input", async () => {
  const value = Number(find<HTMLInputElement>("fader").value);
  writeFigure("fader-text", value, "dB");
  const move = { kind: "setParameter", graph: mix.root, node: "drums", param: "faderDb", value } as const;
  mix = apply(mix, move, registry).document;
  await player.update(mix);
});

const renderer = createWebRenderer({ registry, newWorker, media });
onUse("bounce", "click", async () => {
  await renderer.update(mix);
  const { pcmSha256, measure } = await renderer.bounce({
    container: "wav",
    sampleFormat: "int24",
    to: { kind: "opfs", path: "demo.wav" },
    progress: (doneFrames, totalFrames) => (find<HTMLProgressElement>("progress").value = doneFrames / totalFrames),
  });
  write("result", `${measure.integratedLufs?.toFixed(1)} LUFS, pcmSha256 ${pcmSha256}`);
  const privateFiles = await navigator.storage.getDirectory();
  const file = await (await privateFiles.getFileHandle("demo.wav")).getFile();
  Object.assign(find<HTMLAnchorElement>("download"), { href: URL.createObjectURL(file), hidden: false });
});
