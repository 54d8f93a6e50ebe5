import { counted } from "@twobus/core";
import { latencyMsText, useSession } from "@twobus/editor";
import { useEffect, useRef, type ReactNode } from "react";
import styles from "./master-meters.module.css";
import type { Playback } from "./playback.ts";
import { showText, tenthOf } from "./show-text.ts";

/** What the mix costs: how busy the audio thread is, and how late the mix leaves it. */
export function Cost({ playback }: { playback: Playback }): ReactNode {
  const session = useSession();
  const load = useRef<HTMLSpanElement>(null);
  const samples = useRef<HTMLSpanElement>(null);
  const milliseconds = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let shownTenth: number | undefined;
    return playback.subscribe((report) => {
      if (report.isPlaying && tenthOf(report) === shownTenth) return;
      shownTenth = tenthOf(report);
      const { latencySamples } = report;
      showText(load.current, `CPU ${Math.round(100 * (report.load ?? 0))} %`);
      showText(samples.current, `${counted(latencySamples, "sample")}, `);
      showText(milliseconds.current, latencyMsText(latencySamples, session.document.sampleRate));
    });
  }, [playback, session]);
  return (
    <output
      className={styles["cost"]}
      aria-label="Load and latency"
      title="How busy the audio thread is, and how late the mix leaves it"
    >
      <span ref={load}>CPU 0 %</span>
      {"   "}
      <span ref={samples} className={styles["samples"]}>
        0 samples,{" "}
      </span>
      <span ref={milliseconds}>{latencyMsText(0, session.document.sampleRate)}</span>
    </output>
  );
}
