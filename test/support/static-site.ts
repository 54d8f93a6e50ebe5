import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { onTestFinished } from "vitest";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
};

/** Serves a folder as any web server would, until the test ends. Returns its address. */
export async function serveFolder(folder: string): Promise<string> {
  const server = createServer((request, response) => {
    const name = new URL(request.url!, "http://localhost").pathname.slice(1) || "index.html";
    readFile(join(folder, name)).then(
      (bytes) =>
        response.writeHead(200, { "Content-Type": TYPES[extname(name)] ?? "application/octet-stream" }).end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as { port: number };
  return `http://localhost:${port}/`;
}
