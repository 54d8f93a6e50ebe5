import { isPlainValue, type NodeRecord, type Parameter, type PlainValue } from "@twobus/core";

/** What a record says of a parameter, or the default. */
export function valueOf(record: NodeRecord, param: string, parameter: Parameter): PlainValue {
  const value = record.params[param];
  return isPlainValue(value) ? value : parameter.default;
}
