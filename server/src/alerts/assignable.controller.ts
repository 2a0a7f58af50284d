import { Controller, Get, Query } from '@nestjs/common';
import { type Page, page, Role } from '@rearguard/shared';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Allow } from '../access/decorators.js';
import { Describe } from '../platform/http/openapi.js';
import { fromCursor, pageOf, PageQuery } from '../platform/http/paging.js';
import { zodQuery } from '../platform/http/zod-pipe.js';
import { ASSIGNABLE } from './assignable.js';

const Assignable = z.object({ id: z.string(), name: z.string(), role: Role });
type Assignable = z.infer<typeof Assignable>;
const Place = z.tuple([z.string(), z.uuid()]);

/** To whom an alert can be given: names and roles alone, for those who give. */
@Controller('api/people')
@Allow('alert.assign')
export class AssignableController {
  constructor(private readonly database: DataSource) {}

  @Get()
  @Describe({ summary: 'People to whom an alert can be given, by name', query: PageQuery, reply: page(Assignable) })
  async list(@Query(zodQuery(PageQuery)) query: PageQuery): Promise<Page<Assignable>> {
    const [name, id] = fromCursor(query.cursor, Place) ?? ['', '00000000-0000-0000-0000-000000000000'];
    const people: Assignable[] = await this.database.query(
      `SELECT id, name, role FROM person
       WHERE ${ASSIGNABLE} AND (name, id) > ($1, $2::uuid)
       ORDER BY name, id LIMIT $3`,
      [name, id, query.limit + 1],
    );
    return pageOf(people, query.limit, (person) => [person.name, person.id]);
  }
}
