// Real: PostgreSQL and BullMQ. The dead process is a worker that takes a job and is never heard of again.
import { Logger } from '@nestjs/common';
import { createPostgresBackend, Worker } from 'bullmq';
import { type FreshDatabase, freshDatabase } from '../../testing/database.js';
import { lanesKeepTheirPromises } from '../../testing/lane-queues-conformance.js';
import { BullmqLaneQueues } from './bullmq-lane-queues.js';

describe('lanes on PostgreSQL', () => {
  let database: FreshDatabase;
  beforeAll(async () => {
    Logger.overrideLogger(false); // failing on purpose
    database = await freshDatabase();
  });
  afterAll(() => database.drop());

  lanesKeepTheirPromises(async () => ({
    open: () => new BullmqLaneQueues(database.url),
    close: (queues) => (queues as BullmqLaneQueues).beforeApplicationShutdown(),
    async takeAndDie(feed, lane) {
      const connection = { connectionString: database.url, max: 1 };
      const worker = new Worker(
        `${feed}-${lane}`,
        null,
        { connection, lockDuration: 200, autorun: false },
        createPostgresBackend,
      );
      const job = await worker.getNextJob('of the dead');
      await worker.close(true);
      if (!job?.id) throw new Error('the lane was empty');
      return job.id;
    },
  }));
});
