-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "Classroom" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "closedAt" BIGINT,

    CONSTRAINT "Classroom_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Learner" (
    "id" TEXT NOT NULL,
    "nickname" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "joinedAt" BIGINT NOT NULL,
    "classroomId" TEXT NOT NULL,

    CONSTRAINT "Learner_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Sandbox" (
    "id" TEXT NOT NULL,
    "labId" TEXT NOT NULL,
    "labDigest" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "failure" TEXT,
    "learnerId" TEXT,
    "classroomId" TEXT,
    "claim" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "seed" TEXT NOT NULL,
    "params" JSONB NOT NULL,
    "steps" JSONB NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "readyAt" BIGINT,
    "claimedAt" BIGINT,
    "endsAt" BIGINT,
    "lastActiveAt" BIGINT,
    "extensionsUsed" INTEGER NOT NULL DEFAULT 0,
    "goneAt" BIGINT,
    "previewToken" TEXT NOT NULL,
    "previews" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "Sandbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Event" (
    "sandboxId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "prevHash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "Event_pkey" PRIMARY KEY ("sandboxId","seq")
);

-- CreateTable
CREATE TABLE "TaskProgress" (
    "sandboxId" TEXT NOT NULL,
    "taskId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "outcome" TEXT,
    "key" TEXT,
    "observed" TEXT,
    "expected" TEXT,
    "share" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "checkedAt" BIGINT,
    "metAt" BIGINT,
    "heldSince" BIGINT,
    "hintsOpened" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "TaskProgress_pkey" PRIMARY KEY ("sandboxId","taskId")
);

-- CreateTable
CREATE TABLE "Attempt" (
    "id" TEXT NOT NULL,
    "sandboxId" TEXT NOT NULL,
    "taskId" TEXT NOT NULL,
    "phase" TEXT NOT NULL,
    "startedAt" BIGINT NOT NULL,
    "endedAt" BIGINT,
    "seed" TEXT NOT NULL,
    "commit" TEXT NOT NULL,
    "injection" INTEGER NOT NULL DEFAULT 0,
    "verdict" JSONB,

    CONSTRAINT "Attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "FaultRun" (
    "id" TEXT NOT NULL,
    "sandboxId" TEXT NOT NULL,
    "attemptId" TEXT,
    "labFault" TEXT NOT NULL,
    "fault" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "params" JSONB NOT NULL,
    "inverse" JSONB NOT NULL,
    "fingerprint" TEXT,
    "plannedAt" BIGINT NOT NULL,
    "effectiveAt" BIGINT,
    "endedAt" BIGINT,
    "deadlineAt" BIGINT NOT NULL,
    "detail" TEXT,

    CONSTRAINT "FaultRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Ticket" (
    "tokenHash" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "sandboxId" TEXT,
    "classroomId" TEXT,
    "terminal" TEXT,
    "learnerId" TEXT,
    "role" TEXT NOT NULL,
    "expiresAt" BIGINT NOT NULL,
    "redeemedAt" BIGINT,

    CONSTRAINT "Ticket_pkey" PRIMARY KEY ("tokenHash")
);

-- CreateTable
CREATE TABLE "Lease" (
    "name" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "expiresAt" BIGINT NOT NULL,

    CONSTRAINT "Lease_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "Cursor" (
    "name" TEXT NOT NULL,
    "position" BIGINT NOT NULL,

    CONSTRAINT "Cursor_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE UNIQUE INDEX "Classroom_code_key" ON "Classroom"("code");

-- CreateIndex
CREATE INDEX "Learner_classroomId_idx" ON "Learner"("classroomId");

-- CreateIndex
CREATE UNIQUE INDEX "Sandbox_previewToken_key" ON "Sandbox"("previewToken");

-- CreateIndex
CREATE INDEX "Sandbox_state_idx" ON "Sandbox"("state");

-- CreateIndex
CREATE INDEX "Sandbox_learnerId_idx" ON "Sandbox"("learnerId");

-- CreateIndex
CREATE INDEX "Sandbox_classroomId_idx" ON "Sandbox"("classroomId");

-- CreateIndex
CREATE INDEX "Sandbox_labId_claim_state_idx" ON "Sandbox"("labId", "claim", "state");

-- CreateIndex
CREATE INDEX "Event_sandboxId_at_idx" ON "Event"("sandboxId", "at");

-- CreateIndex
CREATE INDEX "Attempt_sandboxId_idx" ON "Attempt"("sandboxId");

-- CreateIndex
CREATE INDEX "Attempt_phase_idx" ON "Attempt"("phase");

-- CreateIndex
CREATE INDEX "FaultRun_sandboxId_idx" ON "FaultRun"("sandboxId");

-- CreateIndex
CREATE INDEX "FaultRun_state_idx" ON "FaultRun"("state");

-- CreateIndex
CREATE INDEX "Ticket_expiresAt_idx" ON "Ticket"("expiresAt");

-- AddForeignKey
ALTER TABLE "Learner" ADD CONSTRAINT "Learner_classroomId_fkey" FOREIGN KEY ("classroomId") REFERENCES "Classroom"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Written by hand, Prisma's datamodel has no words for it: one attempt at a time in a sandbox, also between two servers.
CREATE UNIQUE INDEX "Attempt_one_running" ON "Attempt"("sandboxId") WHERE "phase" <> 'done';
