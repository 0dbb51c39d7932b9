/** Whether what is being edited may be saved now, by whatever hand: the button, Ctrl+S, or on the way out. */
export const canSave = (editing: { dirty: boolean; saving: boolean; name: string }): boolean =>
  editing.dirty && !editing.saving && editing.name.trim() !== '';
