import type { ProductProcess } from '../topology/product-process.js';

/** What reports and questions show at the door. */
export async function tokensOf(product: ProductProcess): Promise<{ feedToken: string; readToken: string }> {
  const [feedToken, readToken] = await Promise.all([
    product.command('feed-token', 'create', 'positions', '--name', 'faults'),
    product.command('read-token', 'create', '--name', 'faults'),
  ]);
  return { feedToken, readToken };
}
