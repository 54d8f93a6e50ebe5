import { createRegistry, type Registry } from "@twobus/core";
import { builtInPack } from "@twobus/nodes";

/** What this application can sound. */
export const registry: Registry = createRegistry([builtInPack]);
