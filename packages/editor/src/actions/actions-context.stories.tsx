import type { Meta, StoryObj } from "@storybook/react-vite";
import type { ReactNode } from "react";
import { expect, userEvent, waitFor, within } from "storybook/test";
import { StoryFrame } from "../../test/story-frame.tsx";
import { Canvas } from "../canvas/canvas.tsx";
import { Inspector } from "../inspector/inspector.tsx";
import type { EditorSession } from "../session/editor-session.ts";
import { ActionsProvider } from "./actions-context.tsx";

const meta: Meta<typeof ActionsProvider> = { title: "Providers/ActionsProvider", component: ActionsProvider };
export default meta;

const Stage = ({ prepare }: { prepare?: (session: EditorSession) => void }): ReactNode => (
  <StoryFrame {...(prepare !== undefined && { prepare })}>
    <ActionsProvider>
      <div style={{ blockSize: 600 }}>
        <Canvas />
      </div>
    </ActionsProvider>
  </StoryFrame>
);

const strip = (root: HTMLElement, name: string): Promise<HTMLElement> =>
  within(root).findByRole("article", { name: new RegExp(`^${name}`) });

/** Control and K find an action, or a node anywhere in the mix. */
export const Palette: StoryObj = {
  render: () => <Stage />,
  play: async ({ canvasElement }) => {
    await strip(canvasElement, "Kick");
    await userEvent.keyboard("{Control>}k{/Control}");
    const field = await within(canvasElement).findByRole("combobox", { name: "Find an action or a node" });
    await userEvent.type(field, "go to bass{Enter}");
    await waitFor(async () =>
      expect(canvasElement.querySelector(".react-flow__node.selected")?.textContent).toMatch(/Bass/),
    );
    await userEvent.keyboard("{Control>}k{/Control}");
    await within(canvasElement).findByRole("option", { name: /Duplicate/ });
  },
};

/** A parameter is found by its own name and by those of what it is in: its control has the focus, and can be turned at once. */
export const GoToAParameter: StoryObj = {
  render: () => (
    <StoryFrame
      prepare={(session) =>
        session.doAll([
          { kind: "addGraph", id: "drums-chain" },
          { kind: "setNodeGraph", graph: "mix", node: "drums", nodeGraph: "drums-chain" },
          { kind: "addNode", graph: "drums-chain", type: "toy.equaliser", id: "tone", label: "Tone" },
        ])
      }
    >
      <ActionsProvider>
        <div style={{ display: "grid", gridTemplateColumns: "1fr 340px", blockSize: 600 }}>
          <Canvas />
          <Inspector />
        </div>
      </ActionsProvider>
    </StoryFrame>
  ),
  play: async ({ canvasElement }) => {
    await strip(canvasElement, "Kick");
    await userEvent.keyboard("{Control>}k{/Control}");
    const page = within(canvasElement);
    await userEvent.type(await page.findByRole("combobox"), "drums tone band 2 gain");
    await page.findByRole("option", { name: /^Drums › Tone › Band 2 gain/ });
    await userEvent.keyboard("{Enter}");
    await waitFor(() => expect(page.getByRole("slider", { name: "Band 2, Gain" })).toHaveFocus());
    await userEvent.keyboard("{ArrowUp}");
    await expect(
      Number(page.getByRole("slider", { name: "Band 2, Gain" }).getAttribute("aria-valuenow")),
    ).toBeGreaterThan(0);
  },
};

/** Shift and F10 open what can be done with the node that has the focus. */
export const MenuOfAStrip: StoryObj = {
  render: () => <Stage />,
  play: async ({ canvasElement }) => {
    const kick = await strip(canvasElement, "Kick");
    kick.closest<HTMLElement>(".react-flow__node")!.focus();
    await userEvent.keyboard("{Shift>}{F10}{/Shift}");
    const mute = await within(canvasElement).findByRole("menuitem", { name: /^Mute/ });
    await waitFor(() => expect(within(canvasElement).getByRole("menuitem", { name: /^Connect to/ })).toHaveFocus());
    await userEvent.keyboard("{ArrowDown}m");
    await expect(mute).toHaveFocus();
    await userEvent.click(mute);
    await waitFor(async () => expect(await strip(canvasElement, "Kick")).toHaveAttribute("data-muted", "true"));
    await userEvent.keyboard("{Shift>}{F10}{/Shift}");
    await within(canvasElement).findByRole("menuitem", { name: /^Duplicate/ });
  },
};

/** A note around what belongs together. */
export const Frames: StoryObj = {
  render: () => (
    <Stage
      prepare={(session) => {
        const frame = { x: -1080, y: -60, width: 330, height: 320, title: "Drums", note: "tight, and a little dirty" };
        session.do({ kind: "setFrame", graph: "mix", id: "drums", frame: { ...frame, colour: "#e69f00" } });
      }}
    />
  ),
};
