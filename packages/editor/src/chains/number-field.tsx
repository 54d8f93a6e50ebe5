import type { ReactNode } from "react";

/** A number to be typed; what is none is taken back. */
export function NumberField({
  label,
  value,
  onValue,
}: {
  label: string;
  value: number;
  onValue: (value: number) => void;
}): ReactNode {
  return (
    <input
      key={value}
      type="number"
      step="any"
      aria-label={label}
      title={label}
      defaultValue={value}
      onBlur={({ currentTarget }) => {
        const next = currentTarget.valueAsNumber;
        // Where it is taken, this field gives way to one that shows it.
        currentTarget.value = String(value);
        if (!Number.isNaN(next) && next !== value) onValue(next);
      }}
      onKeyDown={({ key, currentTarget }) => {
        if (key === "Escape") currentTarget.value = String(value);
        if (key === "Enter" || key === "Escape") currentTarget.blur();
      }}
    />
  );
}
