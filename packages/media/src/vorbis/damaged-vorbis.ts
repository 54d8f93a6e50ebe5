/** Thrown inside the decoder where a header contradicts the format. */
export class DamagedVorbis extends Error {}
