import type { GraphId, NodeId } from "@twobus/core";
import type { EditorSession } from "../session/editor-session.ts";
import type { Stem } from "./stems.ts";

/** Takes the recording that a track is to play from now on; says why where it cannot. Returns what to say of it. */
export function replaceRecording(
  session: EditorSession,
  graph: GraphId,
  node: NodeId,
): (stems: readonly Stem[]) => string {
  return ([stem, ...others]) => {
    const name = session.getState().document.graphs[graph]?.nodes[node]?.label ?? node;
    if (stem === undefined || others.length > 0) {
      session.tell({
        code: "several-recordings",
        at: name,
        message: "a track plays one recording; drop a single file on it, or several on a bus",
      });
      return "";
    }
    const { label, source } = stem;
    const applied = session.do({ kind: "replaceSource", graph, node, id: label.toLowerCase(), source });
    return applied === undefined ? "" : `${name} plays ${source.file} now.`;
  };
}
