import { wrap } from "comlink";

/** One Worker for all who ask for one: it keeps nothing between two calls, and takes long to load from source. */
export function shared(newWorker: () => Worker): () => Worker {
  let one: { readonly worker: Worker; readonly held: unknown } | undefined;
  const start = () => {
    const worker = Object.assign(newWorker(), { terminate: () => {} });
    // A Worker stops to listen once the last one who talked to it has been collected as garbage: here somebody stays
    return { worker, held: wrap(worker) };
  };
  return () => (one ??= start()).worker;
}
