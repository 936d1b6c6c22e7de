/** The one of `ids` that a control gave back as plain text. */
export function pick<Id extends string>(ids: readonly Id[], value: string | undefined): Id | undefined {
  return ids.find((id) => id === value);
}
