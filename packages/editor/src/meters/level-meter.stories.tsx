import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, within } from "storybook/test";
import { StoryFrame } from "../../test/story-frame.tsx";
import { LevelMeter } from "./level-meter.tsx";

const meta: Meta<typeof LevelMeter> = {
  title: "Meters/LevelMeter",
  component: LevelMeter,
  render: (args) => (
    <StoryFrame>
      <div style={{ inlineSize: 200, padding: 12 }}>
        <LevelMeter {...args} />
      </div>
    </StoryFrame>
  ),
};
export default meta;

/** The louder side is read aloud. */
export const Levels: StoryObj<typeof LevelMeter> = {
  args: { signal: "kick.main", label: "Level of Kick" },
  play: async ({ canvasElement }) => {
    const bar = within(canvasElement).getByRole("meter", { name: "Level of Kick" });
    await expect(bar).toHaveAttribute("aria-valuenow", "-6.0");
    await expect(bar).toHaveAttribute("aria-valuetext", "minus 6.0 decibels");
  },
};

export const Clipping: StoryObj<typeof LevelMeter> = {
  args: { signal: "hot.main", label: "Level of Hot" },
  play: async ({ canvasElement }) => {
    const bar = within(canvasElement).getByRole("meter", { name: "Level of Hot" });
    await expect(bar).toHaveAttribute("data-clipping", "true");
    await expect(bar).toHaveAttribute("aria-valuenow", "0.0");
    await expect(bar).toHaveAttribute("aria-valuetext", "1.5 decibels");
  },
};

export const Silence: StoryObj<typeof LevelMeter> = {
  args: { signal: "nothing.main", label: "Level of nothing" },
  play: async ({ canvasElement }) => {
    const bar = within(canvasElement).getByRole("meter", { name: "Level of nothing" });
    await expect(bar).toHaveAttribute("aria-valuenow", "-60.0");
    await expect(bar).toHaveAttribute("aria-valuetext", "silent");
  },
};
