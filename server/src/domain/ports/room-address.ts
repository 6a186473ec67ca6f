/** Where people in the room find this dojo. */
export abstract class RoomAddress {
  /** The origin, such as `http://192.168.1.20:7420`; null when only this machine reaches it, or it cannot be told. */
  abstract origin(): string | null
}
