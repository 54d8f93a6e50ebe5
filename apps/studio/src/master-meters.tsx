import type { MixDocument } from "@twobus/core";
import { useSession } from "@twobus/editor";
import type { PlayerReport } from "@twobus/renderer-web";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { Cost } from "./cost.tsx";
import { Gaps } from "./gaps.tsx";
import styles from "./master-meters.module.css";
import type { Playback } from "./playback.ts";
import { showText, tenthOf } from "./show-text.ts";

type Loudness = PlayerReport["loudness"];

/** Shown until something is heard. */
const UNHEARD: Omit<Loudness, "correlation"> = {
  momentaryLufs: null,
  shortTermLufs: null,
  integratedLufs: null,
  truePeakDbtp: null,
};

/** How much of the way to a new reading the needle goes, thirty times a second: about 150 ms. */
const NEEDLE_SHARE = 0.2;

/** Of what leaves the mix: loudness, true peak, whether it went over 0 dB, and how alike left and right are. */
export function MasterMeters({ playback }: { playback: Playback }): ReactNode {
  const loudness = useRef<HTMLOutputElement>(null);
  const needle = useRef<HTMLSpanElement>(null);
  const correlation = useRef<HTMLOutputElement>(null);
  const session = useSession();
  const [overDb, setOver] = useState<number | undefined>(undefined);
  const highestDb = useRef(-Infinity);
  useEffect(() => {
    let stands = 0;
    let shownPlace = "";
    let shownTenth: number | undefined;
    return playback.subscribe((report) => {
      const { truePeakDbtp, correlation: reading } = report.loudness;
      // The true peak is the highest so far: only a new one lights the lamp again. What stands over at this moment always does.
      const over = Math.max(peakOf(session.document, report), risen(truePeakDbtp, highestDb.current));
      if (over > 0) setOver((before = 0) => Math.max(before, over));
      highestDb.current = truePeakDbtp ?? -Infinity;
      stands += NEEDLE_SHARE * ((reading ?? 0) - stands);
      const place = stands.toFixed(2);
      if (place !== shownPlace) needle.current?.style.setProperty("--correlation", place);
      shownPlace = place;
      if (report.isPlaying && tenthOf(report) === shownTenth) return;
      shownTenth = tenthOf(report);
      showText(correlation.current, reading === null ? "–" : signed(stands));
      showText(loudness.current, loudnessText(report.loudness));
    });
  }, [playback, session]);
  return (
    <div className={styles["meters"]} role="group" aria-label="Master">
      <output ref={loudness} className={styles["loudness"]} aria-label="Loudness">
        {loudnessText(UNHEARD)}
      </output>
      <button
        type="button"
        className={styles["lamp"]}
        data-over={overDb !== undefined}
        aria-label={overDb === undefined ? "No overs" : `Over 0 dBTP by ${overDb.toFixed(1)} dB: clear`}
        title={overDb === undefined ? "Lights when the true peak goes over 0 dB" : "Click to clear"}
        onClick={() => setOver(undefined)}
      >
        {overDb === undefined ? "overs" : `+${overDb.toFixed(1)}`}
      </button>
      <span
        className={styles["scale"]}
        title="Correlation of left and right: +1 alike, 0 unrelated, −1 cancelling in mono"
      >
        <span className={styles["bar"]} aria-hidden="true">
          −1
          <span className={styles["correlation"]}>
            <span ref={needle} className={styles["needle"]} />
          </span>
          +1
        </span>
        <output ref={correlation} className={styles["figure"]} aria-label="Correlation">
          –
        </output>
      </span>
      <Cost playback={playback} />
      <Gaps playback={playback} />
    </div>
  );
}

const risen = (truePeakDbtp: number | null, beforeDb: number): number =>
  truePeakDbtp !== null && truePeakDbtp > beforeDb ? truePeakDbtp : -Infinity;

/** The level in dBFS of what plays into the way out, the loudest of several. */
function peakOf({ graphs, root }: MixDocument, { levels }: PlayerReport): number {
  const ends = graphs[root]!.connections.filter(({ to, muted }) => to === "out.main" && muted !== true);
  return Math.max(
    -Infinity,
    ...ends.flatMap(({ from, gainDb = 0 }) => levels[from]?.peakDbfs.map((peakDb) => peakDb + gainDb) ?? []),
  );
}

/** Below it nothing is heard, and meters of loudness gate (BS.1770). */
const SILENT_DB = -70;

const figure = (value: number | null): string =>
  value === null || value < SILENT_DB ? "–" : value.toFixed(1).replace("-", "−");

const signed = (value: number): string => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}`;

const loudnessText = (loudness: Omit<Loudness, "correlation">): string =>
  `M ${figure(loudness.momentaryLufs)}  S ${figure(loudness.shortTermLufs)}  I ${figure(loudness.integratedLufs)} LUFS   TP ${figure(loudness.truePeakDbtp)}`;
