import type { Meta, StoryObj } from "@storybook/react-vite";
import { StoryFrame } from "../../test/story-frame.tsx";
import { SoloDot } from "./solo-dot.tsx";

const meta: Meta<typeof SoloDot> = { title: "Controls/SoloDot", component: SoloDot };
export default meta;

export const Solo: StoryObj = {
  render: () => (
    <StoryFrame>
      <SoloDot node="kick" />
    </StoryFrame>
  ),
  play: async ({ canvasElement, userEvent }) => {
    const dot = canvasElement.querySelector("button")!;
    await userEvent.click(dot);
    if (dot.getAttribute("aria-pressed") !== "true") throw new Error("a click solos");
  },
};
