import { toJSONSchema } from "zod/mini";
import { mixSchema } from "./schema.ts";
import { SCHEMA_URL } from "./types.ts";

/** The format as JSON Schema draft 2020-12, for editors and other programs. */
export function mixJsonSchema(): Record<string, unknown> {
  const schema = toJSONSchema(mixSchema, { io: "input", target: "draft-2020-12" });
  return {
    ...schema,
    $id: SCHEMA_URL,
    title: "Twobus mix",
    description: "A mix as a graph that ends in the stereo bus.",
  };
}
