-- Kept as they are: compressing a snapshot of 3 MB takes PGlite longer than writing it.
ALTER TABLE "Snapshot" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;
ALTER TABLE "LogEntry" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;
