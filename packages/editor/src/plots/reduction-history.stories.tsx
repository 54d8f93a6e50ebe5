import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, within } from "storybook/test";
import { StoryFrame } from "../../test/story-frame.tsx";
import { ReductionHistory } from "./reduction-history.tsx";

const meta: Meta<typeof ReductionHistory> = {
  title: "Plots/ReductionHistory",
  component: ReductionHistory,
  render: (args) => (
    <StoryFrame>
      <div style={{ display: "flex", blockSize: 60, inlineSize: 200, padding: 12 }}>
        <ReductionHistory {...args} />
      </div>
    </StoryFrame>
  ),
};
export default meta;

export const Playing: StoryObj<typeof ReductionHistory> = {
  args: { meter: "duck.gainReductionDb", label: "Gain reduction of Duck" },
  play: ({ canvasElement }) => expect(within(canvasElement).getByRole("img")).toHaveTextContent("GR 4.2 dB"),
};

export const AtRest: StoryObj<typeof ReductionHistory> = {
  args: { meter: "nothing.gainReductionDb", label: "Gain reduction of nothing" },
  play: ({ canvasElement }) => expect(within(canvasElement).getByRole("img")).toHaveTextContent("GR 0.0 dB"),
};
