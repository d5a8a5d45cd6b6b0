import type { FrontDoor } from './constructs/front-door.ts';
import type { Platform } from './platform.ts';
import type { DataStack } from './stacks/data.ts';

/** What the wiring of one capability works with. */
export interface Slice {
  readonly platform: Platform;
  readonly data: DataStack;
  readonly frontDoor: FrontDoor;
}
