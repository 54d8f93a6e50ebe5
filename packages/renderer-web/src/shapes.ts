// What each call of the public API takes.

import { sampleRateFault } from "@twobus/dsp";
import * as z from "zod/mini";

/** What only the page knows: `wanted` says it in words. */
const thing = (wanted: string, is: (value: unknown) => boolean): z.ZodMiniType =>
  z.custom(is, { error: `must be ${wanted}` });

/** Only these options: one that is misspelt would be passed over without a word. */
const options = <Shape extends Record<string, z.ZodMiniType>>(shape: Shape): z.ZodMiniObject<Shape> =>
  z.strictObject(shape, {
    error: ({ code, keys }) =>
      code === "unrecognized_keys"
        ? `takes no ${(keys as string[]).join(", ")}; it takes ${Object.keys(shape).join(", ")}`
        : undefined,
  });

const callback = thing("a function", (value) => typeof value === "function");
const handle = thing(
  "the handle of a file",
  (value) => typeof FileSystemFileHandle === "function" && value instanceof FileSystemFileHandle,
);
const blobOrHandle = thing(
  "a Blob, a File or the handle of a file",
  (value) => value instanceof Blob || handle.safeParse(value).success,
);
const signal = thing("an AbortSignal", (value) => value instanceof AbortSignal);
const address = thing(
  "an address, relative to the page or whole",
  (value) => (typeof value === "string" || value instanceof URL) && URL.canParse(value, location.href),
);
const folderAddress = thing(
  "an address of a folder, without a user's name, relative to the page or whole",
  (value) => address.safeParse(value).success && isFolder(new URL(value as string | URL, location.href)),
);
const isFolder = (url: URL): boolean =>
  URL.canParse("recording.wav", url) && url.username === "" && url.password === "";
const rate = thing(
  "a whole number of hertz from 8000 to 384000",
  (value) => typeof value === "number" && sampleRateFault(value) === undefined,
);
const registry = thing(
  "a registry of nodes, as createRegistry makes one",
  (value) => typeof value === "object" && value !== null && "definition" in value && "packOf" in value,
);

const media = z.discriminatedUnion(
  "kind",
  [
    options({ kind: z.literal("opfs"), folder: z.string() }),
    options({ kind: z.literal("url"), base: folderAddress }),
    options({ kind: z.literal("files"), files: z.record(z.string(), blobOrHandle) }),
  ],
  { error: 'must be a place of kind "opfs", "url" or "files"' },
);

const target = z.discriminatedUnion(
  "kind",
  [
    options({ kind: z.literal("opfs"), path: z.string().check(z.minLength(1)) }),
    options({ kind: z.literal("file"), handle }),
    options({ kind: z.literal("memory") }),
  ],
  { error: 'must be a place of kind "opfs", "file" or "memory"' },
);

/** A player waits for two chunks after a gap, which may begin within one. */
const FEWEST_CHUNKS = 4;
/** 87 s at 48 kHz: 64 MiB for each source. */
const MOST_CHUNKS = 4096;

export const playerShape: z.ZodMiniType = options({
  newWorker: callback,
  workletUrl: address,
  media,
  onProblem: z.optional(callback),
  measuresLoad: z.optional(z.boolean()),
  aheadChunks: z.optional(z.int().check(z.minimum(FEWEST_CHUNKS), z.maximum(MOST_CHUNKS))),
  newDestination: z.optional(callback),
});

export const rendererShape: z.ZodMiniType = options({ registry, newWorker: callback, media });

export const secondsShape: z.ZodMiniType = z.number();
export const loopShape: z.ZodMiniType = z.optional(
  options({ startSeconds: z.number().check(z.minimum(0)), endSeconds: z.number() }).check(
    z.refine(({ startSeconds, endSeconds }) => endSeconds > startSeconds, {
      error: "must end after it starts",
    }),
  ),
);
export const listenerShape: z.ZodMiniType = callback;
export const addressesShape: z.ZodMiniType = z.array(z.string());
export const signalShape: z.ZodMiniType = z.optional(signal);

/** Above it, ears and speakers are in danger, and far above it numbers end. */
const LOUDEST_DB = 40;

/** In decibels; −∞ is silence. */
export const levelShape: z.ZodMiniType = z.optional(
  thing(`a number of decibels, ${LOUDEST_DB} at most`, (value) => typeof value === "number" && value <= LOUDEST_DB),
);
export const monitorShape: z.ZodMiniType = options({
  levelDb: z.optional(z.unknown()), // looked at by itself
  dim: z.optional(z.boolean()),
  mono: z.optional(z.boolean()),
  solo: z.optional(z.array(z.string())),
  difference: z.optional(z.nullable(z.string())),
});

const range = {
  fromSeconds: z.optional(z.number()),
  toSeconds: z.optional(z.number()),
  warmUpSeconds: z.optional(z.number().check(z.minimum(0))),
  signal: z.optional(signal),
  progress: z.optional(callback),
};

export const renderShape: z.ZodMiniType = options({
  ...range,
  begin: z.optional(callback),
  receive: callback,
  stems: z.optional(z.array(options({ name: z.string(), tracks: z.array(z.string()) }))),
});

export const bounceShape: z.ZodMiniType = options({
  ...range,
  container: z.enum(["wav", "flac"]),
  sampleFormat: z.enum(["int16", "int24", "float32"]),
  sampleRate: z.optional(rate),
  to: target,
});
