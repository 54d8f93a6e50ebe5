import type { Meta, StoryObj } from "@storybook/react-vite";
import { useState, type ReactNode } from "react";
import { expect, userEvent, within } from "storybook/test";
import { toySession } from "../../test/toy-mix.ts";
import { HistoryPanel } from "../history/history-panel.tsx";
import { GraphTree } from "../tree/graph-tree.tsx";
import { SessionProvider } from "./session-context.tsx";

const meta: Meta<typeof SessionProvider> = { title: "Providers/SessionProvider", component: SessionProvider };
export default meta;

function TwoViews(): ReactNode {
  const [session] = useState(toySession);
  return (
    <SessionProvider session={session}>
      <div style={{ display: "grid", gridTemplateColumns: "1fr 1fr", gap: 12, padding: 12 }}>
        <GraphTree />
        <HistoryPanel />
      </div>
      <button
        type="button"
        onClick={() => session.do({ kind: "setMuted", graph: "mix", node: "kick", muted: true })}
        style={{ margin: 12 }}
      >
        Mute the kick
      </button>
    </SessionProvider>
  );
}

/** What is done in a session is seen by all that stands in it. */
export const OneSessionTwoViews: StoryObj<typeof SessionProvider> = {
  render: () => <TwoViews />,
  play: async ({ canvasElement }) => {
    const page = within(canvasElement);
    await userEvent.click(page.getByRole("button", { name: "Mute the kick" }));
    await page.findAllByRole("treeitem", { name: /^Kick.*muted/ });
    await expect(page.getByRole("button", { name: "Mute Kick" })).toHaveAttribute("aria-current", "step");
  },
};
