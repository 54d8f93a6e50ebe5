export type { Action, ActionScope } from "./actions/action.ts";
export type { Subject } from "./canvas/menus/menu.ts";
export { ActionsProvider } from "./actions/actions-context.tsx";
export { chordText, type Chord } from "./actions/chord.ts";
export { EDITOR_ACTIONS } from "./actions/editor-actions.ts";
export { readKeyMap, type KeyMap } from "./actions/key-map.ts";
export { KeyMapEditor } from "./actions/key-map-editor.tsx";
export { chainTitle } from "./chains/chain-facts.ts";
export { placeChainCommands, placeFor, type ChainWhere, type PlacedChain } from "./chains/place-chain.ts";
export type { Recorded } from "./chains/record-commands.ts";
export { changedUses, divergedUses, outdatedUses, updateCommands, type UpdateOptions } from "./chains/update-chain.ts";
export { CHAIN_DRAG, isChainText } from "./chains/use-chain-intake.ts";
export { StemIntakeProvider, type StemIntake, type TakeStems } from "./palette/stem-intake.tsx";
export type { Stem } from "./patching/stems.ts";
export { search, type Findable } from "./palette/search.ts";
export { Fader, type FaderProps } from "./controls/fader.tsx";
export { Knob, type KnobProps } from "./controls/knob.tsx";
export type { ValueControlProps } from "./controls/use-value-control.ts";
export { ValueField } from "./controls/value-field.tsx";
export { Breadcrumbs, type Naming } from "./session/breadcrumbs.tsx";
export { Canvas } from "./canvas/canvas.tsx";
export { HistoryPanel } from "./history/history-panel.tsx";
export { Inspector } from "./inspector/inspector.tsx";
export { MonitorProvider, useMonitor, type MonitorControl } from "./monitor/monitor-context.tsx";
export { heardRaw, type RawScope } from "./monitor/raw-scope.ts";
export { latencyMsText } from "./meters/latency-text.ts";
export { LevelMeter, type LevelMeterProps } from "./meters/level-meter.tsx";
export { MeterProvider, type MeterReadings, type SubscribeToMeters } from "./meters/meter-source.tsx";
export { EditorSession, type EditorState } from "./session/editor-session.ts";
export { GraphTree } from "./tree/graph-tree.tsx";
export { SessionProvider, useEditorState, useSession } from "./session/session-context.tsx";
export {
  NodeCurvesProvider,
  type Curves,
  type NodeCurves,
  type Response,
  type Transfer,
} from "./plots/node-curves.tsx";
export { NodePlots, type NodePlotsProps } from "./plots/node-plots.tsx";
export { ReductionHistory, type ReductionHistoryProps } from "./plots/reduction-history.tsx";
export { ResponsePlot, type ResponsePlotProps } from "./plots/response-plot.tsx";
export { TransferPlot, type TransferPlotProps } from "./plots/transfer-plot.tsx";
