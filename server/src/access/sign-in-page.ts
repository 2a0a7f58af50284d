import { createHash } from 'node:crypto';
import type { Response } from 'express';
import { fontSheet } from '../platform/http/client-folder.js';
import type { LinkRefusal } from './sign-in-links.js';

const STYLE =
  'html{color-scheme:dark}body{margin:0;min-height:100vh;display:grid;place-content:center;background:#10161d;' +
  'color:#d7e0e8;font:20px/1.6 "Noto Sans SC Variable",system-ui,sans-serif}main{max-width:40rem;padding:2rem}h1{font-size:1.4rem;' +
  'font-weight:600}p{margin:.75rem 0}code{background:#1b242e;padding:.1em .4em;border-radius:4px}a{color:inherit}';

/** This page needs nothing but its own lines and the product's letters, so its policy admits nothing else. */
export const SIGN_IN_PAGE_POLICY =
  `default-src 'none'; style-src 'self' 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; ` +
  `font-src 'self'; ` +
  `base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** Why nobody comes in: with the code of a link, or from the organisation's own sign-in. */
export type SignInRefusal = LinkRefusal | 'no-role' | 'provider-away' | 'provider-refused';

interface Words {
  status: number;
  en: string;
  fr: string;
  zh: string;
}

const GONE: Words = {
  status: 410,
  en: 'This sign-in link has been used or has run out. Ask for a new one.',
  fr: 'Ce lien de connexion a déjà servi ou a expiré. Demandez-en un nouveau.',
  zh: '此登录链接已被使用或已过期。请索取新的链接。',
};
const SPOKEN: Record<SignInRefusal, Words> = {
  used: GONE,
  expired: GONE,
  unknown: {
    status: 404,
    en: 'This sign-in link is not known here. Check that it is complete, or ask for a new one.',
    fr: 'Ce lien de connexion est inconnu. Vérifiez qu’il est complet ou demandez-en un nouveau.',
    zh: '此登录链接无法识别。请检查链接是否完整，或索取新的链接。',
  },
  disabled: {
    status: 403,
    en: 'An administrator has disabled your account. Ask one to enable it again.',
    fr: 'Un administrateur a désactivé votre compte. Demandez-lui de le réactiver.',
    zh: '管理员已停用您的账户。请联系管理员重新启用。',
  },
  'no-role': {
    status: 403,
    en: 'Your organisation knows you, but gives you no role in this room. Ask whoever manages its accounts for one.',
    fr: 'Votre organisation vous connaît, mais ne vous donne aucun rôle dans cette salle. Demandez-en un à qui gère ses comptes.',
    zh: '您的机构认识您，但没有给您在本室的角色。请向机构账户管理者申请。',
  },
  'provider-away': {
    status: 503,
    en: 'Your organisation’s sign-in does not answer at the moment. Try again, or ask for a one-time link.',
    fr: 'La connexion de votre organisation ne répond pas pour le moment. Réessayez ou demandez un lien à usage unique.',
    zh: '您机构的登录服务暂无响应。请重试，或索取一次性链接。',
  },
  'provider-refused': {
    status: 400,
    en: 'This sign-in was not finished, took too long, or was begun in another browser. Begin again.',
    fr: 'Cette connexion n’a pas abouti, a trop duré ou a commencé dans un autre navigateur. Recommencez.',
    zh: '此次登录未完成、超时，或是在另一浏览器中开始的。请重新开始。',
  },
};

/** Answers with that page. */
export function sendSignInPage(response: Response, refusal: SignInRefusal): void {
  const page = signInPage(refusal);
  response.setHeader('Content-Security-Policy', SIGN_IN_PAGE_POLICY);
  response.status(page.status).type('html').send(page.html);
}

/** What a person sees who does not come in: what to do next, in three languages, and nothing of the link. */
function signInPage(refusal: SignInRefusal): { status: number; html: string } {
  const lines = SPOKEN[refusal];
  const letters = fontSheet();
  const byLink = refusal === 'unknown' || lines === GONE;
  const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Rearguard</title>${letters === null ? '' : `<link rel="stylesheet" href="${letters}">`}<style>${STYLE}</style></head>
<body><main>
<h1>Rearguard</h1>
<p>${lines.en}</p>
<p lang="fr">${lines.fr}</p>
<p lang="zh">${lines.zh}</p>
${byLink ? '<p><code>npm run -s rearguard -- sign-in-link watch-officer</code></p>' : '<p><a href="/">Rearguard</a></p>'}
</main></body>
</html>
`;
  return { status: lines.status, html };
}
