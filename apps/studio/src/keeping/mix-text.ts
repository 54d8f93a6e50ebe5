import { refuseMixBytes } from "@twobus/core";

/** The text of a mix. What is far too large for one is not read. */
export async function mixText(file: Blob, name: string): Promise<string> {
  refuseMixBytes(file.size, name);
  return file.text();
}
