import {
  currentFigures,
  type DatedFigure,
  type Incident,
  type IncidentFacts,
  type IncidentSource,
  type Methane,
  type Place,
  toInstantOut,
} from '@rearguard/shared';

/** One report of an incident as the door accepted it. */
export interface Told {
  reportId: string;
  incidentId: string;
  facts: Omit<IncidentFacts, 'observedAt'>;
  way: IncidentSource['way'];
  enteredBy: string;
  observedAt: number;
  receivedAt: number;
}

export interface Folded {
  incident: Incident;
  source: IncidentSource;
  /** More people are hurt than was known before. */
  casualtiesRose: boolean;
}

/** Sources that an incident carries with it; all of them stand in its history. */
const SOURCES_SHOWN = 10;

/**
 * An incident after one more report. The newest by time of the fact gives its head; an older one goes into history and
 * moves nothing back. A casualty figure is a new figure with its time, whatever was said before.
 */
export function foldIncident(before: Incident | null, told: Told, findPlace: (text: string) => Place | null): Folded {
  const { facts } = told;
  const observedAt = toInstantOut(told.observedAt);
  const late = before !== null && observedAt < before.lastObservedAt;
  const source = sourceOf(told, late, (before?.version ?? 0) + 1);
  const known = before?.casualties ?? [];
  const casualties = currentFigures([...known, ...figuresOf(told)]);
  const head = late ? null : facts;
  const incident: Incident = {
    id: told.incidentId,
    version: source.version,
    kind: head?.kind ?? before!.kind,
    severity: head?.severity ?? before!.severity,
    text: head?.text ?? before!.text,
    observedAt: before?.observedAt ?? observedAt,
    receivedAt: before?.receivedAt ?? toInstantOut(told.receivedAt),
    lastObservedAt: late ? before.lastObservedAt : observedAt,
    syntheticTime: before?.syntheticTime ?? facts.syntheticTime ?? false,
    ...whereIs(before, head, findPlace),
    placeNote: head?.placeNote ?? before?.placeNote ?? null,
    actor: head?.actor ?? before?.actor ?? null,
    convoyIds: union(before?.convoyIds, facts.convoyIds, facts.convoyId),
    siteIds: union(before?.siteIds, facts.siteIds, facts.siteId),
    casualties,
    methane: methaneOf(before?.methane ?? null, facts.methane ?? null, late),
    demonstration: head?.demonstration ?? before?.demonstration ?? null,
    falseContent: head?.falseContent ?? before?.falseContent ?? null,
    alertId: before?.alertId ?? null,
    reports: (before?.reports ?? 0) + 1,
    sources: [...(before?.sources ?? []), source].slice(-SOURCES_SHOWN),
  };
  return { incident, source, casualtiesRose: before !== null && rose(known, casualties) };
}

function sourceOf(told: Told, late: boolean, version: number): IncidentSource {
  const { facts } = told;
  return {
    id: `${told.incidentId}/${version}`,
    version,
    reportId: told.reportId,
    way: told.way,
    enteredBy: told.enteredBy,
    source: facts.source,
    reliability: facts.reliability ?? null,
    credibility: facts.credibility ?? null,
    kind: facts.kind,
    severity: facts.severity,
    text: facts.text,
    observedAt: toInstantOut(told.observedAt),
    receivedAt: toInstantOut(told.receivedAt),
    casualties: facts.casualties ?? [],
    casualtiesFinal: facts.casualtiesFinal ?? false,
    syntheticTime: facts.syntheticTime ?? false,
    late,
  };
}

function figuresOf(told: Told): DatedFigure[] {
  return (told.facts.casualties ?? []).map((figure) => ({
    ...figure,
    final: told.facts.casualtiesFinal ?? false,
    observedAt: toInstantOut(told.observedAt),
    receivedAt: toInstantOut(told.receivedAt),
    source: told.facts.source,
    reportId: told.reportId,
  }));
}

type Where = Pick<Incident, 'lat' | 'lon' | 'positionBasis' | 'placeId' | 'place'>;

/** Coordinates as given; else those of the named town, and said to be so; a report without a place changes nothing. */
function whereIs(
  before: Incident | null,
  head: Told['facts'] | null,
  findPlace: (text: string) => Place | null,
): Where {
  const town = head?.place === undefined ? null : findPlace(head.place);
  const named = { placeId: town?.id ?? null, place: head?.place ?? null };
  if (head?.lat !== undefined && head.lon !== undefined) {
    return { lat: head.lat, lon: head.lon, positionBasis: 'given', ...named };
  }
  if (head?.place !== undefined && (before === null || before.positionBasis !== 'given')) {
    return { lat: town?.lat ?? null, lon: town?.lon ?? null, positionBasis: town ? 'place' : 'none', ...named };
  }
  const { lat, lon, positionBasis, placeId, place } = before!;
  return { lat, lon, positionBasis, placeId, place };
}

function methaneOf(known: Methane | null, said: Methane | null, late: boolean): Methane | null {
  if (known === null || said === null) return said ?? known;
  const [base, over] = late ? [said, known] : [known, said];
  return { ...base, ...Object.fromEntries(Object.entries(over).filter(([, value]) => value !== null)) };
}

/** A number that was not given counts as one: somebody is hurt. */
function rose(before: readonly DatedFigure[], now: readonly DatedFigure[]): boolean {
  return now.some((figure) => {
    const known = before.find(({ group, harm }) => group === figure.group && harm === figure.harm);
    return (figure.count ?? 1) > (known === undefined ? 0 : (known.count ?? 1));
  });
}

function union(known: readonly string[] = [], more: readonly string[] = [], one?: string): string[] {
  return [...new Set([...known, ...more, ...(one === undefined ? [] : [one])])];
}
