import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { Md5 } from "./md5.ts";

test("agrees with another MD5, for every length up to three blocks and any cut", () => {
  for (let length = 0; length <= 192; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => i * 37 + length);
    const md5 = new Md5();
    md5.update(bytes.subarray(0, length / 3));
    md5.update(bytes.subarray(length / 3));
    expect(Buffer.from(md5.digest())).toEqual(createHash("md5").update(bytes).digest());
  }
});
