import { rolesIn } from './provider-claims.js';

describe('roles in a claim', () => {
  it('are those of the map, in its order, whatever the order of the claim', () => {
    const map = [
      ['joc-admins', 'administrator'],
      ['joc-watch', 'watch-officer'],
    ] as const;
    expect(rolesIn(['joc-watch', 'mail', 'joc-admins'], map)).toEqual(['administrator', 'watch-officer']);
    expect(rolesIn('joc-watch', map)).toEqual(['watch-officer']);
    expect(rolesIn(['watch-officer'], map)).toEqual([]);
  });

  it('are the names of roles without a map', () => {
    expect(rolesIn(['commander', 'root'], null)).toEqual(['commander']);
  });

  it.each([undefined, null, 7, {}, [], ['Watch-Officer'], [['commander']]])('are none in %j', (claim) => {
    expect(rolesIn(claim, null)).toEqual([]);
  });
});
