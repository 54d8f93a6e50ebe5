import type { Meta, StoryObj } from "@storybook/react-vite";
import { StoryFrame } from "../../test/story-frame.tsx";
import { Canvas } from "./canvas.tsx";

const meta: Meta<typeof Canvas> = { title: "Canvas/Canvas", component: Canvas };
export default meta;

export const Mix: StoryObj = {
  render: () => (
    <StoryFrame>
      <div style={{ blockSize: 600 }}>
        <Canvas />
      </div>
    </StoryFrame>
  ),
};
