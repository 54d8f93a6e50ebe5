import type { useStoreApi } from "@xyflow/react";

type Store = Pick<ReturnType<typeof useStoreApi>, "subscribe">;

/** Calls back when nodes stand elsewhere or are others, or another part of the canvas is in view, until what it returns is called. */
export function onOtherView(store: Store, listener: () => void): () => void {
  return store.subscribe(({ transform, nodes, width, height }, before) => {
    const isSame = transform === before.transform && nodes === before.nodes;
    if (!isSame || width !== before.width || height !== before.height) listener();
  });
}
