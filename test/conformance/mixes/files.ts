import { cable, graph, mix, node } from "../../support/mixes.ts";
import { golden, sourcesOf, type GoldenMix } from "../golden-mix.ts";
import type { RecordingId } from "../recordings.ts";

/** Recordings side by side, nothing done to them but levels and places. */
function played(sampleRate: number, ...ids: readonly RecordingId[]): GoldenMix {
  const tracks = ids.map((id, index) => {
    const panPercent = index % 2 === 0 ? -30 : 40;
    return [id, node("track", { faderDb: -3 - index, panPercent, widthPercent: 200 - 30 * index }, { source: id })];
  });
  const document = mix(
    sourcesOf(...ids),
    {
      mix: graph({ ...Object.fromEntries(tracks), "stereo-bus": node("bus", { trimDb: -6 }) }, [
        ...ids.map((id) => cable(id, "stereo-bus")),
        cable("stereo-bus", "out"),
      ]),
    },
    { sampleRate },
  );
  return golden(document);
}

/** Files of all codecs, at all kinds of rates. */
export const files: Readonly<Record<string, GoldenMix>> = {
  "wav-formats": played(48000, "mono-16", "mono-24", "mono-32", "stereo-16", "stereo-24", "keys"),
  flac: played(48000, "flac-16", "flac-24", "ogg-flac"),
  lossy: played(48000, "mp3", "mp3-mono", "opus", "vorbis"),
  "at-44100": played(44100, "rate-22050", "rate-44100", "rate-48000", "rate-96000"),
  "at-48000": played(48000, "rate-22050", "rate-44100", "rate-48000", "rate-96000"),
  "at-96000": played(96000, "rate-44100", "rate-48000", "rate-96000", "vorbis"),
};
