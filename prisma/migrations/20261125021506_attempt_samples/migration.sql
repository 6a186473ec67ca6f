-- CreateTable
CREATE TABLE "AttemptSamples" (
    "attemptId" TEXT NOT NULL,
    "probe" TEXT NOT NULL,
    "sandboxId" TEXT NOT NULL,
    "everyMs" INTEGER NOT NULL,
    "timeoutMs" INTEGER NOT NULL,
    "samples" JSONB NOT NULL,

    CONSTRAINT "AttemptSamples_pkey" PRIMARY KEY ("attemptId","probe")
);

-- CreateIndex
CREATE INDEX "AttemptSamples_sandboxId_idx" ON "AttemptSamples"("sandboxId");
