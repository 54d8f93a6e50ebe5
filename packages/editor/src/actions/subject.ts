/** What a context menu is opened on. */
export type Subject = "strip" | "node" | "cable" | "frame" | "canvas";
