import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect, userEvent, waitFor, within } from "storybook/test";
import { StoryFrame } from "../../test/story-frame.tsx";
import type { EditorSession } from "../session/editor-session.ts";
import { Canvas } from "./canvas.tsx";

const meta: Meta<typeof Canvas> = { title: "Canvas/A chain without processors", component: Canvas };
export default meta;

function framed(prepare: (session: EditorSession) => void): NonNullable<StoryObj["render"]> {
  return () => (
    <StoryFrame prepare={prepare}>
      <div style={{ blockSize: 400 }}>
        <Canvas />
      </div>
    </StoryFrame>
  );
}

const ADD = { name: "Add a processor…" };

/** The first processor is a press away, by hand and by key, and stands on the cable that was there. */
export const FirstProcessor: StoryObj = {
  render: framed((session) => session.open("snare")),
  play: async ({ canvasElement }) => {
    const page = within(canvasElement);
    const add = await page.findByRole("button", ADD);
    add.focus();
    await userEvent.keyboard("{Enter}");
    await userEvent.type(await page.findByRole("combobox", { name: "Find a node" }), "equaliser{Enter}");
    const node = await page.findByRole("article", { name: /equaliser/i });
    await waitFor(() => expect(node.closest(".react-flow__node")).toHaveFocus());
    await expect(page.queryByRole("button", ADD)).toBe(null);
    await waitFor(() => expect(canvasElement.querySelectorAll(".react-flow__edge")).toHaveLength(2));
  },
};

/** Where nothing can be changed nothing is offered. */
export const ReadOnly: StoryObj = {
  render: framed((session) => {
    session.open("snare");
    session.refuseEdits({ code: "read-only", at: "mix", message: "here it can be heard, and not changed" });
  }),
  play: async ({ canvasElement }) => {
    const page = within(canvasElement);
    await page.findByText("in");
    await expect(page.queryByRole("button", ADD)).toBe(null);
  },
};
