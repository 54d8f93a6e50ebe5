import { access } from "node:fs/promises";
import { fault } from "@twobus/core";

export async function refuseExisting(path: string): Promise<void> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (isThere) throw fault("output-exists", path, "this file is there already: choose another name, or use --force");
}
