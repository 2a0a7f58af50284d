import type { ProductProcess } from '../topology/product-process.js';
import type { Topology } from './topology.js';

/** What reports and questions show at the door. */
export async function tokensOf(product: ProductProcess): Promise<Pick<Topology, 'feedTokens' | 'readToken'>> {
  const [positions, security, readToken] = await Promise.all([
    product.command('feed-token', 'create', 'positions', '--name', 'faults'),
    product.command('feed-token', 'create', 'security', '--name', 'faults'),
    product.command('read-token', 'create', '--name', 'faults'),
  ]);
  return { feedTokens: { positions, security }, readToken };
}
