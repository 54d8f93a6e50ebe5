import type { Renderer } from "@twobus/core";
import type { BounceResult } from "../bounce.ts";
import type { PostedBounce } from "../render-worker.ts";
import type { Call } from "./answer.ts";
import { createBounceDelivery } from "./bounce-delivery.ts";

/** Renders into a file. On failure and cancellation nothing is left behind. */
export async function bounce(
  renderer: Renderer,
  { fromSeconds, toSeconds, warmUpSeconds, ...file }: PostedBounce,
  { signal, progress, told }: Call,
): Promise<BounceResult> {
  const delivery = createBounceDelivery(file);
  try {
    const result = await renderer.render({
      ...(fromSeconds !== undefined && { fromSeconds }),
      ...(toSeconds !== undefined && { toSeconds }),
      ...(warmUpSeconds !== undefined && { warmUpSeconds }),
      begin: delivery.begin,
      receive: delivery.receive,
      progress,
      signal,
    });
    await told();
    signal.throwIfAborted();
    const delivered = await delivery.finish();
    return { ...result, ...delivered, warnings: [...result.warnings, ...delivered.warnings] };
  } catch (error) {
    await delivery.discard();
    throw error;
  }
}
