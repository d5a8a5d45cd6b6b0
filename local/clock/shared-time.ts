/**
 * Virtual time in memory that every thread can read without a message: slot 0 holds what is added to real time while the
 * clock ticks, slot 1 the instant at which it stands still (or `ticking`).
 */
export interface SharedTime {
  readonly buffer: SharedArrayBuffer;
  now(): number;
  freezeAt(instantMs: number): void;
  tickFrom(instantMs: number): void;
}

const offsetSlot = 0;
const frozenSlot = 1;
const ticking = -1n;
const realNow = Date.now.bind(Date);

/** Virtual time over `buffer`; without a buffer a new one is made, and it ticks from `startMs`. */
export function sharedTime(buffer?: SharedArrayBuffer, startMs: number = realNow()): SharedTime {
  const slots = new BigInt64Array(buffer ?? new SharedArrayBuffer(16));
  const time: SharedTime = {
    buffer: slots.buffer as SharedArrayBuffer,
    now() {
      const frozen = Atomics.load(slots, frozenSlot);
      return frozen === ticking ? realNow() + Number(Atomics.load(slots, offsetSlot)) : Number(frozen);
    },
    freezeAt(instantMs) {
      Atomics.store(slots, frozenSlot, BigInt(Math.round(instantMs)));
    },
    // The offset is written first: a reader that sees "ticking" then sees the new offset too, and time never jumps back.
    tickFrom(instantMs) {
      Atomics.store(slots, offsetSlot, BigInt(Math.round(instantMs - realNow())));
      Atomics.store(slots, frozenSlot, ticking);
    },
  };
  if (!buffer) time.tickFrom(startMs);
  return time;
}

/** Makes `Date.now()`, `new Date()` and `Date()` of this thread follow virtual time. */
export function installVirtualDate(time: Pick<SharedTime, 'now'>): void {
  const RealDate = Date;
  RealDate.now = () => time.now();
  const VirtualDate = new Proxy(RealDate, {
    apply: () => new RealDate(time.now()).toString(),
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [time.now()] : args, newTarget) as object,
  });
  RealDate.prototype.constructor = VirtualDate;
  globalThis.Date = VirtualDate;
}
