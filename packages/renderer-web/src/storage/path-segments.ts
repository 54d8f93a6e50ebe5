import { fault } from "@twobus/core";

/** The names in a path with forward slashes. Throws `outside-folder` for one that leads upwards. */
export function pathSegments(path: string): string[] {
  const segments = path.split("/").filter((segment) => segment !== "" && segment !== ".");
  if (segments.includes("..")) {
    throw fault("outside-folder", path, "this path leads out of its folder; copy the file into it instead");
  }
  return segments;
}
