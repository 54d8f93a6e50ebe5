export interface ModuleFaults {
  readonly withAllocator?: boolean;
  readonly movingState?: boolean;
  readonly trapping?: boolean;
}

/** Bytes of a small WebAssembly module whose kernel `copy` copies its input to its output, unless it is at fault. */
export function copyingModule(faults: ModuleFaults = {}): Uint8Array<ArrayBuffer> {
  const { withAllocator = false, movingState = false, trapping = false } = faults;
  const [i32, f64] = [0x7f, 0x7c];
  const name = (text: string): number[] => [text.length, ...new TextEncoder().encode(text)];
  const section = (id: number, items: number[][]): number[] => {
    const body = [items.length, ...items.flat()];
    return [id, body.length, ...body];
  };
  const type = (parameters: number[], results: number[]): number[] => [
    0x60,
    parameters.length,
    ...parameters,
    results.length,
    ...results,
  ];
  const code = (instructions: number[]): number[] => [instructions.length + 2, 0, ...instructions, 0x0b];
  const exported = (text: string, index: number): number[] => [...name(text), 0, index];
  const get = (local: number): number[] => [0x20, local];
  const load = (offset: number): number[] => [0x28, 2, offset];
  // 16 bytes of state, or 16 when the first parameter starts above zero and none else
  const stateBytes = movingState
    ? [...get(0), 0x2b, 3, 0, 0x44, ...Array.from({ length: 8 }, () => 0), 0x64, 0x41, 4, 0x74]
    : [0x41, 16];
  // memory.copy(ports[1], ports[0], frames << 4)
  const copy = [...get(1), ...load(4), ...get(1), ...load(0), ...get(4), 0x41, 4, 0x74, 0xfc, 10, 0, 0];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [type([i32, f64], [i32]), type([i32, i32, f64], []), type([i32, i32, i32, i32, i32], [])]),
    ...section(2, [[...name("env"), ...name("memory"), 2, 0, 1]]),
    ...section(3, [[0], [1], [2]]),
    ...section(7, [
      exported("copyStateBytes", 0),
      exported("copyInit", 1),
      exported("copyProcess", 2),
      ...(withAllocator ? [exported("__new", 0)] : []),
    ]),
    ...section(10, [code(stateBytes), code([]), code(trapping ? [0] : copy)]),
  ]);
}
