import { counted } from "@twobus/core";
import { latencyMsText, useSession } from "@twobus/editor";
import { useEffect, useRef, type ReactNode } from "react";
import styles from "./master-meters.module.css";
import type { Playback } from "./playback.ts";

/** What the mix costs: how busy the audio thread is, and how late the mix leaves it. */
export function Cost({ playback }: { playback: Playback }): ReactNode {
  const session = useSession();
  const load = useRef<HTMLSpanElement>(null);
  const samples = useRef<HTMLSpanElement>(null);
  const milliseconds = useRef<HTMLSpanElement>(null);
  useEffect(
    () =>
      playback.subscribe((report) => {
        const { latencySamples } = report;
        write(load, `CPU ${Math.round(100 * (report.load ?? 0))} %`);
        write(samples, `${counted(latencySamples, "sample")}, `);
        write(milliseconds, latencyMsText(latencySamples, session.document.sampleRate));
      }),
    [playback, session],
  );
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

function write({ current }: { readonly current: HTMLElement | null }, text: string): void {
  if (current !== null && current.textContent !== text) current.textContent = text;
}
