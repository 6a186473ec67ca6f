-- AlterTable
ALTER TABLE "Attempt" ADD COLUMN     "ablation" TEXT,
ADD COLUMN     "arm" TEXT NOT NULL DEFAULT 'fault';
