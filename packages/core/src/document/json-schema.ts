import { toJSONSchema, type ZodMiniType } from "zod/mini";
import { CHAIN_SCHEMA_URL } from "./chain-types.ts";
import { chainSchema, mixSchema } from "./schema.ts";
import { SCHEMA_URL } from "./types.ts";

/** The format of mixes as JSON Schema draft 2020-12, for editors and other programs. */
export function mixJsonSchema(): Record<string, unknown> {
  return jsonSchema(mixSchema, SCHEMA_URL, "Twobus mix", "A mix as a graph that ends in the stereo bus.");
}

/** The format of chains, likewise. */
export function chainJsonSchema(): Record<string, unknown> {
  return jsonSchema(
    chainSchema,
    CHAIN_SCHEMA_URL,
    "Twobus chain",
    "A chain of processors that stands as a node in a mix.",
  );
}

function jsonSchema(schema: ZodMiniType, $id: string, title: string, description: string): Record<string, unknown> {
  return { ...toJSONSchema(schema, { io: "input", target: "draft-2020-12" }), $id, title, description };
}
