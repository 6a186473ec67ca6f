/** A replay of a window of time: where it stands and how it moves. All values in milliseconds; immutable. */
export interface ReplayClock {
  readonly lengthMs: number
  readonly speed: number
  readonly isPlaying: boolean
  /** Position at the moment `sinceMs`; while it plays it moves on from there. */
  readonly heldMs: number
  readonly sinceMs: number
}

const clamp = (value: number, most: number): number => Math.min(most, Math.max(0, value))

/** A clock that stands at the end: a finished run is seen as a whole first. */
export const newReplay = (lengthMs: number): ReplayClock => ({
  lengthMs,
  speed: 1,
  isPlaying: false,
  heldMs: lengthMs,
  sinceMs: 0,
})

/** Where the replay stands at the moment `now` (any clock that only goes forward), from 0 to its length. */
export const positionAt = (clock: ReplayClock, now: number): number =>
  clock.isPlaying ? clamp(clock.heldMs + (now - clock.sinceMs) * clock.speed, clock.lengthMs) : clock.heldMs

export const isOver = (clock: ReplayClock, now: number): boolean => positionAt(clock, now) >= clock.lengthMs

/** Plays on from where it stands; from the start when it is at the end. */
export const play = (clock: ReplayClock, now: number): ReplayClock => ({
  ...clock,
  isPlaying: true,
  heldMs: isOver(clock, now) ? 0 : positionAt(clock, now),
  sinceMs: now,
})

export const pause = (clock: ReplayClock, now: number): ReplayClock => ({
  ...clock,
  isPlaying: false,
  heldMs: positionAt(clock, now),
})

/** Goes to a position; it plays on from there when it was playing. */
export const seek = (clock: ReplayClock, positionMs: number, now: number): ReplayClock => ({
  ...clock,
  heldMs: clamp(positionMs, clock.lengthMs),
  sinceMs: now,
})

export const withSpeed = (clock: ReplayClock, speed: number, now: number): ReplayClock => ({
  ...seek(clock, positionAt(clock, now), now),
  speed,
})

/** Another window (a run was added or is still growing): the position stays, or stays at the end. */
export const withLength = (clock: ReplayClock, lengthMs: number, now: number): ReplayClock =>
  isOver(clock, now) && !clock.isPlaying
    ? { ...clock, lengthMs, heldMs: lengthMs }
    : { ...seek(clock, Math.min(positionAt(clock, now), lengthMs), now), lengthMs }
