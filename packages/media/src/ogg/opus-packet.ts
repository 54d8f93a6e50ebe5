/** Opus always decodes to this rate. */
export const OPUS_SAMPLE_RATE = 48000;

const HIGHEST_PACKET_FRAMES = 5760;

/** Frames per Opus frame at 48 kHz, by the configuration in the packet's first five bits (RFC 6716, table 2). */
function opusFrameLength(configuration: number): number {
  if (configuration < 12) return [480, 960, 1920, 2880][configuration & 3]!;
  if (configuration < 16) return [480, 960][configuration & 1]!;
  return [120, 240, 480, 960][configuration & 3]!;
}

/** Frames that a packet decodes to (RFC 6716, section 3.1); 0 where it is no Opus packet. */
export function opusPacketFrames(packet: Uint8Array): number {
  const [first, second = 0] = packet;
  if (first === undefined) return 0;
  const code = first & 3;
  const count = code === 0 ? 1 : code < 3 ? 2 : second & 0x3f;
  const frames = count * opusFrameLength(first >> 3);
  return frames <= HIGHEST_PACKET_FRAMES ? frames : 0;
}
