/** Built-in nodes may be called without their pack's name. */
export function fullType(type: string): string {
  return type.includes(".") ? type : `twobus.${type}`;
}
