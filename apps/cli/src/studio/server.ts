import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, dirname, resolve } from "node:path";
import { fault } from "@twobus/core";
import { realPathOf } from "@twobus/renderer-node";
import { answer, type Exchange, type RoomFolder } from "./answer.ts";
import { createGate } from "./gate.ts";
import { readServedMix } from "./served-mix.ts";

export interface StudioOptions {
  /** Paths of the mixes to choose from, in one folder, which is served with them. A single one is opened. */
  readonly mixes: readonly string[];
  /** The folder of the built studio. */
  readonly site: string;
  /** The folder of the demo song, where it does not lie in the site. */
  readonly demo?: string | undefined;
  /** 0 for any that is free. */
  readonly port: number;
}

/** A studio that is served to this machine alone. */
export interface StudioServer {
  /** Where to open it, with the token. */
  readonly address: string;
  /** Lets what is being saved become whole, and ends everything else. */
  close(): Promise<void>;
}

const HOST = "127.0.0.1";

/** Throws `port-in-use`, and why the only mix cannot be read. */
export async function serveStudio({ mixes, site, demo, port }: StudioOptions): Promise<StudioServer> {
  const [first, ...others] = mixes;
  if (first !== undefined && others.length === 0) await readServedMix(first);
  const folder = first === undefined ? undefined : await folderOf(dirname(resolve(first)), mixes);
  const room = { folder, site, demo };
  const server = createServer();
  const usedPort = await listen(server, port);
  const gate = createGate(usedPort);
  const running = new Set<Exchange>();
  server.on("request", (request, response) => {
    const exchange: Exchange = { isSaving: request.method === "PUT", done: answer(room, gate, request, response) };
    running.add(exchange);
    void exchange.done.then(() => running.delete(exchange));
  });
  return {
    address: `http://${HOST}:${usedPort}/?token=${gate.token}`,
    close: async () => {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      await Promise.all([...running].filter(({ isSaving }) => isSaving).map(({ done }) => done));
      server.closeAllConnections();
      await closed.promise;
    },
  };
}

const folderOf = async (path: string, mixes: readonly string[]): Promise<RoomFolder> => ({
  path,
  mixes: await Promise.all(
    mixes.map(async (mix) => ({ path: mix, name: basename(mix), identity: await identityOf(mix) })),
  ),
});

/** Says nothing of where the file lies. */
const identityOf = async (mix: string): Promise<string> =>
  createHash("sha256")
    .update(await realPathOf(mix))
    .digest("hex");

async function listen(server: Server, port: number): Promise<number> {
  const { promise, resolve: settle, reject } = Promise.withResolvers<void>();
  server.once("error", reject);
  server.listen({ host: HOST, port, exclusive: true }, settle);
  try {
    await promise;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const message =
      code === "EADDRINUSE"
        ? "another program uses this port; choose another with --port, or 0 for any that is free"
        : `nothing can be served at this port (${code}); choose another with --port`;
    throw fault("port-in-use", `port ${port}`, message);
  }
  return (server.address() as AddressInfo).port;
}
