import { TwobusError } from "@twobus/core";
import { serveStudio, type StudioOptions, type StudioServer } from "./server.ts";

/** How many studios are served beside each other before a person is asked to choose a port. */
const MOST_PORTS = 20;

/** Serves at a port, or where that is taken at the next that is free. */
export async function serveFrom(firstPort: number, options: Omit<StudioOptions, "port">): Promise<StudioServer> {
  for (let port = firstPort; ; port++) {
    try {
      return await serveStudio({ ...options, port });
    } catch (error) {
      const isTaken = error instanceof TwobusError && error.problems[0]!.code === "port-in-use";
      if (!isTaken || port === firstPort + MOST_PORTS - 1) throw error;
    }
  }
}
