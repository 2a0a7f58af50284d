/** Where the names of countries stand, by their two letters. */
export const COUNTRIES: readonly { code: string; lat: number; lon: number; home?: true }[] = [
  { code: 'ML', lat: 14.35, lon: -7.7, home: true },
  { code: 'MR', lat: 17.6, lon: -10.2 },
  { code: 'DZ', lat: 23.2, lon: 2.2 },
  { code: 'NE', lat: 17.2, lon: 7.6 },
  { code: 'BF', lat: 12.35, lon: -1.3 },
  { code: 'SN', lat: 14.9, lon: -14.6 },
  { code: 'GN', lat: 10.8, lon: -11.4 },
  { code: 'CI', lat: 7.9, lon: -5.9 },
  { code: 'GH', lat: 7.9, lon: -1.3 },
  { code: 'BJ', lat: 9.9, lon: 2.35 },
  { code: 'NG', lat: 10.2, lon: 7.8 },
];

/** Where the names of rivers stand. */
export const RIVER_NAMES: readonly { id: 'niger' | 'bani' | 'senegal'; lat: number; lon: number }[] = [
  { id: 'niger', lat: 16.62, lon: -1.2 },
  { id: 'niger', lat: 13.1, lon: 3.2 },
  { id: 'bani', lat: 12.75, lon: -5.4 },
  { id: 'senegal', lat: 15.6, lon: -12.6 },
];
