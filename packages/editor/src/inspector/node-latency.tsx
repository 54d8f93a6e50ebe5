import { nodeLatencies, TwobusError, type MixDocument, type Registry } from "@twobus/core";
import { useEffect, useState, type ReactNode } from "react";
import { latencyText } from "../meters/latency-text.ts";
import { useEditorState, useSession } from "../session/session-context.tsx";
import styles from "./inspector.module.css";

/** It is looked for once edits rest so long: all of the mix is gone through. */
const REST_MS = 200;

/** How late a node lets go of what it is given, with all that stands inside; nothing where it does so at once. */
export function NodeLatency({ address }: { address: string }): ReactNode {
  const { registry } = useSession();
  const document = useEditorState((state) => state.document);
  const [samples, setSamples] = useState(() => samplesOf(document, registry, address));
  useEffect(() => {
    const timer = setTimeout(() => setSamples(samplesOf(document, registry, address)), REST_MS);
    return () => clearTimeout(timer);
  }, [document, registry, address]);
  if (samples === 0) return null;
  return (
    <p className={styles["latency"]} title="The mix makes up for it: all that meets stays in time">
      Latency {latencyText(samples, document.sampleRate)}
    </p>
  );
}

/** A mix that cannot sound says so elsewhere. */
function samplesOf(document: MixDocument, registry: Registry, address: string): number {
  try {
    return nodeLatencies(document, registry)(address) ?? 0;
  } catch (error) {
    if (error instanceof TwobusError) return 0;
    throw error;
  }
}
