import type { Plugin } from "vite";
import { recordings } from "./recordings.ts";

/**
 * Serves the recordings at `/recordings/ranged/…` in parts, and at `/recordings/whole/…` as if it knew no parts; at
 * `/recordings/guarded/…` to those who have the token.
 */
export const recordingsServer = (): Plugin => ({
  name: "recordings",
  configureServer: ({ middlewares }) => {
    middlewares.use("/recordings", (request, response) => {
      const { pathname, searchParams } = new URL(request.url!, "http://localhost");
      const [, manner, ...path] = pathname.split("/");
      const bytes = recordings[decodeURIComponent(path.join("/"))];
      const range = manner === "ranged" ? /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "") : undefined;
      if (bytes === undefined) {
        response.writeHead(404).end();
      } else if (manner === "guarded" && searchParams.get("token") !== "1") {
        response.writeHead(403).end();
      } else if (range) {
        const [start, end] = [Number(range[1]), Math.min(Number(range[2]), bytes.length - 1)];
        response.writeHead(206, { "Content-Range": `bytes ${start}-${end}/${bytes.length}` });
        response.end(bytes.subarray(start, end + 1));
      } else {
        response.writeHead(manner === "broken" ? 500 : 200).end(bytes);
      }
    });
  },
});
