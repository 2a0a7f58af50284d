// Real: PostgreSQL.
import { openDatabase, type OpenDatabase } from '../testing/data-source.js';
import { type Identity, identityName, ReportIdentities } from './report-identities.js';
import { keyOf } from './report-keys.js';

const AT = Date.parse('2023-08-13T09:00:00Z');

let database: OpenDatabase;
let identities: ReportIdentities;
beforeAll(async () => {
  database = await openDatabase();
  identities = new ReportIdentities(database.source);
});
afterAll(() => database.close());

const anIdentity = (unit: string, id: string, content = 'content'): Identity => ({
  subjectKey: keyOf(`positions ${unit}`),
  reportKey: keyOf(`id ${id}`),
  contentKey: keyOf(content),
  observedAt: AT,
});
const remember = (...given: Identity[]) => identities.remember(database.source.manager, given);

describe('identities of reports', () => {
  it('are known with what was said first, by subject and id together', async () => {
    // Keys on both sides of zero, as PostgreSQL has them.
    const low = { ...anIdentity('a', '1'), reportKey: 1n };
    const high = { ...anIdentity('a', '2', 'other'), reportKey: -1n, contentKey: -(2n ** 63n) };
    await remember(low, high);
    const elsewhere = { ...low, subjectKey: keyOf('positions b') };
    const known = await identities.known([low, { ...high, contentKey: keyOf('changed') }, elsewhere, low]);
    expect(known).toEqual(
      new Map([
        [identityName(low), low.contentKey],
        [identityName(high), high.contentKey],
      ]),
    );
  });

  it('asked for none gives none, and none can be remembered', async () => {
    expect(await identities.known([])).toEqual(new Map());
    await remember();
  });

  it('of a transaction that fails are forgotten, and inside it are known', async () => {
    const one = anIdentity('c', '1');
    const undone = database.source.transaction(async (manager) => {
      await identities.remember(manager, [one]);
      expect((await identities.known([one], manager)).size).toBe(1);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect((await identities.known([one])).size).toBe(0);
  });

  it('cannot be taken by two at once', async () => {
    const one = anIdentity('d', '1');
    const other = { ...one, contentKey: keyOf('other') };
    const both = await Promise.allSettled([remember(one), remember(other)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await identities.known([one])).size).toBe(1);
  });
});
