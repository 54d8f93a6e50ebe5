import type { ChainDocument } from "@twobus/core";
import type { ChainFigures } from "@twobus/nodes";

/** The list of factory chains with what they measure. */
export function chainsPage(
  chains: Readonly<Record<string, ChainDocument>>,
  figures: Readonly<Record<string, ChainFigures>>,
): string {
  return [
    "# Factory chains",
    "",
    "Ready chains for buses, tracks and masters, as data: place one, open it, change it, [share it](chains.md). Written by",
    "`pnpm run chains`.",
    "",
    "```sh",
    "./twobus chain list drums                                   # those for drums",
    "./twobus chain show drum-bus                                # what is inside, and what it does",
    "./twobus chain apply song.mix.json drum-bus --to drums      # at the end of the strip's inserts",
    "./twobus set song.mix.json drums/drum-bus.densityPercent 40 # turn one of its macros",
    "```",
    "",
    "Thresholds are set for buses around −20 LUFS, as `npm run demo` has them: trim into a chain, or turn its first macro.",
    "",
    ...Object.entries(chains).flatMap(([id, chain]) => section(id, chain)),
    "## What they measure",
    "",
    "On one bar of drums, bass and a chord, made in code. After the change of loudness everything is compared equally loud:",
    "peak to loudness ratio (less is denser), level below 200 Hz, between, above 5 kHz, and of the side against the middle.",
    "A chain for one instrument is judged on its own track, not on this bar: the figures tell chains apart, no more.",
    "",
    "| Chain | Loudness | Peak to loudness | Lows | Mids | Highs | Side | Latency |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ...Object.entries(figures).map(([id, figure]) => row(id, figure)),
    "",
  ].join("\n");
}

function section(id: string, { name, summary, tags, root, graphs }: ChainDocument): string[] {
  const { inputs, params } = graphs[root]!.interface;
  const keys = Object.entries(inputs).flatMap(([port, { role }]) => (role === "key" ? [`\`${port}\``] : []));
  const macros = Object.entries(params).map(([macro, { targets }]) => `\`${macro}\` (${targets.join(", ")})`);
  return [
    `## ${name}`,
    "",
    `\`chain:${id}\`. ${summary}`,
    "",
    `Macros: ${macros.join(", ")}.${keys.length === 0 ? "" : ` Key: ${keys.join(", ")}.`} Tags: ${tags.join(", ")}.`,
    "",
  ];
}

function row(id: string, figures: ChainFigures): string {
  const { loudnessLu, plrDb, lowsDb, midsDb, highsDb, widthDb, latencySamples } = figures;
  const levels = [plrDb, lowsDb, midsDb, highsDb].map((value) => `${signed(value)} dB`);
  const width = widthDb === null ? "mono" : `${signed(widthDb)} dB`;
  return `| ${[id, `${signed(loudnessLu)} LU`, ...levels, width, latencySamples].join(" | ")} |`;
}

const signed = (value: number): string => `${value > 0 ? "+" : value < 0 ? "−" : ""}${Math.abs(value).toFixed(1)}`;
