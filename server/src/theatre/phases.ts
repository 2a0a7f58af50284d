import type { Phase } from '@rearguard/shared';

/**
 * The windows of the withdrawal plan in S/2023/611 (letter of 18 August 2023). They are the plan's first version and
 * never change. 15 December belongs to II b and to II c. The liquidation's end is the letter's: 18 months from
 * 1 January 2024.
 */
export const PHASES: readonly Phase[] = [
  {
    id: 'P1',
    name: { en: 'Phase I', fr: 'Phase I', zh: '第一阶段' },
    mark: 'I',
    start: '2023-07-15',
    end: '2023-08-31',
    siteIds: ['ogossagou', 'ber', 'goundam', 'menaka'],
  },
  {
    id: 'P2A',
    name: { en: 'Phase II (a)', fr: 'Phase II a)', zh: '第二阶段(a)' },
    mark: 'II a',
    start: '2023-09-01',
    end: '2023-11-30',
    siteIds: ['tessalit', 'aguelhok', 'douentza'],
  },
  {
    id: 'P2B',
    name: { en: 'Phase II (b)', fr: 'Phase II b)', zh: '第二阶段(b)' },
    mark: 'II b',
    start: '2023-12-01',
    end: '2023-12-15',
    siteIds: ['mopti', 'kidal'],
  },
  {
    // Gao and Bamako are reduced in this phase and do not close in it; they belong to the liquidation.
    id: 'P2C',
    name: { en: 'Phase II (c)', fr: 'Phase II c)', zh: '第二阶段(c)' },
    mark: 'II c',
    start: '2023-12-15',
    end: '2023-12-31',
    siteIds: ['ansongo'],
  },
  {
    id: 'LIQ',
    name: { en: 'Liquidation', fr: 'Liquidation', zh: '清理结束' },
    mark: 'LIQ',
    start: '2024-01-01',
    end: '2025-06-30',
    siteIds: ['bamako', 'gao', 'timbuktu'],
  },
];
