import type { ServerResponse } from "node:http";
import type { Plugin } from "vite";
import { longRecordings, recordings } from "./recordings.ts";

/** What may be wrong with the connection to a recording. */
export type Ailment =
  | "none"
  | "cut"
  | "gone"
  | "stalled"
  | "stalled whole"
  | "another part"
  | "another version"
  | "no parts";

interface Part {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/**
 * Serves the recordings at `/recordings/ranged/…` in parts, and at `/recordings/whole/…` as if it knew no parts; at
 * `/recordings/guarded/…` to those who have the token. At `/recordings/unsteady/…` are the long ones, in parts, and `PUT` gives one of
 * them an ailment.
 */
export const recordingsServer = (): Plugin => ({
  name: "recordings",
  configureServer: ({ middlewares }) => {
    const ailments = new Map<string, Ailment>();
    let long: ReturnType<typeof longRecordings> | undefined;
    middlewares.use("/recordings", (request, response) => {
      const { pathname, searchParams } = new URL(request.url!, "http://localhost");
      const [, manner, ...path] = pathname.split("/");
      const file = decodeURIComponent(path.join("/"));
      const isUnsteady = manner === "unsteady";
      const bytes = (isUnsteady ? (long ??= longRecordings()) : recordings)[file];
      const range =
        isUnsteady || manner === "ranged" ? /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "") : undefined;
      if (bytes === undefined) {
        response.writeHead(404).end();
      } else if (manner === "guarded" && searchParams.get("token") !== "1") {
        response.writeHead(403).end();
      } else if (isUnsteady && request.method === "PUT") {
        ailments.set(file, searchParams.get("ailment") as Ailment);
        response.writeHead(204).end();
      } else if (range) {
        const [start, end] = [Number(range[1]), Math.min(Number(range[2]), bytes.length - 1)];
        const ailment = isUnsteady ? ailments.get(file) : undefined;
        answer(response, { bytes, start, end }, ailment);
      } else {
        response.writeHead(manner === "broken" ? 500 : 200).end(bytes);
      }
    });
  },
});

function answer(response: ServerResponse, { bytes, start, end }: Part, ailment: Ailment = "none"): void {
  const head = (shift: number): unknown =>
    response.writeHead(206, {
      "Content-Range": `bytes ${start + shift}-${end + shift}/${bytes.length}`,
      "Content-Length": end + 1 - start,
      ETag: ailment === "another version" ? '"2"' : '"1"',
    });
  const part = bytes.subarray(start, end + 1);
  const half = part.subarray(0, part.length / 2);
  switch (ailment) {
    case "none":
    case "another version":
      head(0);
      return void response.end(part);
    case "cut":
      head(0);
      return void response.write(half, () => response.destroy());
    case "gone":
      return void response.destroy();
    case "stalled":
      head(0);
      return void response.write(half);
    case "stalled whole":
      response.writeHead(200, { "Content-Length": bytes.length });
      return void response.write(bytes.subarray(0, bytes.length / 2));
    case "another part":
      head(-4);
      return void response.end(part);
    case "no parts":
      return void response.writeHead(200).end(bytes);
  }
}
