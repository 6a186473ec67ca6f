import type { JournalEvent } from '@noops-dojo/contracts'

/** A row as the plain driver gives it: int8 comes as text. */
export interface EventRow {
  readonly sandboxId: string
  readonly seq: number
  readonly at: string
  readonly kind: string
  readonly actor: string
  readonly data: Record<string, unknown>
  readonly prevHash: string
  readonly hash: string
}

export const toEvent = (row: EventRow): JournalEvent => ({
  sandboxId: row.sandboxId,
  seq: row.seq,
  at: Number(row.at),
  kind: row.kind as JournalEvent['kind'],
  actor: row.actor as JournalEvent['actor'],
  data: row.data,
  prevHash: row.prevHash,
  hash: row.hash,
})

export const columns = '"sandboxId", "seq", "at", "kind", "actor", "data", "prevHash", "hash"'

/**
 * Inserts a batch and announces its last event, all or nothing: NOTIFY is delivered at commit. The payload is
 * `<sandboxId> <seq>`; readers fetch what they miss, so that a lost announcement loses no event.
 */
export const insertEvents = `
  WITH added AS (
    INSERT INTO "Event" (${columns})
    SELECT "sandboxId", "seq", "at", "kind", "actor", "data", "prevHash", "hash"
    FROM jsonb_to_recordset($1::jsonb) AS given("sandboxId" text, "seq" int, "at" bigint, "kind" text,
      "actor" text, "data" jsonb, "prevHash" text, "hash" text)
    RETURNING "sandboxId", "seq"
  )
  SELECT pg_notify('dojo_event', "sandboxId" || ' ' || max("seq")) FROM added GROUP BY "sandboxId"`
