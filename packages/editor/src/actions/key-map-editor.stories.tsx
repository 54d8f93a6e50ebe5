import type { Meta, StoryObj } from "@storybook/react-vite";
import { useState, type ReactNode } from "react";
import { expect, userEvent, within } from "storybook/test";
import { ActionsProvider } from "./actions-context.tsx";
import { KeyMapEditor } from "./key-map-editor.tsx";
import type { KeyMap } from "./key-map.ts";

const meta: Meta<typeof KeyMapEditor> = { title: "Actions/KeyMapEditor", component: KeyMapEditor };
export default meta;

function Keys(): ReactNode {
  const [map, setMap] = useState<KeyMap>({});
  return (
    <ActionsProvider keyMap={map}>
      <div style={{ maxInlineSize: 560, padding: 16 }}>
        <KeyMapEditor onChange={setMap} />
      </div>
    </ActionsProvider>
  );
}

export const KeyMapOfAll: StoryObj = {
  render: () => <Keys />,
  play: async ({ canvasElement }) => {
    const page = within(canvasElement);
    await userEvent.click(page.getByRole("button", { name: "Add keys for Duplicate" }));
    await userEvent.keyboard("m");
    await userEvent.click(await page.findByRole("button", { name: "Give it to “Duplicate”" }));
    await page.findByRole("button", { name: "Take M from Duplicate" });
    await expect(page.queryByRole("button", { name: "Take M from Mute" })).toBeNull();
    await userEvent.click(page.getByRole("button", { name: "Add keys for Mute" }));
    await userEvent.keyboard("j");
    await page.findByRole("button", { name: "Take J from Mute" });
    await userEvent.click(page.getByRole("button", { name: "Add keys for Duplicate" }));
    await userEvent.keyboard("j");
    await page.findByRole("alert");
  },
};
