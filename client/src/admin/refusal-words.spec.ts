import { Refused } from '../api.js';
import { en } from '../i18n/en.js';
import { fr } from '../i18n/fr.js';
import { auditQuery } from './office-api.js';
import { refusalWords } from './refusal-words.js';

describe('a refusal', () => {
  const refused = (code: string) => new Refused(422, { code, message: 'In English.' });

  it('is told in the language of the page, or in the server’s words when it is a new one', () => {
    expect(refusalWords(refused('wrong-password'), fr)).toBe('Ce n’est pas votre mot de passe.');
    expect(refusalWords(refused('unheard-of'), en)).toBe('Not done: In English.');
    expect(refusalWords(new TypeError('network'), en)).toBe('That did not work. Try again.');
  });
});

describe('a search of the audit record', () => {
  it('asks for what was filled in, and reads times as UTC', () => {
    const query = auditQuery({ who: 'Koné', action: '', subject: '', from: '2023-08-13T09:00', to: '' });
    expect(query.toString()).toBe('who=Kon%C3%A9&from=2023-08-13T09%3A00%3A00.000Z');
  });
});
