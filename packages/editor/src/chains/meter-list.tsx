import { metersOf, type GraphId, type GraphRecord, type MixDocument, type Registry } from "@twobus/core";
import type { ReactNode } from "react";
import { useEditorState, useSession } from "../session/session-context.tsx";
import styles from "./chain-panel.module.css";
import { nameOfTarget } from "./expose.ts";

/** The meters and plots that a chain shows of what is inside: to be added and hidden. */
export function MeterList({ content }: { content: GraphId }): ReactNode {
  const session = useSession();
  const document = useEditorState((state) => state.document);
  const record = document.graphs[content]!;
  const { meters = {} } = record.interface;
  const show = (name: string, target: string | null): void =>
    void session.do({ kind: "setExposedMeter", graph: content, name, target });
  const more = shownable(document, session.registry, record);
  return (
    <>
      {Object.entries(meters).map(([name, target]) => (
        <div key={name} className={styles["meter"]}>
          <span title={target}>{name}</span>
          <button type="button" aria-label={`Hide ${name}`} onClick={() => show(name, null)}>
            ✕
          </button>
        </div>
      ))}
      {more.length > 0 && (
        <select
          aria-label="Show a meter"
          value=""
          onChange={({ currentTarget: { value: target } }) => show(nameOfTarget(meters, target), target)}
        >
          <option value="">Show a meter …</option>
          {more.map((target) => (
            <option key={target} value={target}>
              {target.replace(".", " · ")}
            </option>
          ))}
        </select>
      )}
    </>
  );
}

/** Meters and plots of the nodes in a graph that it does not show yet. */
function shownable(document: MixDocument, registry: Registry, { nodes, interface: shown }: GraphRecord): string[] {
  const targets = Object.entries(nodes).flatMap(([id, node]) =>
    (metersOf(node, document, registry) ?? []).map((meter) => `${id}.${meter}`),
  );
  const there = new Set(Object.values(shown.meters ?? {}));
  return targets.filter((target) => !there.has(target));
}
