import "./strict-page.ts";
import { StrictMode } from "react";
import "@twobus/editor/theme.css";
import { createRoot } from "react-dom/client";
import { Studio } from "./studio.tsx";

createRoot(document.getElementById("studio")!).render(
  <StrictMode>
    <Studio />
  </StrictMode>,
);
