/** A stereo audio port. `key` ports feed detectors; an unconnected optional port reaches the kernel as a null pointer. */
export interface Port {
  readonly kind: "stereo";
  readonly role: "audio" | "key";
  readonly optional: boolean;
}

export type Ports = Readonly<Record<string, Port>>;

export function stereo(options: { readonly optional?: boolean } = {}): Port {
  return { kind: "stereo", role: "audio", optional: options.optional ?? false };
}

/** A side-chain input. Never required: a node without a key listens to its own input. */
export function key(): Port {
  return { kind: "stereo", role: "key", optional: true };
}
