/**
 * Where nearly all of the mission moves, in degrees: Mali and the coast at Dakar. A report from elsewhere is as good as
 * any; one from the mirror image of this area (latitude and longitude changed round lie in Central Africa) is taken for
 * swapped. Its south lies above its east, so that the area and its mirror image cannot meet.
 */
export const THEATRE_AREA = { south: 10, west: -18, north: 25.5, east: 5 } as const;
