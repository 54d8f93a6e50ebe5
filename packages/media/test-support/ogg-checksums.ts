/** Makes the checksums of all pages right again, so that damage reaches what lies behind them. */
export function repairChecksums(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  for (let at = 0; at + 27 <= copy.length;) {
    const segments = copy.subarray(at + 27, at + 27 + copy[at + 26]!);
    const end = at + 27 + segments.length + segments.reduce((sum, size) => sum + size, 0);
    copy.fill(0, at + 22, at + 26);
    let crc = 0;
    for (const byte of copy.subarray(at, end)) {
      crc ^= byte << 24;
      for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ (crc < 0 ? 0x04c11db7 : 0);
    }
    new DataView(copy.buffer).setInt32(at + 22, crc, true);
    at = end;
  }
  return copy;
}
