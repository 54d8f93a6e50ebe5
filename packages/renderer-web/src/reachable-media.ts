import type { MediaLocation } from "./storage/locations.ts";

/** The Worker's script may lie elsewhere than the page that a relative address is meant for. */
export const reachableFromWorker = (media: MediaLocation): MediaLocation =>
  media.kind === "url" ? { ...media, base: new URL(media.base, location.href).href } : media;
