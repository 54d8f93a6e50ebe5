import { own } from "../document/names.ts";
import type { FrameRecord, GraphId, MixDocument } from "../document/types.ts";
import type { Edit } from "./edit.ts";

type Frames = Readonly<Record<string, FrameRecord>>;

export const framesOf = ({ frames = {} }: MixDocument, graph: GraphId): Frames => own(frames, graph) ?? {};

/** Gives a graph other frames. A mix without frames does not mention them. */
export function putFrames({ draft }: Pick<Edit, "draft">, graph: GraphId, frames: Frames): void {
  const { [graph]: _before, ...others } = draft.frames ?? {};
  const all = Object.keys(frames).length === 0 ? others : { ...others, [graph]: { ...frames } };
  if (Object.keys(all).length > 0) draft.frames = all;
  else delete draft.frames;
}
