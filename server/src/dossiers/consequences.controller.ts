import { Controller, Get } from '@nestjs/common';
import {
  Consequence,
  type Consequence as ConsequenceType,
  consequencesOf,
  type Page,
  page,
  type Restriction,
  restrictedWays,
} from '@rearguard/shared';
import { Allow } from '../access/decorators.js';
import { Clock } from '../platform/clock/clock.js';
import { Describe } from '../platform/http/openapi.js';
import { ROUTES } from '../theatre/index.js';
import { DossiersRepository } from './dossiers.repository.js';

const ROUTE = new Map(ROUTES.map((route) => [route.id, route]));

/** What refusals and holds mean for convoys, sites and patients: the same that every screen shows. */
@Controller('api/consequences')
@Allow('picture.read')
export class ConsequencesController {
  constructor(
    private readonly dossiers: DossiersRepository,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Describe({ summary: 'What refusals, restrictions and holds fall on, with the chain', reply: page(Consequence) })
  async list(): Promise<Page<ConsequenceType>> {
    const shown = await this.dossiers.shown();
    const of = <Body>(kind: string) =>
      Object.fromEntries(shown.filter((one) => one.kind === kind).map(({ id, body }) => [id, body as Body]));
    const dossiers = {
      flightRequests: of<never>('flight-request'),
      consignments: of<never>('consignment'),
      restrictions: of<Restriction>('restriction'),
    };
    const now = this.clock.now();
    const ways = restrictedWays(await this.dossiers.convoysShown(), ROUTE, Object.values(dossiers.restrictions), now);
    return { items: [...consequencesOf(dossiers, now), ...ways], nextCursor: null };
  }
}
