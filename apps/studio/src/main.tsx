import "./strict-page.ts";
import { StrictMode } from "react";
import "@twobus/editor/theme.css";
import { createRoot } from "react-dom/client";
import { Studio } from "./studio.tsx";

const address = new URLSearchParams(location.search).get("mix") ?? "mix/demo.mix.json";
createRoot(document.getElementById("studio")!).render(
  <StrictMode>
    <Studio address={address} />
  </StrictMode>,
);
