import type { Meta, StoryObj } from "@storybook/react-vite";
import type { ReactNode } from "react";
import { StoryFrame } from "../../test/story-frame.tsx";
import { AddMenu } from "../canvas/add-menu.tsx";
import { pullable } from "../patching/pull.ts";
import { useSession } from "../session/session-context.tsx";
import { PullPanel } from "./pull-panel.tsx";

const meta: Meta = { title: "Palette" };
export default meta;

/** What is pulled from the stereo bus, tracks and buses told apart. */
export const Pull: StoryObj = {
  render: () => (
    <StoryFrame>
      <div style={{ inlineSize: 320, padding: 12 }}>
        <PullFromStereoBus />
      </div>
    </StoryFrame>
  ),
};

function PullFromStereoBus(): ReactNode {
  const { document, registry } = useSession();
  return (
    <PullPanel
      bus="Stereo Bus"
      strips={pullable(document, document.root, registry, "stereo-bus.main")}
      onSubmix={() => {}}
      onConnect={() => {}}
      onAddProcessor={() => {}}
      files={{ onChoose: () => {}, onDrop: () => {} }}
    />
  );
}

/** What fits the middle of a cable. */
export const Add: StoryObj = {
  render: () => (
    <StoryFrame>
      <div style={{ inlineSize: 320, padding: 12 }}>
        <AddMenu
          where={{ kind: "middle", position: { x: 0, y: 0 }, from: "bass.main", to: "duck.main" }}
          onAdded={() => {}}
          close={() => {}}
        />
      </div>
    </StoryFrame>
  ),
};
