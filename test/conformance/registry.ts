import { createRegistry, type Pack, type Registry } from "@twobus/core";
import { builtInPack } from "@twobus/nodes";
import { outsideModule } from "../support/outside-module.ts";
import { outsidePack } from "../support/outside-pack.ts";

/** What golden mixes are made of. */
export const packs: readonly Pack[] = [builtInPack, outsidePack, outsideModule];
export const registry: Registry = createRegistry(packs);
