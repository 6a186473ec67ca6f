-- CreateTable
CREATE TABLE "Preparation" (
    "classroomId" TEXT NOT NULL,
    "labId" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "since" BIGINT NOT NULL,
    "until" BIGINT NOT NULL,

    CONSTRAINT "Preparation_pkey" PRIMARY KEY ("classroomId")
);

-- AddForeignKey
ALTER TABLE "Preparation" ADD CONSTRAINT "Preparation_classroomId_fkey" FOREIGN KEY ("classroomId") REFERENCES "Classroom"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
