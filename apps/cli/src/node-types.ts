import { fault, nearest, type TwobusError } from "@twobus/core";
import { builtInPack } from "@twobus/nodes";

/** Built-in nodes may be called without their pack's name. */
export function fullType(type: string): string {
  return type.includes(".") ? type : `twobus.${type}`;
}

/** Says that there is no such node, with the names that come near. */
export function unknownType(type: string): TwobusError {
  const types = builtInPack.nodes.map((node) => node.type);
  const near = /\.\w/.test(type) ? nearest(type, types) : [];
  const hint = near.length > 0 ? `did you mean ${near.join(" or ")}?` : "twobus describe lists them";
  return fault("unknown-type", type, `there is no such node; ${hint}`);
}
