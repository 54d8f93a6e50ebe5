import type { Meta, StoryObj } from "@storybook/react-vite";
import { StoryFrame } from "../../test/story-frame.tsx";
import { Breadcrumbs } from "./breadcrumbs.tsx";

const meta: Meta<typeof Breadcrumbs> = { title: "Panels/Breadcrumbs", component: Breadcrumbs };
export default meta;

export const InsideAStrip: StoryObj = {
  render: () => (
    <StoryFrame
      prepare={(session) => {
        const nodeGraph = session.do({ kind: "addGraph", id: "drums-chain" })!.created!;
        session.do({ kind: "setNodeGraph", graph: "mix", node: "drums", nodeGraph });
        session.open("drums");
      }}
    >
      <Breadcrumbs />
    </StoryFrame>
  ),
};
