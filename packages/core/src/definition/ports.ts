/** A stereo audio port. `key` ports feed detectors; an unconnected optional port reaches the kernel as a null pointer. */
export interface Port {
  readonly kind: "stereo";
  readonly role: "audio" | "key";
  readonly optional: boolean;
}

/** Ports by name, in the order in which a kernel is given them. */
export type Ports = Readonly<Record<string, Port>>;

/** An audio input or output. An input that is not optional hears silence while nothing is connected. */
export function stereo(options: { readonly optional?: boolean } = {}): Port {
  return { kind: "stereo", role: "audio", optional: options.optional ?? false };
}

/** A side-chain input. Never required: a node without a key listens to its own input. */
export function key(): Port {
  return { kind: "stereo", role: "key", optional: true };
}
