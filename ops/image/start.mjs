/** Starts what ROLE says, in an image in which everything is installed and built. */
import { run } from '../../server/dist/main.js';

await run();
