import type { Feed } from "./feed.ts";
import type { DirectorHost } from "./host.ts";
import { describeVoice } from "./voice-image.ts";
import type { ReadyVoice } from "./voice-maker.ts";
import type { Workshop } from "./workshop.ts";

/** So many chunks are there before a voice is handed over. */
const READY_CHUNKS = 4;

/** Hands a voice to the player, with its sources: `known` is the feed that the player has already. False where it is not `wanted` by then. */
export async function handOver(
  { modules, send }: DirectorHost,
  workshop: Workshop,
  { voice: { slot, plan, layout, feed }, entry }: ReadyVoice,
  known: Feed | undefined,
  isWanted: () => boolean,
): Promise<boolean> {
  const isKnown = feed === known;
  const image = describeVoice(plan, layout, feed.ids);
  const ring = isKnown ? feed.ring.id : feed.handedOver;
  if (modules.shared) {
    feed.start();
    if (!isKnown) await feed.filled(READY_CHUNKS);
    if (!isWanted()) return false;
    send({ kind: "handOver", handOver: { slot, image, ring, entry } }, []);
  } else {
    if (!isWanted()) return false;
    const content = workshop.content(slot, layout.bytes);
    send({ kind: "handOver", handOver: { slot, image, ring, entry, content } }, [content]);
    feed.start(); // chunks are messages too, and follow their ring
  }
  return true;
}
