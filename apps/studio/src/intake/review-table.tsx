import type { Template } from "@twobus/core";
import type { ReactNode } from "react";
import { busNames, type IntakeChoices, type IntakePlan, type IntakeRow } from "./plan-intake.ts";

const CONFIDENCE: Readonly<Record<IntakeRow["confidence"], string>> = {
  name: "sure",
  folder: "likely",
  none: "not recognised",
  chosen: "your choice",
  skipped: "left out",
  reference: "left out",
};

/** Every file with the track and the bus that it becomes; a bus can be changed, a file left out. */
export function ReviewTable({
  plan,
  template,
  choices,
  isDisabled,
  onChange,
}: {
  plan: IntakePlan;
  template: Template;
  choices: IntakeChoices;
  isDisabled: boolean;
  onChange: (choices: IntakeChoices) => void;
}): ReactNode {
  const names = busNames(template);
  const take = (file: string, isTaken: boolean): void => {
    const skipped = new Set(choices.skipped);
    if (isTaken) skipped.delete(file);
    else skipped.add(file);
    onChange({ ...choices, skipped });
  };
  const place = (file: string, bus: string): void =>
    onChange({ ...choices, buses: new Map([...choices.buses, [file, bus]]) });
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Take</th>
          <th scope="col">Recording</th>
          <th scope="col">Track</th>
          <th scope="col">Bus</th>
          <th scope="col">Confidence</th>
        </tr>
      </thead>
      <tbody>
        {plan.rows.map(({ file, track, bus, confidence, reason }) => (
          <tr key={file}>
            <td>
              <input
                type="checkbox"
                aria-label={`Take ${file}`}
                disabled={isDisabled || confidence === "reference"}
                checked={track !== undefined}
                onChange={(event) => take(file, event.target.checked)}
              />
            </td>
            <td>{file}</td>
            <td>{track}</td>
            <td>
              {bus !== undefined && (
                <select
                  aria-label={`Bus of ${file}`}
                  disabled={isDisabled}
                  value={bus}
                  onChange={(event) => place(file, event.target.value)}
                >
                  {[...new Set([bus, ...names])].map((name) => (
                    <option key={name}>{name}</option>
                  ))}
                </select>
              )}
            </td>
            <td>
              {CONFIDENCE[confidence]} <small>{reason}</small>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
