import { decibels, ratio } from "@twobus/core";
import type { Meta, StoryObj } from "@storybook/react-vite";
import { useState, type ReactNode } from "react";
import { expect, fn, userEvent, within } from "storybook/test";
import type { ValueControlProps } from "./use-value-control.ts";
import { ValueField } from "./value-field.tsx";

/** Keeps what it is set to, as a page would. */
function Held({ value: start, onChange, ...rest }: ValueControlProps): ReactNode {
  const [value, setValue] = useState(start);
  const take = (next: number): void => {
    setValue(next);
    onChange(next);
  };
  return (
    <div style={{ padding: 12 }}>
      <ValueField {...rest} value={value} onChange={take} />
    </div>
  );
}

const makeUpDb = decibels({ min: -24, max: 24, default: 0, description: "Level after it." });
const ratioOf = ratio({ min: 1, max: 20, default: 4, description: "How much of what is above remains." });

const meta: Meta<typeof ValueField> = {
  title: "Controls/ValueField",
  component: ValueField,
  render: (args) => <Held {...args} />,
  args: { label: "Make-up", parameter: makeUpDb, value: 3, onChange: fn() },
};
export default meta;

/** `+3dB` is three decibels further. */
export const Typed: StoryObj<typeof ValueField> = {
  play: async ({ args, canvasElement }) => {
    const page = within(canvasElement);
    await userEvent.click(page.getByRole("button", { name: "3.0 dB" }));
    const field = page.getByRole("textbox", { name: "Make-up, value" });
    await userEvent.clear(field);
    await userEvent.type(field, "+3dB{Enter}");
    await expect(args.onChange).toHaveBeenLastCalledWith(6);
    await expect(page.getByRole("slider", { name: "Make-up" })).toHaveFocus();
    await userEvent.keyboard("{Home}");
    await expect(args.onChange).toHaveBeenLastCalledWith(-24);
  },
};

/** What is no number is said to be none, and stays to be mended. */
export const NoNumber: StoryObj<typeof ValueField> = {
  play: async ({ args, canvasElement }) => {
    const page = within(canvasElement);
    await userEvent.click(page.getByRole("button", { name: "3.0 dB" }));
    const field = page.getByRole("textbox", { name: "Make-up, value" });
    await userEvent.clear(field);
    await userEvent.type(field, "abc{Enter}");
    await expect(await page.findByRole("alert")).toBeVisible();
    await expect(args.onChange).not.toHaveBeenCalled();
  },
};

export const AtItsDefault: StoryObj<typeof ValueField> = { args: { value: 0 } };

export const Ratio: StoryObj<typeof ValueField> = { args: { label: "Ratio", parameter: ratioOf, value: 2.5 } };
