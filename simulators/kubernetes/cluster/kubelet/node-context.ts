import type { Network } from '../network.ts';
import type { World } from '../world.ts';
import type { ImageStore } from './images.ts';

/** What a container needs from its node. */
export interface NodeContext {
  world: World;
  network: Network;
  images: ImageStore;
  node: string;
}
