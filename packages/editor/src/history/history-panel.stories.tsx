import type { Meta, StoryObj } from "@storybook/react-vite";
import { StoryFrame } from "../../test/story-frame.tsx";
import { HistoryPanel } from "./history-panel.tsx";

const meta: Meta<typeof HistoryPanel> = { title: "Panels/HistoryPanel", component: HistoryPanel };
export default meta;

const graph = "mix";

export const SomeDoneSomeUndone: StoryObj = {
  render: () => (
    <StoryFrame
      prepare={(session) => {
        session.do({ kind: "setParameter", graph, node: "kick", param: "faderDb", value: -3 });
        session.do({ kind: "setMuted", graph, node: "snare", muted: true });
        session.do({ kind: "connect", graph, from: "snare.main", to: "duck.key" });
        session.do({ kind: "removeNode", graph, node: "bass" });
        session.undo();
      }}
    >
      <HistoryPanel />
    </StoryFrame>
  ),
};
