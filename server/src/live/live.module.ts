import { LiveGateway } from './live.gateway.ts'
import { RoomGateway } from './room.gateway.ts'
import { ViewerActivity } from './viewer-activity.ts'

/** Providers of the live sockets, for core-providers.ts; they need `LiveViews` bound, and the terminal’s providers. */
export const liveProviders = [ViewerActivity, LiveGateway, RoomGateway]
