import { parseChain, type ChainDocument, type ReadBytes } from "@twobus/core";

/** The factory chains by id: where each one's file lies. The addresses are written out, so that bundlers find them. */
export const factoryChains: Readonly<Record<string, URL>> = {
  "backing-vocals": new URL("../chains/backing-vocals.json", import.meta.url),
  bass: new URL("../chains/bass.json", import.meta.url),
  "client-loud-two-bus": new URL("../chains/client-loud-two-bus.json", import.meta.url),
  "de-harsh-overheads": new URL("../chains/de-harsh-overheads.json", import.meta.url),
  "drum-bus": new URL("../chains/drum-bus.json", import.meta.url),
  "glue-two-bus": new URL("../chains/glue-two-bus.json", import.meta.url),
  "guitar-bus": new URL("../chains/guitar-bus.json", import.meta.url),
  "keys-bus": new URL("../chains/keys-bus.json", import.meta.url),
  "kick-weight": new URL("../chains/kick-weight.json", import.meta.url),
  "lead-vocal": new URL("../chains/lead-vocal.json", import.meta.url),
  "lo-fi-telephone": new URL("../chains/lo-fi-telephone.json", import.meta.url),
  "mastering-eq-and-limiter": new URL("../chains/mastering-eq-and-limiter.json", import.meta.url),
  "mid-side-mu-master": new URL("../chains/mid-side-mu-master.json", import.meta.url),
  "open-two-bus": new URL("../chains/open-two-bus.json", import.meta.url),
  "parallel-bass-grit": new URL("../chains/parallel-bass-grit.json", import.meta.url),
  "parallel-drum-crush": new URL("../chains/parallel-drum-crush.json", import.meta.url),
  "podcast-loudness": new URL("../chains/podcast-loudness.json", import.meta.url),
  "room-for-the-voice": new URL("../chains/room-for-the-voice.json", import.meta.url),
  "room-mics": new URL("../chains/room-mics.json", import.meta.url),
  "snare-snap": new URL("../chains/snare-snap.json", import.meta.url),
  "stem-master-bass": new URL("../chains/stem-master-bass.json", import.meta.url),
  "stem-master-drums": new URL("../chains/stem-master-drums.json", import.meta.url),
  "stem-master-music": new URL("../chains/stem-master-music.json", import.meta.url),
  "stem-master-vocals": new URL("../chains/stem-master-vocals.json", import.meta.url),
  "tape-print": new URL("../chains/tape-print.json", import.meta.url),
  "vocal-bus": new URL("../chains/vocal-bus.json", import.meta.url),
  "vocal-slap": new URL("../chains/vocal-slap.json", import.meta.url),
};

/**
 * What every chain measures, by id: JSON in the shape of `ChainFigures` by name.
 * `pnpm run chains` of the repository writes it.
 */
const chainFiguresUrl: URL = new URL("../chains.golden.json", import.meta.url);

/**
 * What a chain does to a test loop of drums, bass and a chord. Everything but the loudness is compared when both are
 * equally loud. dB, LU; one decimal.
 */
export interface ChainFigures {
  readonly latencySamples: number;
  /** Integrated loudness (BS.1770), after minus before. */
  readonly loudnessLu: number;
  /** Peak to loudness ratio: less is denser, more is punchier. */
  readonly plrDb: number;
  /** Level below 200 Hz. */
  readonly lowsDb: number;
  /** Level from 200 Hz to 5 kHz. */
  readonly midsDb: number;
  /** Level above 5 kHz. */
  readonly highsDb: number;
  /** Level of the side against that of the middle; `null` where one of them is silent. */
  readonly widthDb: number | null;
}

/** Reads a factory chain. `readBytes` fetches a file: `readFile` of `node:fs/promises`, or `fetch` in a browser. */
export async function loadChain(id: string, readBytes: ReadBytes): Promise<ChainDocument> {
  return parseChain(new TextDecoder().decode(await readBytes(factoryChains[id]!)), `${id}.json`);
}

/** Reads what all factory chains measure. */
export async function loadChainFigures(readBytes: ReadBytes): Promise<Readonly<Record<string, ChainFigures>>> {
  return JSON.parse(new TextDecoder().decode(await readBytes(chainFiguresUrl))) as Record<string, ChainFigures>;
}
