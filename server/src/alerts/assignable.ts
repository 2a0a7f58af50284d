/** Condition on `person`: those to whom an alert can be given, in the list that is chosen from and in the act itself. */
export const ASSIGNABLE = `disabled_at IS NULL AND role <> 'wall'`;
