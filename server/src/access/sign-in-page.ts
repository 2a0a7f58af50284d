import { createHash } from 'node:crypto';
import type { LinkRefusal } from './sign-in-links.js';

const STYLE =
  'html{color-scheme:dark}body{margin:0;min-height:100vh;display:grid;place-content:center;background:#10161d;' +
  'color:#d7e0e8;font:20px/1.6 system-ui,sans-serif}main{max-width:40rem;padding:2rem}h1{font-size:1.4rem;' +
  'font-weight:600}p{margin:.75rem 0}code{background:#1b242e;padding:.1em .4em;border-radius:4px}';

/** This page needs nothing but its own lines, so its policy admits nothing else. */
export const SIGN_IN_PAGE_POLICY =
  `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; ` +
  `base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const SPOKEN: Record<'gone' | 'unknown', Record<'en' | 'fr' | 'zh', string>> = {
  gone: {
    en: 'This sign-in link has been used or has run out. Ask for a new one.',
    fr: 'Ce lien de connexion a déjà servi ou a expiré. Demandez-en un nouveau.',
    zh: '此登录链接已被使用或已过期。请索取新的链接。',
  },
  unknown: {
    en: 'This sign-in link is not known here. Check that it is complete, or ask for a new one.',
    fr: 'Ce lien de connexion est inconnu. Vérifiez qu’il est complet ou demandez-en un nouveau.',
    zh: '此登录链接无法识别。请检查链接是否完整，或索取新的链接。',
  },
};

/** What a person sees whose link does not sign in: what to do next, in three languages, and nothing of the link. */
export function signInPage(refusal: LinkRefusal): { status: number; html: string } {
  const lines = SPOKEN[refusal === 'unknown' ? 'unknown' : 'gone'];
  const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Rearguard</title><style>${STYLE}</style></head>
<body><main>
<h1>Rearguard</h1>
<p>${lines.en}</p>
<p lang="fr">${lines.fr}</p>
<p lang="zh">${lines.zh}</p>
<p><code>npm run -s rearguard -- sign-in-link watch-officer</code></p>
</main></body>
</html>
`;
  return { status: refusal === 'unknown' ? 404 : 410, html };
}
