/** Orders of the authorities that hold until they are lifted. */
export const STANDING_RESTRICTIONS = {
  /** S/2023/611; Maliweb, Jun 2023: customs restricts imports by the mission and its contractors. */
  customsDirective: { from: Date.parse('2023-06-27T00:00:00Z') },
} as const;
