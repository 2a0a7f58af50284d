/**
 * npm start: checks, installs and builds what is missing, then becomes the server. The second time all of it is
 * current, and only a few hashes stand before the server.
 */
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { becomeServer } = await import('./lib/become-server.mjs');
const { main } = await import('./lib/setup.mjs');
await main(becomeServer);
