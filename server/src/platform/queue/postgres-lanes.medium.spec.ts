// Real: PostgreSQL and BullMQ.
import { Logger } from '@nestjs/common';
import { type FreshDatabase, freshDatabase } from '../../testing/database.js';
import { lanesKeepTheirPromises } from '../../testing/lane-queues-conformance.js';
import { PostgresBackend } from './postgres-backend.js';

describe('lanes on PostgreSQL', () => {
  let database: FreshDatabase;
  beforeAll(async () => {
    Logger.overrideLogger(false); // failing on purpose
    database = await freshDatabase();
  });
  afterAll(() => database.drop());

  lanesKeepTheirPromises(async () => ({
    databaseUrl: database.url,
    backend: (onError) => new PostgresBackend(database.url, onError),
  }));
});
