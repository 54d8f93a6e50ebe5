import type { Meta, StoryObj } from "@storybook/react-vite";
import { StoryFrame } from "../../test/story-frame.tsx";
import { LevelBar } from "./level-bar.tsx";

const meta: Meta = { title: "Level bar" };
export default meta;

export const Levels: StoryObj = {
  render: () => (
    <StoryFrame>
      <div style={{ display: "grid", gap: 8, inlineSize: 200, padding: 12 }}>
        <LevelBar signal="kick.main" />
        <LevelBar signal="stereo-bus.main" />
        <LevelBar signal="silence.main" />
      </div>
    </StoryFrame>
  ),
};
