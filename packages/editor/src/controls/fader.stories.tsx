import { decibels, percent } from "@twobus/core";
import type { Meta, StoryObj } from "@storybook/react-vite";
import { useState, type ReactNode } from "react";
import { expect, fn, userEvent, within } from "storybook/test";
import { Fader, type FaderProps } from "./fader.tsx";

/** Keeps what it is set to, as a page would. */
function Held({ value: start, onChange, ...rest }: FaderProps): ReactNode {
  const [value, setValue] = useState(start);
  const take = (next: number): void => {
    setValue(next);
    onChange(next);
  };
  const isVertical = rest.orientation === "vertical";
  return (
    <div style={{ display: "flex", ...(isVertical ? { blockSize: 220 } : { inlineSize: 240 }), padding: 12 }}>
      <Fader {...rest} value={value} onChange={take} />
    </div>
  );
}

const faderDb = decibels({ min: -96, max: 12, default: 0, description: "Level after the inserts." });
const panPercent = percent({ min: -100, max: 100, default: 0, description: "Left to right." });

const meta: Meta<typeof Fader> = {
  title: "Controls/Fader",
  component: Fader,
  render: (args) => <Held {...args} />,
  args: { label: "Drums", parameter: faderDb, value: -3.5, onChange: fn() },
};
export default meta;

/** An arrow is a hundredth of the way, here less than a decibel. */
export const Horizontal: StoryObj<typeof Fader> = {
  play: async ({ args, canvasElement }) => {
    const fader = within(canvasElement).getByRole("slider", { name: "Drums" });
    await expect(fader).toHaveAttribute("aria-valuetext", "minus 3.5 decibels");
    fader.focus();
    await userEvent.keyboard("{ArrowUp}");
    await expect(args.onChange).toHaveBeenLastCalledWith(-3.1);
    await userEvent.keyboard("{Delete}");
    await expect(args.onChange).toHaveBeenLastCalledWith(0);
  },
};

export const Vertical: StoryObj<typeof Fader> = { args: { orientation: "vertical" } };

export const AtItsDefault: StoryObj<typeof Fader> = { args: { orientation: "vertical", label: "Bass", value: 0 } };

/** Its figure is seen only while it is typed. */
export const Bare: StoryObj<typeof Fader> = { args: { isBare: true, value: -12 } };

/** What is no level stands on its own scale. */
export const Pan: StoryObj<typeof Fader> = { args: { label: "Vocals, pan", parameter: panPercent, value: 20 } };
