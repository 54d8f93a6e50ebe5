import { createContext, useContext, useEffect, useRef, type ReactNode, type RefObject } from "react";

/** What a player shows of a mix that plays, as `@twobus/core/live` gives it. */
export interface MeterReadings {
  /** Peaks left and right in dBFS, −Infinity where it is silent, by signal: a node's address and a port, as `kick.main`. */
  readonly levels: Readonly<Record<string, { readonly peakDbfs: readonly [number, number] }>>;
  /** What nodes measure of themselves, in the unit that ends its name, by address: `drums/glue.gainReductionDb`. */
  readonly meters: Readonly<Record<string, number>>;
}

/** Calls back while a mix plays, until the function that it returns is called. */
export type SubscribeToMeters = (listener: (readings: MeterReadings) => void) => () => void;

const MeterContext = createContext<SubscribeToMeters>(() => () => {});

interface MeterProviderProps {
  /** Calls its listener with readings, some thirty times a second, until what it returns is called. */
  readonly subscribe: SubscribeToMeters;
  readonly children: ReactNode;
}

/** Gives readings to all meters inside, which draw them without React. Without it they stand still. */
export function MeterProvider({ subscribe, children }: MeterProviderProps): ReactNode {
  return <MeterContext value={subscribe}>{children}</MeterContext>;
}

/** What was read last. */
export function useLatestReadings(): RefObject<MeterReadings | undefined> {
  const subscribe = useContext(MeterContext);
  const latest = useRef<MeterReadings>(undefined);
  useEffect(() => subscribe((readings) => (latest.current = readings)), [subscribe]);
  return latest;
}

/** Draws readings straight into an element: meters move without React. */
export function useMeter<E extends Element>(draw: (element: E, readings: MeterReadings) => void): RefObject<E | null> {
  const subscribe = useContext(MeterContext);
  const element = useRef<E>(null);
  const drawing = useRef(draw);
  useEffect(() => {
    drawing.current = draw;
  });
  useEffect(
    () =>
      subscribe((readings) => {
        if (element.current !== null) drawing.current(element.current, readings);
      }),
    [subscribe],
  );
  return element;
}
