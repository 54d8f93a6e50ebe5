export { matchFile, type FileMatch } from "./match-file.ts";
export { mixFromFiles, type Intake, type IntakeOptions } from "./mix-from-files.ts";
export { isAudioName, MOST_RECORDINGS, refuseIllegalName, songNameOf } from "./recording-names.ts";
export * from "./report.ts";
export { ROLES, type Role } from "./roles.ts";
export { DEFAULT_TEMPLATE, TEMPLATES, templateNamed, type BusTemplate, type Template } from "./templates.ts";
