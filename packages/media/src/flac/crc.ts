const CRC8_TABLE = tableOf(8, 0x07);
const CRC16_TABLE = tableOf(16, 0x8005);

/** CRC-8 of a frame header (RFC 9639, section 9.1.8). */
export function crc8(bytes: Uint8Array, from: number, to: number): number {
  let crc = 0;
  for (let i = from; i < to; i++) crc = CRC8_TABLE[crc ^ bytes[i]!]!;
  return crc;
}

/** CRC-16 of a whole frame (RFC 9639, section 9.3). */
export function crc16(bytes: Uint8Array, from: number, to: number): number {
  let crc = 0;
  for (let i = from; i < to; i++) crc = ((crc << 8) & 0xffff) ^ CRC16_TABLE[(crc >> 8) ^ bytes[i]!]!;
  return crc;
}

function tableOf(bits: number, polynomial: number): Uint16Array {
  const top = 1 << (bits - 1);
  const mask = top * 2 - 1;
  return Uint16Array.from({ length: 256 }, (_, byte) => {
    let crc = byte << (bits - 8);
    for (let i = 0; i < 8; i++) crc = ((crc << 1) ^ ((crc & top) === 0 ? 0 : polynomial)) & mask;
    return crc;
  });
}
