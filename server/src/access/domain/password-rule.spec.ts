import { passwordFault } from './password-rule.js';

describe('the rule for passwords', () => {
  const fault = (password: string) => passwordFault(password, ['Adama Koné']);

  it.each([
    ['short', 'too-short'],
    ['Tr0ub4dor&3', 'too-short'],
    ['队长在北门等我们', 'too-short'],
    ['x'.repeat(129), 'too-long'],
    ['123456qwerty', 'known'],
    ['LeaveMeAlone', 'known'],
    ['aaaaaaaaaaaaaaaa', 'guessable'],
    ['password12345', 'guessable'],
    ['qwertyuiopasdf', 'guessable'],
    ['adama koné 2023', 'guessable'],
    ['Rearguard2023', 'guessable'],
  ])('does not take %s: %s', (password, expected) => {
    expect(fault(password)).toBe(expected);
  });

  it.each([
    'correct horse battery staple',
    'onze girafes lentes',
    '车队明早六点从加奥出发去梅纳卡',
    'vk3-tuareg-lampshade',
    'zqkvmwhxplrt',
  ])('takes %s, whatever kinds of characters it has', (password) => {
    expect(fault(password)).toBeNull();
  });
});
