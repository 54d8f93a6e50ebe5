import { decibels, hertz, percent } from "@twobus/core";
import type { Meta, StoryObj } from "@storybook/react-vite";
import { useState, type ReactNode } from "react";
import { expect, fn, userEvent, within } from "storybook/test";
import { Knob, type KnobProps } from "./knob.tsx";

/** Keeps what it is set to, as a page would. */
function Held({ value: start, onChange, ...rest }: KnobProps): ReactNode {
  const [value, setValue] = useState(start);
  const take = (next: number): void => {
    setValue(next);
    onChange(next);
  };
  return (
    <div style={{ inlineSize: 340, padding: 12 }}>
      <Knob {...rest} value={value} onChange={take} />
    </div>
  );
}

const thresholdDb = decibels({ min: -60, max: 0, default: -18, description: "Level above which it works." });
const cornerHz = hertz({ min: 20, max: 20_000, default: 1000, description: "Where the filter begins." });
const panPercent = percent({ min: -100, max: 100, default: 0, description: "Left to right." });

const meta: Meta<typeof Knob> = {
  title: "Controls/Knob",
  component: Knob,
  render: (args) => <Held {...args} />,
  args: { label: "Threshold", parameter: thresholdDb, value: -24, onChange: fn() },
};
export default meta;

export const Decibels: StoryObj<typeof Knob> = { args: { description: thresholdDb.description } };

/** Dim, so that what was set stands out. */
export const AtItsDefault: StoryObj<typeof Knob> = { args: { value: -18 } };

/** Octaves are equally far from each other. */
export const Hertz: StoryObj<typeof Knob> = { args: { label: "Corner", parameter: cornerHz, value: 2500 } };

/** A range about zero is drawn from its middle. */
export const Bipolar: StoryObj<typeof Knob> = { args: { label: "Pan", parameter: panPercent, value: -30 } };

export const Automated: StoryObj<typeof Knob> = {
  args: { label: "Corner", parameter: cornerHz, value: 400, isAutomated: true },
};

/** `2.5k` is 2500 Hz, Delete gives the default, End the upper end. */
export const TypedAndStepped: StoryObj<typeof Knob> = {
  args: { label: "Corner", parameter: cornerHz, value: 400 },
  play: async ({ args, canvasElement }) => {
    const page = within(canvasElement);
    const knob = page.getByRole("slider", { name: "Corner" });
    knob.focus();
    await userEvent.keyboard("{Enter}");
    const field = page.getByRole("textbox", { name: "Corner, value" });
    await userEvent.clear(field);
    await userEvent.type(field, "2.5k{Enter}");
    await expect(args.onChange).toHaveBeenLastCalledWith(2500);
    await expect(knob).toHaveAttribute("aria-valuetext", "2.50 kilohertz");
    await expect(knob).toHaveFocus();
    await userEvent.keyboard("{Delete}");
    await expect(args.onChange).toHaveBeenLastCalledWith(1000);
    await userEvent.keyboard("{End}");
    await expect(args.onChange).toHaveBeenLastCalledWith(20_000);
  },
};
