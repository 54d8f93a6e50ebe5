import type { ReactNode } from "react";
import { useMeter } from "./meter-source.tsx";

/** The gain reduction of a processor, as a figure. */
export function Reduction({ address }: { address: string }): ReactNode {
  const text = useMeter<HTMLSpanElement>((element, { meters }) => {
    const reductionDb = meters[`${address}.gainReductionDb`];
    element.textContent = reductionDb === undefined ? "" : `GR ${Math.abs(reductionDb).toFixed(1)}`;
  });
  return <span ref={text} aria-hidden="true" />;
}
