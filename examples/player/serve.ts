/** `npm run player`: serves the example page with the demo song. `--no-isolation`: threads of the page share no memory. */
import { parseArgs } from "node:util";
import { createServer } from "vite";
import { ISOLATION, playerConfig } from "./config.ts";

const { values } = parseArgs({ options: { isolation: { type: "boolean", default: true } }, allowNegative: true });
const server = await createServer(playerConfig(values.isolation ? ISOLATION : {}));
await server.listen();
server.printUrls();
